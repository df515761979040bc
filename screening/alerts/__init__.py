"""Alerts: the policy, the score, and the published tables."""
