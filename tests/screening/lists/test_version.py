"""The promise that a version is a function of what the list says, and of nothing else."""

import random
import re
from datetime import date

import pytest

from screening.lists import read
from screening.schemas import reference


@pytest.fixture
def samples(build):
    return read([build.samples], retrieved_at=build.retrieved)


def test_tables_conform_to_the_schemas(samples):
    for version in samples:
        for table, frame in (
            (reference.LISTED_ENTITIES, version.entities),
            (reference.LISTED_NAMES, version.names),
            (reference.LISTED_IDENTIFIERS, version.identifiers),
            (reference.LISTED_ADDRESSES, version.addresses),
            (reference.LISTED_RELATIONS, version.relations),
        ):
            assert table.conform(frame).equals(frame)
            assert frame["list_version"].unique().to_list() in ([version.list_version], [])
        assert set(version.names["entity_id"]) == set(version.entities["entity_id"])
        assert set(version.identifiers["entity_id"]) <= set(version.entities["entity_id"])


def test_a_version_has_a_row_of_its_own(build, samples):
    (row,) = samples[0].as_row(build.retrieved).to_dicts()
    assert row["entity_count"] == samples[0].entities.height
    assert row["name_count"] == samples[0].names.height
    assert re.fullmatch(r"2025-12-01-[0-9a-f]{8}", row["list_version"])
    assert row["content_hash"].startswith(row["list_version"][-8:])
    assert re.fullmatch(r"eu-fsf\.xml sha256:[0-9a-f]{64}", row["source_files"][0])


def test_hashes_do_not_depend_on_order_or_time(build):
    rows = [
        build.entity_row(n, f"ORBITA {n}", remarks=f"Passport A{n}; Passport B{n}; Linked To: B; Linked To: A")
        for n in range(9)
    ]
    others = [[str(n // 3), str(n), "aka", f"ALIAS {n}", build.null] for n in range(27)]
    first = build.read_one(sdn__csv=build.ofac(rows), alt__csv=build.ofac(others))
    shuffled = random.Random(4)
    shuffled.shuffle(rows)
    shuffled.shuffle(others)
    second = build.read_one(date(2020, 1, 1), one__csv=build.ofac(others), two__csv=build.ofac(rows))
    assert second.content_hash == first.content_hash
    for name in ("entities", "names", "identifiers", "addresses", "relations"):
        assert getattr(second, name).drop("list_version").equals(getattr(first, name).drop("list_version"))


@pytest.mark.parametrize("change", ["name", "remark", "alias", "address", "programme", "relation"])
def test_hashes_move_with_any_fact_and_only_for_its_entity(build, change):
    def version(changed):
        rows = [build.entity_row(n, f"ORBITA {n}", remarks=f"DOB 197{n}") for n in range(3)]
        alt = [["1", "1", "aka", "ALIAS", build.null]]
        add = [["1", "1", "Street 1", "City", "Kenya", build.null]]
        if changed:
            match change:
                case "name":
                    rows[1][1] += "X"
                case "remark":
                    rows[1][11] += "; a.k.a. 'X'"
                case "alias":
                    alt[0][3] += "X"
                case "address":
                    add[0][2] += "X"
                case "relation":
                    rows[1][11] += "; Linked To: ZARYA"
                case "programme":
                    rows[1][3] += "X"
        return build.read_one(sdn__csv=build.ofac(rows), alt__csv=build.ofac(alt), add__csv=build.ofac(add))

    before, after = version(False), version(True)
    same = [a == b for a, b in zip(before.entities["entity_hash"], after.entities["entity_hash"], strict=True)]
    assert same == [True, False, True]
    assert before.content_hash != after.content_hash
