"""The quality gate: suites of checks in SQL, run by Great Expectations. The only place that imports it."""
