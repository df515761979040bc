"""Rules on goods: by code (text, chemical and part number come next)."""
