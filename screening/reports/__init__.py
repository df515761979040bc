"""What the committee reads on paper: the brief of a day, as a page or as text."""
