"""The review pages: queue, alert, decisions, overview."""
