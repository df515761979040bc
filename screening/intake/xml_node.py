"""A piece of XML as plain texts by local name: what the three XML formats pick their values from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from lxml import etree


class Node:
    """An element without its namespace: its own text, its attributes, its children by local name in order."""

    __slots__ = ("attributes", "children", "text")

    def __init__(self, text: str, attributes: Mapping[str, str], children: Mapping[str, list[Node]]) -> None:
        self.text = text
        self.attributes = attributes
        self.children = children

    def all(self, path: str) -> list[Node]:
        """Every element at a path such as `Traders/Exporter`."""
        nodes = [self]
        for name in path.split("/"):
            nodes = [child for node in nodes for child in node.children.get(name, ())]
        return nodes

    def first(self, *paths: str) -> Node | None:
        """The first element at the first of the paths that leads to one."""
        return next((found[0] for path in paths if (found := self.all(path))), None)

    def value(self, *paths: str) -> str | None:
        """The first text at the paths that is not empty, white space collapsed."""
        for path in paths:
            for node in self.all(path):
                if text := node.own():
                    return text
        return None

    def values(self, path: str) -> list[str]:
        """Every text at the path that is not empty."""
        return [text for node in self.all(path) if (text := node.own())]

    def own(self) -> str | None:
        """This element's own text, white space collapsed; None where there is none."""
        return " ".join(self.text.split()) or None

    def lines(self, path: str) -> list[str]:
        """The lines of the first element at the path that has any."""
        for node in self.all(path):
            if found := [text for line in node.text.splitlines() if (text := " ".join(line.split()))]:
                return found
        return []

    def anywhere(self, *names: str) -> Iterator[str]:
        """Every text of the elements of these names at any depth, in the order of the names within each element."""
        for name in names:
            for node in self.children.get(name, ()):
                if text := node.own():
                    yield text
        for children in self.children.values():
            for child in children:
                if child.children:
                    yield from child.anywhere(*names)


_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_CHILDREN: Mapping[str, list[Node]] = MappingProxyType({})

EMPTY = Node("", _NOTHING, _NO_CHILDREN)
"""Stands for an element that is absent."""


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return _local(str(element.tag))


def node_of(element: etree._Element) -> Node:
    """Copy an element; the depth of a document is bounded by its parser."""
    # Most elements are leaves without attributes: an empty mapping that all share halves the time.
    attributes = {_local(str(k)): str(v) for k, v in element.attrib.items()} if element.keys() else _NOTHING
    text = element.text or ""
    if not len(element):
        return Node(text, attributes, _NO_CHILDREN)
    children: dict[str, list[Node]] = {}
    for child in element:
        children.setdefault(local_name(child), []).append(node_of(child))
        # Text between children: lines of an address that a line-break tag parts.
        if (tail := child.tail) and not tail.isspace():
            text = f"{text}\n{tail}"
    return Node(text, attributes, children)


def joined(texts: Iterator[str] | list[str], separator: str = "; ") -> str | None:
    """The texts that differ, in order, in one, without empty ones; None where there is none."""
    return separator.join(text for text in dict.fromkeys(texts) if text) or None
