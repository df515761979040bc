"""Warnings are known again by their form; those that the code can make all have one."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import screening
from screening.lists.refreshes import behind_text
from screening.reports.warnings import spoken_warning

ROOT = Path(screening.__file__).parent


def test_a_warning_in_each_language():
    assert spoken_warning("list UN-SC is 45 days old", "en") == "list UN-SC is 45 days old"
    assert spoken_warning("list UN-SC is 45 days old", "ru") == "списку UN-SC уже 45 дн."
    assert spoken_warning("list UN-SC is 45 days old", "kk") == "UN-SC тізімі 45 күндік"


def test_a_check_that_did_not_hold_is_said_wholly_in_the_language():
    stored = "quality: The day has goods items (1 row(s))"
    assert spoken_warning(stored, "ru") == "качество данных, не выполнено: За день есть товары (строк: 1)"
    assert spoken_warning(stored.replace("quality", "refused"), "kk").endswith("Сол күні тауарлар бар (жолдар: 1)")


@pytest.mark.parametrize("outcome", ["refused", "failed"])
def test_a_list_that_is_behind(outcome):
    row = {"list_id": "EU-FSF", "failing_since": datetime(2026, 11, 20, 6, tzinfo=UTC), "outcome": outcome}
    said = spoken_warning(behind_text({**row, "reasons": ["lost (too) much {x}"]}), "ru")
    assert said.startswith("список EU-FSF не удаётся обновить с 2026-11-20 06:00 UTC")
    assert "(lost (too) much {x})" in said


@pytest.mark.parametrize("warning", ["", "something else", "list", "{day}"])
def test_what_has_no_form_is_shown_as_it_is(warning):
    assert spoken_warning(warning, "kk") == warning


def test_every_warning_of_a_run_has_a_form():
    """The literals that `pin` and the publish step make warnings of, with something put into their places."""
    work = (ROOT / "pipeline" / "pin.py").read_text(encoding="utf-8")
    literals = re.findall(r"found\.append\(f?\"(.+?)\"\)", work) + re.findall(r"\[\"(no model .+?|lists .+?)\"\]", work)
    literals += re.findall(
        r"pl\.format\(\"((?:quality|refused|indicator).+?)\"", (ROOT / "pipeline/publish.py").read_text("utf-8")
    )
    staging = (ROOT / "pipeline" / "staging.py").read_text(encoding="utf-8")
    lasting = staging.partition("def lasting_warnings")[2].partition("def warnings")[0]
    literals += re.findall(r"f\"(.+?)\"(?: for|\))", lasting)
    assert len(literals) >= 11
    for literal in literals:
        warning = re.sub(r"\{.*?\}", "7", literal)
        assert spoken_warning(warning, "ru") != warning, literal
