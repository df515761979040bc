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
        r"pl\.format\(\"((?:quality|indicator).+?)\"", (ROOT / "pipeline/publish.py").read_text("utf-8")
    )
    assert len(literals) >= 8
    for literal in literals:
        warning = re.sub(r"\{.*?\}", "7", literal)
        assert spoken_warning(warning, "ru") != warning, literal
