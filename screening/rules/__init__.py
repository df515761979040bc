"""Rules turn tables into hits. Parties and goods are Polars functions, indicators are SQL files."""
