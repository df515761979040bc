"""The reader of Canada's list: three kinds of records in one shape, two languages in one cell, and no numbers."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError

FRENCH = {
    "Country": "Pays", "LastName": "NomDeFamille", "GivenName": "Prenom", "EntityOrShip": "EntiteOuNavire",
    "Aliases": "Alias", "TitleOrShipType": "TitreOuTypeDeNavire", "ShipIMONumber": "NumeroOMIDuNavire",
    "DateOfBirthOrShipBuildDate": "DateDeNaissanceOuDateDeConstructionDuNavire", "Schedule": "Annexe",
    "Item": "NumeroDarticle", "DateOfListing": "DateDinscription",
}  # fmt: skip


def record(*, both_languages=True, **cells):
    cells = {"Country": "Russia / Russie", "Schedule": "1, Part 1", "Item": "7"} | cells
    tags = {name: f"{name}-{FRENCH[name]}" if both_languages and name in FRENCH else name for name in cells}
    return "<record>" + "".join(f"<{tags[n]}>{text}</{tags[n]}>" for n, text in cells.items()) + "</record>"


def document(*records):
    return f'<?xml version="1.0" encoding="UTF-8"?><data-set>{"".join(records)}</data-set>'.encode()


def one(build, **cells):
    version = build.read_one(**{"sema_2030-01-02__xml": document(record(**cells))})
    return version, version.entities.to_dicts()[0]


@pytest.mark.parametrize("both_languages", [True, False])
def test_a_person(build, both_languages):
    version, row = one(
        build, both_languages=both_languages, LastName="\xa0Testov ", GivenName="Ivan Petrovich",
        TitleOrShipType="Director|Directeur", DateOfListing="2022-02-24", DateOfBirthOrShipBuildDate="1971-05-03",
    )  # fmt: skip
    assert (version.list_id, str(version.published_date)) == ("CA-SEMA", "2030-01-02")
    assert (row["source_id"], row["primary_name"]) == ("Russia/1, Part 1/7", "Ivan Petrovich Testov")
    assert (row["entity_type"], row["position"], row["birth_dates"]) == ("person", "Director", ["1971-05-03"])
    assert (row["programmes"], row["legal_basis"]) == (["Russia"], ["Schedule 1, Part 1, item 7"])
    assert (row["listed_date"], row["country_codes"]) == (date(2022, 2, 24), [])


def test_a_ship_is_told_by_its_number(build):
    version, row = one(
        build, EntityOrShip="Volna", ShipIMONumber="9074729", DateOfBirthOrShipBuildDate="1999",
        TitleOrShipType="Tanker | Petrolier",
    )  # fmt: skip
    assert (row["entity_type"], row["vessel_type"], row["position"]) == ("vessel", "Tanker", None)
    assert (row["birth_dates"], row["remarks"]) == ([], "Born or built: 1999")
    assert version.identifiers["identifier_kind", "value"].rows() == [("imo", "9074729")]


def test_an_organisation_in_two_languages(build):
    version, row = one(build, EntityOrShip="Orbita Works / Usines Orbita")
    assert (row["entity_type"], row["primary_name"]) == ("organisation", "Orbita Works")
    assert version.names["name"].to_list() == ["Orbita Works", "Usines Orbita"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Orbita One; Orbita, LLC", ["Orbita One", "Orbita, LLC"]),
        ("Orbita One, Orbita Two", ["Orbita One", "Orbita Two"]),
        ("Orbita Works, LLC", ["Orbita Works, LLC"]),
        ("Orbita;", ["Orbita"]),
        (" ", []),
    ],
)
def test_other_names(build, text, names):
    version, _ = one(build, EntityOrShip="Zarya", Aliases=text)
    assert build.column(version.names, "name", name_kind="alias") == names


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("1971", ["1971"]),
        ("1971-05", ["1971-05"]),
        ("03-05-1971", ["1971-05-03"]),
        ("3 May 1971", ["1971-05-03"]),
        ("1963-1964", ["1963", "1964"]),
        ("1972-08-26 or 1974-05-31", ["1972-08-26", "1974-05-31"]),
        ("1987/1988", ["1987", "1988"]),
        ("early seventies", []),
    ],
)
def test_birth_dates(build, text, dates):
    _, row = one(build, LastName="Testov", DateOfBirthOrShipBuildDate=text)
    assert row["birth_dates"] == dates
    assert row["remarks"] == (None if dates else f"Born or built: {text}")


def test_several_records_under_one_item_are_told_apart_whatever_their_order(build):
    records = [record(EntityOrShip="Orbita"), record(EntityOrShip="Zarya"), record(EntityOrShip="Luna", Item="8")]
    first, second = (build.read_one(a__xml=document(*each)) for each in (records, records[::-1]))
    assert first.content_hash == second.content_hash
    numbers = dict(first.entities["primary_name", "source_id"].rows())
    assert numbers["Luna"] == "Russia/1, Part 1/8"
    assert numbers["Orbita"].startswith("Russia/1, Part 1/7#")
    assert numbers["Orbita"] != numbers["Zarya"]


def test_the_same_record_twice_is_refused(build):
    with pytest.raises(ListError, match="1 entity numbers occur more than once"):
        build.read_files(a__xml=document(record(EntityOrShip="Orbita"), record(EntityOrShip="Orbita")))


@pytest.mark.parametrize(
    ("records", "message"),
    [([], "holds no entity"), ([record(EntityOrShip="Orbita"), record()], "1 of 2 records name nobody")],
)
def test_lists_that_name_nobody_are_refused(build, records, message):
    with pytest.raises(ListError, match=message):
        build.read_files(a__xml=document(*records))


@settings(deadline=None)
@given(data=st.data())
def test_a_document_cut_off_anywhere_is_refused(build, data):
    whole = document(record(EntityOrShip="Orbita"))
    with pytest.raises(ListError):
        build.read_files(a__xml=whole[: data.draw(st.integers(0, len(whole) - 1))])
