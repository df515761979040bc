"""For those who ask with SQL: views and macros on the lake, what a reader may run, results in files, past states."""

from screening.analysts.reader import ask, open_reader

__all__ = ["ask", "open_reader"]
