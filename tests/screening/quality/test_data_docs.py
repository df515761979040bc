import re
from datetime import date

import polars as pl
import pytest

from screening.quality.gate import run_suites
from screening.quality.suite_files import checks, suite_names

DAY = date(2026, 11, 20)


@pytest.fixture
def docs(tmp_path):
    return tmp_path / "data_docs"


def pages(folder):
    return {page.relative_to(folder).as_posix(): page.read_text("utf-8") for page in folder.rglob("*.html")}


def test_pages_of_the_day_load_nothing_from_elsewhere(clean_day, stage, docs):
    broken = clean_day["declarations"].with_columns(hs_code=pl.lit("69089"))
    run_suites(stage(clean_day | {"declarations": broken}), "r", DAY, docs)
    written = pages(docs / "2026-11-20")
    assert "index.html" in written
    for suite in suite_names():
        (page,) = [text for name, text in written.items() if name.startswith(f"validations/{suite}/")]
        assert all(check.meaning in page for check in checks(suite)), suite
    for name, page in written.items():
        head = page[: page.index("</head>")]
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', head)
        assert policy, name
        # The policy stands before whatever it has to forbid.
        first_load = re.search(r"<(script|link|img)\b", head)
        assert first_load is None or policy.start() < first_load.start()
        sources = {word for rule in policy[1].split(";") for word in rule.split()[1:]}
        assert policy[1].startswith("default-src ")
        assert sources == {"'self'", "data:", "'unsafe-inline'"}, "no other host"


def test_a_second_run_takes_the_place_of_the_first(clean_day, stage, docs):
    paths = stage(clean_day)
    run_suites(paths, "first", DAY, docs)
    (docs / "2026-11-20" / "left over.html").write_text("from the first run")
    run_suites(paths, "second", DAY, docs)
    written = pages(docs / "2026-11-20")
    assert "left over.html" not in written
    assert len([name for name in written if name.startswith("validations/")]) == len(suite_names())


def test_other_days_keep_their_pages_and_nothing_half_written_is_left(clean_day, stage, docs):
    paths = stage(clean_day)
    run_suites(paths, "r", date(2026, 11, 19), docs)
    run_suites(paths, "r", DAY, docs)
    assert sorted(folder.name for folder in docs.iterdir()) == ["2026-11-19", "2026-11-20"]
    assert (docs / "2026-11-20").stat().st_mode & 0o055 == 0o055, "others may read them"


def test_without_a_folder_no_pages_are_written(clean_day, stage, docs):
    run_suites(stage(clean_day), "r", DAY)
    assert not docs.exists()
