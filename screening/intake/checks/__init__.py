"""The checks that rows of any kind pass, are rejected by, or are warned of."""

from screening.intake.checks.reject import REASONS, REJECTED_COLUMNS, Checked, check_rows, reject_broken

__all__ = ["REASONS", "REJECTED_COLUMNS", "Checked", "check_rows", "reject_broken"]
