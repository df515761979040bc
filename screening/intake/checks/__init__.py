"""The checks that rows of any kind pass, are rejected by, or are warned of."""

from screening.intake.checks.catalogue import checks, message
from screening.intake.checks.examine import Examined, examine
from screening.intake.checks.reject import REASONS, REJECTED_COLUMNS, Checked, check_rows, reject_broken
from screening.intake.checks.warn import WARNED

__all__ = [
    "REASONS",
    "REJECTED_COLUMNS",
    "WARNED",
    "Checked",
    "Examined",
    "check_rows",
    "checks",
    "examine",
    "message",
    "reject_broken",
]
