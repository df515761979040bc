"""Intake: files of declarations become the canonical item-level table; every row is accepted or rejected."""

from screening.intake.inbox import IntakeReport, load_inbox
from screening.intake.load import FileReport, load_file

__all__ = ["FileReport", "IntakeReport", "load_file", "load_inbox"]
