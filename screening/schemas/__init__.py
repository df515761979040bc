"""The schema of every table at a boundary. The data dictionary and the lake's tables are made from these."""
