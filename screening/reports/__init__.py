"""Summaries for those who only read."""
