"""Relations between parties: what the publishers' words for them mean, and which entity of the list a name means.

Kinds are said from the side of the entity that has the relation: `owned_by` means that the other party owns it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from screening.lists.facts import ListedEntity, Relation, tidy

KINDS = frozenset(
    (
        "owned_by", "owner_of", "acting_for", "acted_for_by", "subsidiary_of", "parent_of", "led_by", "leader_of",
        "employed_by", "employer_of", "supported_by", "supporter_of", "family", "linked_to",
    )
)  # fmt: skip
"""Every kind of relation, as the schema of `listed_relations` names them."""

_MEANINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"subsidiary of", "subsidiary_of"),
        (r"parent (?:company |organi[sz]ation )?of", "parent_of"),
        (r"(?:owned|controlled|operated)\b.* by\b", "owned_by"),
        (r"owns|owner of|(?:owns|controls|operates)\b", "owner_of"),
        (r"property in (?:the|which) interest", "owned_by"),
        (r"act(?:s|ed|ing) (?:for|on behalf)", "acting_for"),
        (r"(?:leader|official|principal executive officer|director|chair\w*|head)\b", "leader_of"),
        (r"(?:is )?led by", "led_by"),
        (r"(?:is )?(?:employed by|employee of|works for)", "employed_by"),
        (r"employ(?:s|er of)", "employer_of"),
        (r"(?:provid(?:es|ed|ing) support|supports|supporter of|supporting)", "supporter_of"),
        (r"(?:is )?supported by", "supported_by"),
        (r"(?:immediate )?(?:family|relative|spouse|wife|husband|brother|sister|son|daughter|child|father|mother|"
         r"sibling|cousin|uncle|aunt|nephew|niece)\b", "family"),
    )
)  # fmt: skip
_ENDS_IN_INITIALS = re.compile(r"(?:^| )(?:\w\.)+\w$")
_LINKED = re.compile(r"(?P<open>\(?)Linked To: *", re.IGNORECASE)


def relation_kind(words: str) -> str:
    """Return the kind that a publisher's words for a relation mean; `linked_to` where they say no more."""
    said = tidy(words.replace("-", " "))
    return next((kind for pattern, kind in _MEANINGS if pattern.match(said)), "linked_to")


def linked_names(remarks: str) -> Iterator[str]:
    """Yield the names behind `Linked To:` in OFAC's remarks: up to a semicolon, or to the bracket that closes."""
    for match in _LINKED.finditer(remarks):
        text = remarks[match.end() :].partition(";")[0].partition("\n")[0]
        if match["open"]:
            text = text[: _closing(text)]
        # The full stop ends the remark, or belongs to the name: `S.A. DE C.V.`
        name = tidy(text).removesuffix(".")
        if name:
            yield f"{name}." if _ENDS_IN_INITIALS.search(name) else name


def linked_to(remarks: str) -> list[Relation]:
    """Return the relations that OFAC's remarks state; the other party is known by name alone."""
    return [Relation("linked_to", None, name, "Linked To") for name in linked_names(remarks)]


def owned_by(owner: str, words: str = "Vessel Owner") -> list[Relation]:
    """Return the relation of a vessel to its owner, if one is stated."""
    return [Relation("owned_by", None, owner, words)] if owner else []


def _closing(text: str) -> int:
    """Return where the bracket closes that was open before `text`; its end when it never does."""
    depth = 1
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if not depth:
            return position
    return len(text)


def _key(name: str) -> str:
    return tidy(name).casefold().rstrip(".")


class RelatedEntities:
    """Which entity of a list a relation means."""

    def __init__(self, entities: Iterable[ListedEntity]) -> None:
        self._ids: set[str] = set()
        self._by_name: dict[str, set[str]] = {}
        for entity in entities:
            self._ids.add(entity.source_id)
            self._by_name.setdefault(_key(entity.primary_name), set()).add(entity.source_id)

    def source_id(self, relation: Relation) -> str | None:
        """Return the number of the related entity, or None when the list does not hold it or the name is not clear.

        A name counts only when exactly one entity has it as its primary name. `SURNAME, Given` is tried in natural
        order too.
        """
        if relation.source_id is not None:
            return relation.source_id if relation.source_id in self._ids else None
        surname, _, given = relation.name.partition(", ")
        for name in (relation.name, f"{given} {surname}"):
            if found := self._by_name.get(_key(name)):
                return next(iter(found)) if len(found) == 1 else None
        return None
