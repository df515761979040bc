"""The catalogue and the code name the same checks; each has its message in three languages."""

import re
from pathlib import Path

import pytest

import screening
from screening.errors import NotFoundError
from screening.intake.checks import checks, message
from screening.intake.checks.catalogue import SEVERITIES

ROOM = Path(screening.__file__).parent / "intake"


def test_every_check_of_the_code_is_in_the_catalogue_and_the_other_way_round():
    files = [*ROOM.rglob("*.py"), *ROOM.rglob("*.sql")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = set(re.findall(r"[\"'][A-Z_]+[\"':]", code))
    used = {name.strip("\"':") for name in named} & set(checks())
    # The default of an error that says nothing else stands in errors.py.
    assert used | {"FILE_UNREADABLE"} == set(checks())


def test_severities_and_languages():
    assert {check.severity for check in checks().values()} == set(SEVERITIES)
    for check in checks().values():
        assert len(set(check.message.values())) == 3
        assert all(text and not text.endswith(".") for text in check.message.values())
    assert "әріп" in message("COUNTRY_CODE_FORM", "kk")
    with pytest.raises(NotFoundError, match="NO_SUCH"):
        message("NO_SUCH")
