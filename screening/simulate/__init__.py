"""A believable customs administration with planted evasion, and evaluation against its truth."""
