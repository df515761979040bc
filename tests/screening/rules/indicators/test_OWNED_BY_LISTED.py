import json
from datetime import date

import polars as pl
import pytest

from screening.schemas.history import LISTED_OWNERS

RULE = "OWNED_BY_LISTED"
MINE, MIDDLE = "990140000012", "800000000002"


def listed(*owners):
    """Owners that lists name, as (name, number); each a listed entity of its own."""
    rows = [
        {"linked_name": name, "linked_tax_id": number, "entity_id": f"TEST-LIST:{n}", "primary_name": f"LISTED {n}"}
        | {"list_id": "TEST-LIST", "list_version": "2026-11-01-0badcafe", "certainty": 1.0 if number else 0.9}
        for n, (name, number) in enumerate(owners, 1)
    ]
    return pl.DataFrame(rows, schema=LISTED_OWNERS.polars_schema)


def owns(owner, share, company=MINE, number=None, **changes):
    return {"company_tax_id": company, "linked_name": owner, "linked_tax_id": number, "share_percent": share} | changes


def test_half_of_it_directly(company_link, take_in, run):
    company_link(owns("A", 50.0), owns("B", 50.0))
    take_in({})
    (hit,) = run(RULE, owners=listed(("A", None)))
    assert (hit["subject"], hit["reference"], hit["reference_id"]) == ("consignee", "LISTED 1 (50 %)", "TEST-LIST:1")
    assert (hit["reference_list"], hit["reference_version"]) == ("TEST-LIST", "2026-11-01-0badcafe")
    assert (hit["strength"], json.loads(hit["detail"])) == (0.9, {"share_percent": 50.0, "layers": 1})


def test_through_a_firm_in_between_and_shares_added(company_link, take_in, run):
    company_link(
        owns("MIDDLE", 40.0, number=MIDDLE),
        owns("A", 10.0),
        owns("A", 30.0, MIDDLE),
        owns("C", 25.0, MIDDLE, "7" * 12),
    )
    take_in({"consignor_tax_id": None})
    (hit,) = run(RULE, owners=listed(("A", None), ("C", "7" * 12)))
    assert json.loads(hit["detail"]) == {"share_percent": 50.0, "layers": 2}


@pytest.mark.parametrize(
    "links",
    [
        [owns("A", 49.9)],
        [owns("A", None)],
        [owns("B", 100.0)],
        [owns("A", 100.0, kind="director")],
        [owns("A", 100.0, to_date=date(2026, 11, 19))],
        [owns("A", 100.0, from_date=date(2026, 11, 21))],
        [owns("MIDDLE", 100.0, number=MIDDLE), owns("A", 49.0, MIDDLE)],
        [owns("MIDDLE", 49.0, number=MIDDLE), owns("A", 100.0, MIDDLE)],
        [owns("SELF", 100.0, number=MINE)],
    ],
)
def test_what_is_less_than_half_or_not_now(company_link, take_in, run, links):
    company_link(*links)
    take_in({})
    assert run(RULE, owners=listed(("A", None))) == []


def test_a_listed_firm_with_listed_owners_counts_once(company_link, take_in, run):
    company_link(owns("MIDDLE", 40.0, number=MIDDLE), owns("A", 100.0, MIDDLE))
    take_in({})
    assert run(RULE, owners=listed(("A", None), ("MIDDLE", MIDDLE))) == []
