"""Arrival: which files are whole, what is in archives, and what becomes of each."""

from screening.intake.arrival.inbox import IntakeReport, load_inbox
from screening.intake.arrival.take import Taken, take

__all__ = ["IntakeReport", "Taken", "load_inbox", "take"]
