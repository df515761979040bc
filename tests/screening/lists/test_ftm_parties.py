"""Properties of FollowTheMoney parties and of what belongs to them."""

from datetime import date

import pytest

from screening.lists.facts import Address, Relation
from screening.lists.ftm_parties import add_documents, add_held, add_link, name_relations, party


def thing(schema, identity="ex-1", caption=None, **properties):
    return {"id": identity, "schema": schema, "caption": caption, "properties": properties}


def test_names_and_their_kinds():
    made = party(
        thing("Company", caption="Орбита", name=["Orbita", "Орбита"], previousName=["Orbita-1"], alias=["Orb"],
              weakAlias=["O"], abbreviation=["OOO O"])
    )  # fmt: skip
    assert made.primary_name == "Орбита"
    assert {(name.name, name.kind) for name in made.names} == {
        ("Orbita", "alias"), ("Орбита", "alias"), ("Orbita-1", "former"), ("Orb", "alias"), ("O", "weak"),
        ("OOO O", "weak"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("properties", "caption", "primary"),
    [
        ({"name": ["Орбита", "Orbita"]}, "something else", "Orbita"),
        ({"name": ["Орбита"]}, None, "Орбита"),
        ({"publicKey": ["1ExAmPlE"]}, None, "1ExAmPlE"),
        ({}, "Orbita", "Orbita"),
        ({}, None, "(no name)"),
    ],
)
def test_the_primary_name(properties, caption, primary):
    assert party(thing("LegalEntity", caption=caption, **properties)).primary_name == primary


def test_a_person():
    made = party(
        thing("Person", name=["Ivan Testov"], birthDate=["1971-05", "about 1971"], birthPlace=["Minsk"],
              nationality=["ru"], country=["by"], gender=["male"], position=["Director"], title=["Dr"],
              passportNumber=["X000111"], idNumber=["900101000111"], notes=["Note."])
    )  # fmt: skip
    assert (made.entity_type, made.birth_dates, made.birth_places) == ("person", ["1971-05"], ["Minsk"])
    assert (made.country_codes, made.gender, made.position, made.remarks) == (["RU"], "male", "Dr; Director", "Note.")
    assert {(i.kind, i.value) for i in made.identifiers} == {("passport", "X000111"), ("national_id", "900101000111")}


@pytest.mark.parametrize(
    ("schema", "key", "text", "kind", "value"),
    [
        ("Company", "innCode", "7707083893", "inn", "7707083893"),
        ("Company", "registrationNumber", "1027700132195", "ogrn", "1027700132195"),
        ("Company", "registrationNumber", "123", "registration", "123"),
        ("Company", "swiftBic", "ORBIRUMM", "swift", "ORBIRUMM"),
        ("Vessel", "imoNumber", "IMO9074729", "imo", "9074729"),
        ("Vessel", "mmsi", "273000111", "mmsi", "273000111"),
        ("Airplane", "registrationNumber", "EX-ABC", "aircraft_tail", "EXABC"),
        ("CryptoWallet", "publicKey", "1ExAmPlE", "wallet", "1ExAmPlE"),
    ],
)
def test_numbers(schema, key, text, kind, value):
    (made,) = party(thing(schema, **{key: [text]})).identifiers
    assert (made.kind, made.value) == (kind, value)


def test_kazakh_numbers_are_told_by_the_country():
    (made,) = party(thing("Company", country=["kz"], taxNumber=["900140000111"])).identifiers
    assert (made.kind, made.country_code) == ("bin", "KZ")


def test_sanctions():
    made = party(thing("Company", name=["Orbita"]))
    add_held(
        made,
        thing(
            "Sanction", program=["Long title"], programId=["EX-1"], listingDate=["2022-03-01"], startDate=["2021"],
            reason=["Because."], unscId=["KPe.901"], sourceUrl=["https://x.example"],
        ),
    )  # fmt: skip
    add_held(made, thing("Sanction", program=["Other"], startDate=["2020-01-02"]))
    assert (made.programmes, made.listed_date) == (["EX-1", "Other"], date(2020, 1, 2))
    assert (made.remarks, made.source_url) == ("Reason: Because.", "https://x.example")
    assert [(i.kind, i.value, i.note) for i in made.identifiers] == [("un_reference", "KPE901", None)]


def test_addresses():
    made = party(thing("Company", address=["1 Example St, Minsk", "elsewhere"]))
    add_held(made, thing("Address", full=["1 Example St, Minsk"], street=["1 Example St"], country=["by"]))
    add_held(made, thing("Address", city=["Minsk"], postalCode=["220000"]))
    add_held(made, thing("Address"))
    assert made.addresses == [
        Address("elsewhere"),
        Address("1 Example St, Minsk", street="1 Example St", country_code="BY"),
        Address("Minsk, 220000", city="Minsk", postal_code="220000"),
    ]


def test_documents():
    made = party(thing("Person"))
    add_documents(made, [
        thing("Identification", number=["X1"], type=["Diplomatic passport"], country=["ir"]),
        thing("Passport", number=["X2"]),
        thing("Identification", number=["3"], type=["ID card"]),
    ])  # fmt: skip
    assert [(i.kind, i.value, i.country_code) for i in made.identifiers] == [
        ("passport", "X1", "IR"), ("passport", "X2", None), ("national_id", "3", None)
    ]  # fmt: skip


def test_a_document_that_says_its_kind_replaces_the_bare_number():
    made = party(thing("Company", registrationNumber=["900140000111", "5"], country=["by"]))
    add_documents(made, [
        thing("Identification", number=["900140000111"], type=["BIN"], country=["kz"]),
        thing("Identification", number=["5"], type=["some paper"]),
    ])  # fmt: skip
    assert {(i.kind, i.value, i.country_code) for i in made.identifiers} == {
        ("bin", "900140000111", "KZ"), ("registration", "5", "BY"), ("national_id", "5", None)
    }  # fmt: skip


def test_links_stand_at_the_ends_that_are_listed():
    made = party(thing("Company", "a"))
    add_link({"a": made}, thing("Directorship", director=["p"], organization=["a"], role=["CEO"]))
    add_link({"a": made}, thing("Ownership", owner=["a"], asset=["q"], percentage=["51"]))
    add_link({"a": made}, thing("Family", person=["p"], relative=["q"]))
    name_relations(made, {"p": "Ivan Testov"})
    assert made.relations == [
        Relation("led_by", "p", "Ivan Testov", "Directorship: CEO"), Relation("owner_of", None, "q", "Ownership: 51")
    ]  # fmt: skip


def test_parties_that_a_party_names_itself():
    vessel = party(thing("Vessel", owner=["o"], flag=["pa"], type=["Tug"]))
    name_relations(vessel, {"o": "Orbita"})
    assert vessel.relations == [Relation("owned_by", "o", "Orbita", "owner")]
    assert (vessel.vessel_owner, vessel.vessel_flag_code, vessel.vessel_type) == ("Orbita", "PA", "Tug")
    company = party(thing("Company", parent=["o"], subsidiaries=["s"]))
    assert [(r.kind, r.source_id) for r in company.relations] == [("subsidiary_of", "o"), ("parent_of", "s")]


def test_measures_and_the_end_of_a_sanction():
    made = party(thing("Company", name=["Orbita"]))
    add_held(made, thing("Sanction", provisions=["Asset freeze"], endDate=["2031-01-01"]))
    assert (made.measures, made.end_date) == (["Asset freeze"], date(2031, 1, 1))
