"""Decisions of officers: append-only events, suppressions, accounts and who may do what."""
