"""Screening of customs declarations: from an inbox of files to a published, checked table of alerts."""

__version__ = "0.1.0"
