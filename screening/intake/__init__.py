"""Intake: files of declarations, invoices and registers become canonical tables; every row is accepted or rejected."""

from screening.intake.arrival import IntakeReport, Taken, load_inbox, take
from screening.intake.load import FileReport, load_file

__all__ = ["FileReport", "IntakeReport", "Taken", "load_file", "load_inbox", "take"]
