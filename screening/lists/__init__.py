"""Sanctions lists: official files in, canonical tables out. See docs/lists.md."""

from screening.lists.reading import FORMATS, read
from screening.lists.version import ListVersion

__all__ = ["FORMATS", "ListVersion", "read"]
