"""For those who ask with SQL: views and macros on the lake, what a reader may run, results in files, past states."""
