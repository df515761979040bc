"""`screening goods lists|load|load-nomenclature|template` as a user meets them."""

import json

import pytest
from typer.testing import CliRunner

from screening.cli import app
from screening.errors import ReferenceDataError
from screening.lake import initialise, open_lake


@pytest.fixture
def goods(settings, monkeypatch):
    """Return a function that runs `screening goods …` on an initialised lake and gives what it prints."""
    monkeypatch.setenv("SCREENING_HOME", str(settings.home))
    with open_lake(settings) as connection:
        initialise(connection)

    def run(*arguments):
        result = CliRunner().invoke(app, ["goods", *map(str, arguments)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.output

    return run


def test_from_template_to_list(goods, tmp_path):
    path = tmp_path / "ban.xlsx"
    assert str(path) in goods("template", "country-ban", "--to", path)
    loaded = goods("load", path, "--valid-from", "2026-01-01", "--valid-to", "2026-12-31", "--list", "KZ-106")
    assert "KZ-106 2026-01-01-" in loaded
    assert "country-ban" in loaded
    assert "was there already" in goods("load", path, "--valid-from", "2026-01-01", "--list", "KZ-106")
    told = json.loads(goods("lists", "--json", "--date", "2026-05-01"))
    by_name = {row["control_list"]: row for row in told["control_lists"]}
    assert by_name["KZ-106"]["valid_to"] == "2026-12-31"
    assert by_name["DUAL-USE"]["correlation_count"] >= 600
    assert by_name["CHEMICALS"]["entry_count"] >= 200
    gaps = " ".join(told["gaps"])
    assert "no correlation-table" in gaps
    assert "no tariff TNVED" in gaps
    assert "HS2028" in gaps
    assert "no country-ban" not in gaps
    assert "no country-ban" in " ".join(json.loads(goods("lists", "--json", "--date", "2027-05-01"))["gaps"])


def test_the_table_names_every_list(goods):
    told = goods("lists")
    for name in ("CHPL", "UNSCR-DPRK", "What is missing"):
        assert name in told


def test_a_tariff_is_loaded_and_no_longer_missing(goods, tmp_path):
    path = tmp_path / "tariff.csv"
    path.write_text("code,title,unit\n8457101000,горизонтальные,шт\n", encoding="utf-8")
    assert "1 codes, 1 of ten digits" in goods("load-nomenclature", path, "--valid-from", "2026-01-01")
    told = json.loads(goods("lists", "--json", "--date", "2026-05-01"))
    assert told["nomenclatures"][0]["leaf_count"] == 1
    assert "no tariff" not in " ".join(told["gaps"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--kind", "order"], "there is no kind 'order'"),
        (["--edition", "HS2023"], "there is no edition 'HS2023'"),
        (["--valid-to", "2025-01-01"], "ends before it begins"),
        (["--list", "CHPL"], "cannot be the name"),
    ],
)
def test_wrong_options_say_what_to_do(goods, tmp_path, arguments, message):
    path = tmp_path / "ban.csv"
    path.write_text("hs_code,country_codes\n8542,RU\n")
    with pytest.raises(ReferenceDataError, match=message) as caught:
        goods("load", path, "--valid-from", "2026-01-01", *arguments)
    assert caught.value.remedy
