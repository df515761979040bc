"""Who is who among party names: listed names against declared ones, how surely, and why."""

from screening.names.explain import AlignedWord, Comparison, compare
from screening.names.index import NameIndex
from screening.names.kept import ReadNames
from screening.names.score import ALERT_THRESHOLD, FEATURES

__all__ = ["ALERT_THRESHOLD", "FEATURES", "AlignedWord", "Comparison", "NameIndex", "ReadNames", "compare"]
