"""What suppressions take out: the pair of party and entity, and nothing beside it."""

from datetime import date

import polars as pl
import pytest

from screening.pipeline.party_hits import party_hits
from screening.review.suppressed_pairs import by_expiry
from screening.rules.parties.name import PARTY_NAME_FUZZY
from screening.rules.rule import Inputs
from screening.schemas.goods import CONTROL_ENTRIES, HS_CORRELATIONS
from screening.schemas.intake import DECLARATIONS
from screening.schemas.reference import ENTITY_GROUPS, LISTED_ENTITIES, LISTED_IDENTIFIERS, LISTED_NAMES
from screening.schemas.review import SUPPRESSED_PAIRS

DAY = date(2026, 11, 20)
PARTY = {"name": "LUNOKVARTS LLC", "country_code": "KZ", "tax_id": "990140000012"}


def _rows(table, *rows):
    empty = {c.name: [] if c.dtype == pl.List(pl.String) else None for c in table.columns}
    return pl.DataFrame([empty | row for row in rows], schema=table.polars_schema)


def _inputs(suppressed=(), consignees=(PARTY,), groups=()):
    items = _rows(
        DECLARATIONS,
        *(
            {"declaration_id": "D1", "item_number": n, "registration_date": DAY}
            | {f"consignee_{part}": value for part, value in party.items()}
            for n, party in enumerate(consignees, 1)
        ),
    )
    entities = [{"list_id": name, "list_version": "v1", "entity_id": f"{name}:1", "primary_name": "LUNOKVARTS"}
                for name in ("A", "B")]  # fmt: skip
    numbers = [
        {"list_id": "A", "list_version": "v1", "entity_id": "A:1", "identifier_kind": "tax", "value": "990140000012"}
    ]
    pairs = [PARTY | {"suppression_id": f"S-{n}", "expires_on": DAY} | pair for n, pair in enumerate(suppressed)]
    return Inputs(
        DAY, items, _rows(LISTED_ENTITIES, *entities), LISTED_NAMES.empty(), _rows(LISTED_IDENTIFIERS, *numbers),
        HS_CORRELATIONS.empty(), CONTROL_ENTRIES.empty(), _rows(ENTITY_GROUPS, *groups),
        suppressed=_rows(SUPPRESSED_PAIRS, *pairs),
    )  # fmt: skip


EVIDENCE = '{"name_kind":"primary"}'


def _matches(*rows):
    columns = ("name", "country_code", "entity_id", "score", "listed_name", "evidence")
    return pl.DataFrame([(*row, "LUNOKVARTS", EVIDENCE) for row in rows], schema=columns, orient="row")


MATCHES = _matches(("LUNOKVARTS LLC", "KZ", "A:1", 0.9), ("LUNOKVARTS LLC", "KZ", "B:1", 0.8))
GROUP = [{"entity_id": "A:1", "group_id": "A:1"}, {"entity_id": "B:1", "group_id": "A:1"}]


def _found(inputs, matches=MATCHES):
    parameters = {"PARTY_EXACT_ID": {"least_length": 8}}
    live, suppressed = party_hits(inputs, matches, lambda rule_id: parameters.get(rule_id, {}))
    key = ("rule_id", "reference_id", "declared")
    return live.select(key).rows(), suppressed.select(*key, "suppression_id").rows()


def test_without_suppressions_nothing_is_taken_out():
    live, suppressed = _found(_inputs())
    assert [row[:2] for row in live] == [("PARTY_EXACT_ID", "A:1"), (PARTY_NAME_FUZZY.rule_id, "A:1"),
                                         (PARTY_NAME_FUZZY.rule_id, "B:1")]  # fmt: skip
    assert suppressed == []


def test_name_and_number_of_the_pair_are_taken_out_and_other_entities_stay():
    live, suppressed = _found(_inputs([{"entity_id": "A:1"}]))
    assert [row[:2] for row in live] == [(PARTY_NAME_FUZZY.rule_id, "B:1")]
    assert [(row[0], row[1], row[3]) for row in suppressed] == [
        ("PARTY_EXACT_ID", "A:1", "S-0"), (PARTY_NAME_FUZZY.rule_id, "A:1", "S-0"),
    ]  # fmt: skip


@pytest.mark.parametrize("change", [{"name": "LUNOKVARTS  LLC"}, {"country_code": None}, {"tax_id": "990140000013"}])
def test_a_party_with_other_data_is_another_party(change):
    live, suppressed = _found(_inputs([{"entity_id": "A:1"}, {"entity_id": "B:1"} | change]))
    assert [row[:2] for row in live] == [(PARTY_NAME_FUZZY.rule_id, "B:1")], change
    assert len(suppressed) == 2


def test_a_listing_that_is_not_covered_still_makes_the_hit():
    """One group of two listings is one hit; only the first listing is covered: the second one speaks for itself."""
    live, suppressed = _found(_inputs([{"entity_id": "A:1"}], groups=GROUP))
    assert [row[:2] for row in live] == [(PARTY_NAME_FUZZY.rule_id, "B:1")]
    assert [row[1] for row in suppressed] == ["A:1", "A:1"]
    live, suppressed = _found(_inputs([{"entity_id": "A:1"}, {"entity_id": "B:1"}], groups=GROUP))
    assert live == []
    assert [row[1] for row in suppressed] == ["A:1", "A:1"]


def test_a_second_party_in_the_same_role_still_makes_the_hit():
    """The first consignee is like the entity and suppressed; the second one, less like it, was hidden behind him."""
    second = {"name": "LUNOKVARZ OOO", "country_code": "RU", "tax_id": None}
    matches = pl.concat([MATCHES[:1], _matches(("LUNOKVARZ OOO", "RU", "A:1", 0.7))])
    live, _ = _found(_inputs([{"entity_id": "A:1"}], consignees=(PARTY, second)), matches)
    assert live == [(PARTY_NAME_FUZZY.rule_id, "A:1", "LUNOKVARZ OOO")]


def test_days_are_parted_where_a_suppression_expires():
    days = [date(2026, 11, n) for n in (18, 19, 20, 21)]
    items = pl.DataFrame({"registration_date": days, "n": [1, 2, 3, 4]})
    pairs = pl.DataFrame({"suppression_id": ["a", "b"], "expires_on": [days[1], days[2]]})
    parts = [(part["n"].to_list(), held["suppression_id"].to_list()) for part, held in by_expiry(items, pairs)]
    assert parts == [([1, 2], ["a", "b"]), ([3], ["b"]), ([4], [])]
    assert [part["n"].to_list() for part, _ in by_expiry(items, pairs.clear())] == [[1, 2, 3, 4]]
