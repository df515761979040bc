"""Rules on parties: by number and by name."""
