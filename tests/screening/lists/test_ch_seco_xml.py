"""The SECO reader: targets that were taken off, former states inside modifications, and places by number."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError
from screening.lists import read

PROGRAMME = """<sanctions-program ssid="20"><program-key lang="fre">Exemplie</program-key>
<program-key lang="eng">Examplia</program-key><program-name lang="eng">Ordinance on Examplia</program-name>
<sanctions-set ssid="21" lang="eng">article 1</sanctions-set></sanctions-program>"""
PLACE = """<place ssid="70"><location>Minsk</location><area>Minsk Region</area>
<country iso-code="BY">Belarus</country></place>"""


def document(*targets, day="2030-08-27", more=PROGRAMME, kind="whole-list"):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><swiss-sanctions-list list-type="{kind}" date="{day}">{more}'
        f"{''.join(targets)}{PLACE}</swiss-sanctions-list>"
    ).encode()


def name(text, kind="primary-name", quality="good"):
    return (
        f'<name name-type="{kind}" quality="{quality}"><name-part order="1" name-part-type="whole-name">'
        f"<value>{text}</value></name-part></name>"
    )


def modified(kind, day, inside=""):
    return (
        f'<modification modification-type="{kind}" effective-date="{day}" publication-date="{day}">{inside}'
        "</modification>"
    )


LISTED = modified("listed", "2022-03-01")


def target(inside, after=LISTED, number=900, subject="entity", attributes="", before=""):
    return (
        f'<target ssid="{number}"><sanctions-set-id>21</sanctions-set-id>{before}<{subject} {attributes}>'
        f"{inside}</{subject}>{after}</target>"
    )


def identity(inside, main="true"):
    return f'<identity ssid="1" main="{main}">{inside}</identity>'


ORBITA = identity(name("Orbita"))


def test_programme_basis_and_dates(build):
    version = build.read_one(seco__xml=document(target(ORBITA)))
    (row,) = version.entities.to_dicts()
    assert (version.list_id, version.published_date, version.warnings) == ("CH-SECO", date(2030, 8, 27), ())
    assert (row["programmes"], row["legal_basis"]) == (["Examplia"], ["Ordinance on Examplia"])
    assert (row["listed_date"], row["entity_type"]) == (date(2022, 3, 1), "organisation")


@pytest.mark.parametrize(
    ("modifications", "is_listed"),
    [
        (modified("de-listed", "2024-01-01") + LISTED, False),
        (LISTED + modified("amended", "2023-01-01") + modified("de-listed", "2024-01-01"), False),
        (modified("listed", "2025-01-01") + modified("de-listed", "2024-01-01") + LISTED, True),
        (modified("amended", "2025-01-01") + LISTED, True),
        (modified("de-listed", "2024-01-01") + modified("listed", "2024-01-01"), True),
        (modified("de-listed", "2031-01-01") + LISTED, True),
        ("", True),
    ],
)
def test_targets_that_were_taken_off_are_left_out(build, modifications, is_listed):
    other = target(identity(name("Zarya")), number=901)
    version = build.read_one(seco__xml=document(target(ORBITA, modifications), other))
    assert ("CH-SECO:900" in version.entities["entity_id"].to_list()) == is_listed
    assert version.warnings == (() if is_listed else ("1 targets in the file are no longer listed and were left out",))


def test_former_states_in_modifications_are_not_read(build):
    former = f"<removed>{identity(name('Former Name'))}<place ssid='70'><location>Nowhere</location></place></removed>"
    nested = f"<added><target ssid='902'>{'<entity>' + identity(name('Nested')) + '</entity>'}</target></added>"
    address = '<address place-id="70"><address-details>1 Example St</address-details></address>'
    version = build.read_one(
        seco__xml=document(
            target(identity(name("Orbita") + address), LISTED + modified("amended", "2023-01-01", former + nested))
        )
    )
    assert version.names["name"].to_list() == ["Orbita"]
    assert version.addresses["full_address"].to_list() == ["1 Example St, Minsk, Minsk Region, Belarus"]


def test_a_person(build):
    inside = (
        name("Ivan Testov")
        + '<day-month-year year="1980" month="3" day="23" calendar="Gregorian"/>'
        + '<day-month-year year="1981"/><day-month-year year="1360" calendar="Islamic"/>'
        + '<place-of-birth place-id="70"/><nationality><country iso-code="BY">Belarus</country></nationality>'
        + '<identification-document document-type="passport"><number>X000111</number><issuer code="IR">Iran</issuer>'
        + "<remark>expired</remark></identification-document>"
    )
    title = '<name name-type="alias"><name-part order="1" name-part-type="title"><value>Dr</value></name-part></name>'
    data = document(target(identity(inside + title), subject="individual", attributes='sex="male"'))
    version = build.read_one(seco__xml=data)
    (row,) = version.entities.to_dicts()
    assert (row["birth_dates"], row["birth_places"]) == (["1980-03-23", "1981"], ["Minsk, Minsk Region, Belarus"])
    assert (row["entity_type"], row["gender"], row["position"]) == ("person", "male", "Dr")
    assert row["country_codes"] == ["BY"]
    (made,) = version.identifiers.to_dicts()
    assert [made[key] for key in ("identifier_kind", "value", "country_code", "note")] == [
        "passport", "X000111", "IR", "passport; expired"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("IMO Number: 9074729", "imo", "9074729"),
        ("Registration number: 12345678", "registration", "12345678"),
        ("State registration number: 1027700132195", "ogrn", "1027700132195"),
        ("Taxpayer Identification Number: 7707083893.", "inn", "7707083893"),
        ("Website: www.orbita.example", "website", "ORBITAEXAMPLE"),
        ("E-mail: box@orbita.example", "email", "BOXORBITAEXAMPLE"),
        ("Telephone number: +7 700 000", "phone", "7700000"),
    ],
)
def test_numbers_behind_labels(build, text, kind, value):
    inside = ORBITA + f"<other-information>{text}</other-information>"
    version = build.read_one(seco__xml=document(target(inside, subject="object", attributes='object-type="vessel"')))
    assert version.identifiers["identifier_kind", "value"].rows() == [(kind, value)]
    assert version.entities["remarks"].to_list() == [text]


def test_remarks_relations_and_foreign_numbers(build):
    inside = (
        ORBITA
        + '<relation relation-type="owned-by" target-id="901"/><justification ssid="5">Reasons.</justification>'
        + "<other-information>Registration number: see the register of Examplia</other-information>"
    )
    before = "<foreign-identifier>140</foreign-identifier><foreign-identifier>KPe.901</foreign-identifier>"
    version = build.read_one(seco__xml=document(target(inside, before=before)))
    lines = version.entities["remarks"][0].splitlines()
    assert lines[0] == "Foreign identifier: 140"
    assert lines[-1] == "Reasons."
    assert version.identifiers["identifier_kind", "value"].rows() == [("un_reference", "KPE901")]
    assert version.relations["relation_kind", "related_entity_id", "related_name", "published_relation"].rows() == [
        ("owned_by", None, "901", "owned-by")
    ]


def test_a_related_target_in_the_list_is_named(build):
    relation = '<relation relation-type="related-to" target-id="901"/>'
    version = build.read_one(seco__xml=document(target(ORBITA + relation) + target(ORBITA, number=901)))
    assert version.relations["relation_kind", "related_entity_id", "related_name"].rows() == [
        ("linked_to", "CH-SECO:901", version.entities["primary_name"][1])
    ]


def test_a_list_of_changes_is_refused(build):
    with pytest.raises(ListError, match="holds changes, not the whole list"):
        build.read_files(seco__xml=document(target(ORBITA), kind="delta-list"))


def test_a_list_without_listed_targets_is_refused(build):
    with pytest.raises(ListError, match="holds no entity"):
        build.read_files(seco__xml=document(target(ORBITA, modified("de-listed", "2024-01-01"))))


@settings(deadline=None)
@given(data=st.data())
def test_a_document_cut_off_anywhere_is_refused(build, data):
    whole = document(target(ORBITA))
    with pytest.raises(ListError):
        build.read_files(seco__xml=whole[: data.draw(st.integers(0, len(whole) - 1))])


@pytest.mark.shared
def test_the_genuine_fragment(build):
    (version,) = read([build.shared / "fragments" / "seco_fragment_2026-08-27.xml"], retrieved_at=build.retrieved)
    (row,) = version.entities.to_dicts()
    assert (row["source_id"], row["entity_type"], str(row["listed_date"])) == ("34461", "vessel", "2016-05-18")
    assert version.identifiers["identifier_kind", "value"].rows() == [("imo", "8405270")]
    assert str(version.published_date) == "2026-08-27"
