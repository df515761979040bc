"""From the publisher's answer to the list in force, against a server on this machine, with the real incidents."""

import csv
import json
from datetime import UTC, date, datetime

import pytest
import yaml
from pydantic import SecretStr
from typer.testing import CliRunner

from screening.cli.lists import app
from screening.errors import ListError, NotFoundError
from screening.lake import initialise, open_lake
from screening.lists import read
from screening.lists.fetch import Limits
from screening.lists.refreshes import last_attempts, stale_lists
from screening.lists.sources import load_sources
from screening.lists.store import list_status, load_version
from screening.pipeline import refresh as refresh_module
from screening.pipeline.refresh import accept, load_files, refresh_source

QUICK = Limits(read_seconds=1, total_seconds=3, attempts=2, first_pause_seconds=0.01)


def un(count, day="2026-11-02", name="EXAMPLE"):
    entities = "".join(
        f"<ENTITY><DATAID>{n}</DATAID><REFERENCE_NUMBER>KPe.{n:03}</REFERENCE_NUMBER>"
        f"<FIRST_NAME>{name} {n} TRADING</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE></ENTITY>"
        for n in range(count)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="{day}T00:00:00.000Z">'
        f"<INDIVIDUALS></INDIVIDUALS><ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>"
    ).encode()


def source_of(address, lists=("UN-SC",), identity="un_sc", **more):
    return {
        "id": identity, "title": "A list", "lists": list(lists), "licence": "none", "cadence_days": 1,
        "max_megabytes": 50, "files": [{"address": address, "name": "list.xml", "is_verified": False}],
    } | more  # fmt: skip


@pytest.fixture
def made(settings, list_server, tmp_path):
    """Settings with an initialised lake and a function that refreshes a source of the server."""
    trusting = settings.model_copy(update={"list_ca_file": list_server.ca_file})
    with open_lake(trusting) as connection:
        initialise(connection)
    return trusting


@pytest.fixture
def refresh(made, list_server, tmp_path):
    def run(answer=None, **more):
        if answer is not None:
            list_server.answers["/list"] = answer
        path = tmp_path / "sources.yml"
        path.write_text(yaml.safe_dump({"sources": [source_of(list_server.url("/list"), **more)]}))
        (source,) = load_sources(path)
        return refresh_source(made, source, QUICK)

    return run


def in_force(settings):
    with open_lake(settings, read_only=True) as connection:
        found = list_status(connection).filter("is_in_force")
        return dict(found.select("list_id", "list_version").rows())


def warnings(settings):
    with open_lake(settings, read_only=True) as connection:
        return stale_lists(connection, {}, datetime.now(UTC))


def outcomes(attempts):
    return {attempt.list_id: attempt.outcome for attempt in attempts}


def kept(settings):
    return sorted(path for path in settings.raw_lists_folder.rglob("*") if path.is_file())


def test_a_list_is_loaded_then_unchanged_then_replaced(refresh, made, list_server):
    def conditional(body, etag):
        def answer(handler):
            same = handler.headers["If-None-Match"] == etag
            handler.give(status=304) if same else handler.give(body, ETag=etag)

        return answer

    assert outcomes(refresh(conditional(un(20), '"1"'))) == {"UN-SC": "loaded"}
    first = in_force(made)
    (file,) = kept(made)
    assert file.read_bytes() == un(20)
    assert outcomes(refresh()) == {"UN-SC": "unchanged"}
    assert list_server.asked[-1][1]["If-None-Match"] == '"1"'
    assert outcomes(refresh()) == {"UN-SC": "unchanged"}, "what a 304 says goes on to the next"
    assert outcomes(refresh(conditional(un(20), '"2"'))) == {"UN-SC": "unchanged"}, "the same bytes under another mark"
    assert in_force(made) == first
    assert kept(made) == [file]
    assert outcomes(refresh(conditional(un(21, "2026-11-03"), '"3"'))) == {"UN-SC": "loaded"}
    assert in_force(made) != first
    assert warnings(made) == []


def test_of_two_refreshes_at_once_the_second_is_judged_by_what_the_first_brought(refresh, made, monkeypatch, tmp_path):
    refresh(un(20))
    honest = refresh_module.replace_version
    longer = tmp_path / "longer.xml"
    longer.write_bytes(un(40, "2026-11-03"))

    def come_between(connection, version, judged_against):
        monkeypatch.setattr(refresh_module, "replace_version", honest)
        load_version(connection, read([longer], retrieved_at=datetime.now(UTC))[0])
        return honest(connection, version, judged_against)

    monkeypatch.setattr(refresh_module, "replace_version", come_between)
    (attempt,) = refresh(un(21, "2026-11-04"))
    assert attempt.outcome == "refused"
    assert "19 of 40 entities" in attempt.reasons[0]
    assert in_force(made)["UN-SC"].startswith("2026-11-03")


def test_what_a_list_says_decides_and_not_its_date(refresh, made):
    refresh(un(20))
    before = in_force(made)
    assert outcomes(refresh(un(20, "2026-11-09"))) == {"UN-SC": "unchanged"}
    assert in_force(made) == before


@pytest.mark.parametrize(
    ("answer", "outcome", "why"),
    [
        (b"", "refused", "the file is empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "refused", "web page"),
        (un(20, "2026-11-09")[:-300], "refused", "broken or cut off"),
        (un(17, "2026-11-09"), "refused", "3 of 20 entities (15%)"),
        (un(21, "2026-10-09"), "refused", "older than the version in force"),
        (lambda handler: handler.give(status=404), "failed", "answers 404"),
        (lambda handler: handler.give(status=302, Location="https://elsewhere.example/"), "failed", "allowed host"),
    ],
)
def test_what_must_not_come_in_force_leaves_the_last_good_version_and_says_so(refresh, made, answer, outcome, why):
    refresh(un(20))
    before = in_force(made)
    (attempt,) = refresh(answer)
    assert (attempt.list_id, attempt.outcome) == ("UN-SC", outcome)
    assert why in " ".join(attempt.reasons)
    assert in_force(made) == before
    (warning,) = warnings(made)
    assert warning.startswith("list UN-SC could not be brought up to date since ")
    assert "?" not in warning
    refresh(un(20))
    assert warnings(made) == [], "the next good attempt ends it"


def test_since_when_attempts_fail_is_the_first_of_them(refresh, made):
    refresh(un(20))
    for _ in range(2):
        refresh(b"")
    with open_lake(made, read_only=True) as connection:
        (row,) = last_attempts(connection).to_dicts()
        times = connection.execute("SELECT attempted_at FROM ops.list_refreshes ORDER BY 1").fetchall()
    assert row["last_good_at"] == times[0][0]
    assert row["failing_since"] == times[1][0]
    assert row["attempted_at"] == times[2][0]


def test_another_list_at_the_address_is_refused(refresh, made):
    found = refresh(un(20), lists=["EU-FSF"])
    assert set(outcomes(found).values()) == {"refused"}
    assert in_force(made) == {}


def test_a_broken_rule_of_quality_refuses_a_version(refresh, made):
    (attempt,) = refresh(un(20, name="EXAMPLE \ufffd"))
    assert attempt.outcome == "refused"
    assert "listed_entities.readable_name" in attempt.reasons[0]
    assert in_force(made) == {}


def test_a_token_is_sent_and_nowhere_told(refresh, made, list_server):
    (attempt,) = refresh(un(20), token_parameter="token")
    assert attempt.outcome == "failed"
    assert "SCREENING_LIST_TOKENS" in attempt.reasons[0]
    object.__setattr__(made, "list_tokens", SecretStr("un_sc=s3cret"))
    assert outcomes(refresh(token_parameter="token")) == {"UN-SC": "loaded"}
    assert list_server.asked[-1][0] == "/list?token=s3cret"
    with open_lake(made, read_only=True) as connection:
        assert "s3cret" not in str(connection.execute("FROM ops.list_refreshes").fetchall())


def test_a_refused_version_is_accepted_and_who_and_why_is_kept(refresh, made):
    refresh(un(20))
    (refused,) = refresh(un(10, "2026-11-09"))
    done = accept(made, "UN-SC", refused.list_version, reason="Half of them were delisted", by="A. Officer")
    assert done.outcome == "accepted"
    assert in_force(made) == {"UN-SC": refused.list_version}
    with open_lake(made, read_only=True) as connection:
        row = connection.execute(
            "SELECT source, decided_by, decision_reason, reasons FROM ops.list_refreshes WHERE outcome = 'accepted'"
        ).fetchone()
    assert row[:3] == ("un_sc", "A. Officer", "Half of them were delisted")
    assert "10 of 20 entities" in row[3][0]
    assert warnings(made) == []
    assert outcomes(refresh()) == {"UN-SC": "unchanged"}
    with pytest.raises(NotFoundError):
        accept(made, "UN-SC", "2026-01-01-00000000", reason="r", by="b")


def test_files_that_were_changed_since_are_not_accepted(refresh, made):
    refresh(un(20))
    (refused,) = refresh(un(10, "2026-11-09"))
    kept(made)[-1].write_bytes(un(9, "2026-11-09"))
    with pytest.raises(ListError, match="gone or was changed"):
        accept(made, "UN-SC", refused.list_version, reason="r", by="b")


def test_old_downloads_are_removed_but_not_those_in_the_lake(refresh, made):
    refresh(un(100))
    first = kept(made)[0]
    for n in range(13):
        first.parent.parent.joinpath(f"20990101T0000{n:02}Z-0").mkdir()
    refresh(b"")
    assert first.exists()
    assert len(list(first.parent.parent.iterdir())) == 11


def test_a_file_loaded_by_hand_passes_the_guard_too(made, tmp_path):
    def file(name, content):
        (tmp_path / name).write_bytes(content)
        return [tmp_path / name]

    older_and_newer = file("a.xml", un(20, "2026-11-02")) + file("b.xml", un(21, "2026-11-03"))
    assert [one.outcome for one in load_files(made, older_and_newer)] == ["loaded", "loaded"]
    (refused,) = load_files(made, file("c.xml", un(15, "2026-11-04")))
    assert refused.outcome == "refused"
    (older,) = load_files(made, file("a.xml", un(20, "2026-11-02")))
    assert older.outcome == "refused"
    (tmp_path / "c.xml").unlink()
    accept(made, "UN-SC", refused.list_version, reason="r", by="b")
    assert in_force(made) == {"UN-SC": refused.list_version}
    accept(made, "UN-SC", older.list_version, reason="Back to the older one", by="b")
    assert in_force(made) == {"UN-SC": older.list_version}
    with pytest.raises(ListError):
        load_files(made, file("d.xml", b""))


def test_the_command_tries_all_and_ends_in_the_code_of_list_errors(made, list_server, tmp_path, monkeypatch):
    list_server.answers |= {"/good": un(20)}
    sources = [
        source_of(list_server.url("/none"), ["EU-FSF"], "eu_fsf"),
        source_of(list_server.url("/good"), ["UN-SC"], "un_sc"),
    ]
    (tmp_path / "sources.yml").write_text(yaml.safe_dump({"sources": sources}))
    monkeypatch.setenv("SCREENING_LIST_SOURCES", str(tmp_path / "sources.yml"))
    monkeypatch.setenv("SCREENING_LIST_CA_FILE", str(list_server.ca_file))
    done = CliRunner().invoke(app, ["refresh", "--json"])
    assert isinstance(done.exception, ListError)
    assert "EU-FSF failed" in str(done.exception)
    assert [(row["source"], row["outcome"]) for row in json.loads(done.stdout)] == [
        ("eu_fsf", "failed"), ("un_sc", "loaded")]  # fmt: skip
    status = CliRunner().invoke(app, ["status"])
    assert "list EU-FSF could not be brought up to date" in " ".join(status.stdout.split())
    rows = json.loads(CliRunner().invoke(app, ["status", "--json"]).stdout)
    assert {row["list_id"]: row["last_outcome"] for row in rows} == {"EU-FSF": "failed", "UN-SC": "loaded"}
    assert CliRunner().invoke(app, ["refresh", "un_sc"]).exit_code == 0


@pytest.mark.shared
def test_the_screening_list_that_lost_its_largest_part(made, shared, tmp_path):
    """May 2024: the file of the United States came without its SDN part."""
    real = shared / "data/lists/us_csl/consolidated_2022-04.csv"
    assert set(outcomes(load_files(made, [real])).values()) == {"loaded"}
    before = in_force(made)
    with real.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if "(SDN)" not in row[1]]
    with (tmp_path / "consolidated.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    found = outcomes(load_files(made, [tmp_path / "consolidated.csv"]))
    assert {name for name, outcome in found.items() if outcome == "refused"} == {"US-CSL-SDN"}
    assert in_force(made) == before
    assert "10,026 are in force" in warnings(made)[0]


@pytest.mark.shared
def test_a_real_list_of_no_bytes(refresh, made, shared):
    """Archives hold files of the UN list without any content."""
    real = (shared / "data/lists/un/consolidated_2025-11-18.xml").read_bytes()
    assert outcomes(refresh(real)) == {"UN-SC": "loaded"}
    before = in_force(made)
    (attempt,) = refresh(b"")
    assert "the file is empty" in attempt.reasons[0]
    assert in_force(made) == before


def test_a_list_is_withdrawn_by_command(refresh, made, monkeypatch, tmp_path):
    refresh(un(20))
    other = tmp_path / "sdn.csv"
    other.write_text('1,"EXAMPLE",' + ",".join(['"-0- "'] * 10) + "\r\n\x1a\r\n", encoding="utf-8", newline="")
    load_files(made, [other], date(2026, 11, 2))
    monkeypatch.setenv("SCREENING_HOME", str(made.home))
    run = CliRunner().invoke
    assert run(app, ["withdraw", "UN-SC", "--reason", " "]).exit_code == 2
    result = run(app, ["withdraw", "UN-SC", "--reason", "given up", "--by", "N. Officer"])
    assert result.exit_code == 0, result.output
    assert "UN-SC" in result.output and "(withdrawn)" in result.output
    assert in_force(made)["UN-SC"].endswith("-withdrawn")
    shown = run(app, ["status", "--json"]).output
    assert "withdrawn by N. Officer: given up" in shown
    assert warnings(made) == []
    assert outcomes(refresh(un(20, "2026-11-01"))) == {"UN-SC": "loaded"}, "it is published again"
