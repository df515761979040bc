"""docs/intake*.md: the mapping and the query that they show are such, and limits are those of the code."""

import re
from pathlib import Path

import yaml

from screening.intake.arrival import archives
from screening.intake.mapping import Mapping
from screening.intake.mapping.mapping_file import UNITS, FieldMapping
from screening.intake.query import QuerySource
from screening.intake.table import ENCODINGS

DOCS = Path(__file__).parents[2] / "docs"
MAPPINGS = (DOCS / "intake-mappings.md").read_text(encoding="utf-8")
INTAKE = (DOCS / "intake.md").read_text(encoding="utf-8")
NEEDED = ("item_number", "registration_date", "office_code", "hs_code", "goods_description", "flow")


def _example(page: str) -> dict:
    return yaml.safe_load(re.search(r"^```yaml\n(.+?)^```", page, re.MULTILINE | re.DOTALL)[1])


def test_the_mapping_that_is_shown_is_one():
    shown = _example(MAPPINGS)
    shown["fields"] = {name: {"value": "1"} for name in NEEDED} | shown["fields"]
    assert Mapping.model_validate(shown).name == "register-workbook"


def test_the_query_that_is_shown_is_one():
    shown = _example(INTAKE)
    shown["mapping"]["fields"] |= {name: {"value": "1"} for name in NEEDED if name != "item_number"}
    assert QuerySource.model_validate(shown).watermark.type == "timestamp"


def test_settings_units_and_encodings_are_all_named():
    named = set(re.findall(r"`(\w+)`", MAPPINGS))
    assert set(FieldMapping.model_fields) <= named
    assert all(f"{unit}" in MAPPINGS for unit in UNITS)
    assert all(encoding in MAPPINGS for encoding in ENCODINGS)


def test_limits_of_archives():
    said = (
        f"{archives.MAX_MEMBERS:,} members,\n{archives.MAX_TOTAL_BYTES >> 30} GB unpacked, {archives.MAX_RATIO} times"
    )
    assert said in INTAKE
    assert f"from {archives.RATIO_FROM_BYTES >> 20} MB on" in INTAKE
