"""OFAC's enhanced XML: original scripts, documents, dates as ranges, relations, and which list it is."""

import html
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError

NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML"


def document(*entities, lists=("SDN List",)):
    selected = "".join(f"<sanctionsList>{name}</sanctionsList>" for name in lists)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><sanctionsData xmlns="{NAMESPACE}"><publicationInfo>'
        f"<dataAsOf>2030-01-10T00:00:00</dataAsOf><filters><sanctionsLists>{selected}</sanctionsLists></filters>"
        f"</publicationInfo><entities>{''.join(entities)}</entities></sanctionsData>"
    ).encode()


def name(text, *, primary="false", low="false", kind="A.K.A.", first="", translations=""):
    first = f"<formattedFirstName>{first}</formattedFirstName>" if first else ""
    return (
        f"<name><isPrimary>{primary}</isPrimary><aliasType>{kind}</aliasType><isLowQuality>{low}</isLowQuality>"
        f"<translations><translation><isPrimary>true</isPrimary>{first}"
        f"<formattedLastName>{text}</formattedLastName><formattedFullName>{text}</formattedFullName></translation>"
        f"{translations}</translations></name>"
    )


def entity(*names, inside="", number=9001, kind="Entity", lists=("SDN List",)):
    on = "".join(
        f'<sanctionsList datePublished="2029-0{n}-01">{text}</sanctionsList>' for n, text in enumerate(lists, 1)
    )
    return (
        f'<entity id="{number}"><generalInfo><entityType>{kind}</entityType></generalInfo>'
        f"<sanctionsLists>{on}</sanctionsLists><names>{''.join(names)}</names>{inside}</entity>"
    )


ORBITA = name("ORBITA EXAMPLE", primary="true")


def test_names_and_original_scripts(build):
    cyrillic = (
        "<translation><isPrimary>false</isPrimary><formattedLastName>ТЕСТОВ</formattedLastName>"
        "<formattedFirstName>Иван</formattedFirstName><formattedFullName>ТЕСТОВ, Иван</formattedFullName></translation>"
    )
    names = (
        name("TESTOFF", first="Ivan", kind="F.K.A."),
        name("TESTOV", first="Ivan", primary="true", translations=cyrillic),
        name("VANYA", low="true"),
        name("ORBITAN", first="John"),
    )
    version = build.read_one(sdn__xml=document(entity(*names, kind="Individual")))
    assert dict(version.names["name", "name_kind"].rows()) == {
        "Ivan TESTOV": "primary", "Иван ТЕСТОВ": "alias", "Ivan TESTOFF": "former", "VANYA": "weak",
        "John ORBITAN": "alias",
    }  # fmt: skip
    assert ("Иван ТЕСТОВ", "Cyrillic") in version.names["name", "script"].rows()
    assert (version.list_id, version.published_date, version.warnings) == ("OFAC-SDN", date(2030, 1, 10), ())


def test_commas_in_names_of_organisations_stay(build):
    version = build.read_one(sdn__xml=document(entity(name("ORBITA, OAO", primary="true"))))
    assert version.names["name"].to_list() == ["ORBITA, OAO"]


def test_documents_features_and_relations(build):
    inside = """<legalAuthorities><legalAuthority>Executive Order 14024 (Russia)</legalAuthority></legalAuthorities>
    <sanctionsPrograms><sanctionsProgram>RUSSIA-EO14024</sanctionsProgram></sanctionsPrograms>
    <sanctionsTypes><sanctionsType>Block</sanctionsType></sanctionsTypes>
    <features><feature><type>Birthdate</type><value>1962</value></feature>
    <feature><type>Birthdate</type><valueDate><fromDateBegin>1963-01-01</fromDateBegin>
    <toDateEnd>1964-12-31</toDateEnd></valueDate></feature>
    <feature><type>Place of Birth</type><value>Minsk</value></feature>
    <feature><type>Nationality Country</type><value>Iran</value></feature>
    <feature><type>Executive Order 14024 Directive Information</type><value>Executive Order 14024 x</value></feature>
    </features><identityDocuments><identityDocument><type>Registration ID</type>
    <documentNumber>1027700132195</documentNumber><isValid>false</isValid><issuingCountry>Russia</issuingCountry>
    <issuingAuthority>OGRN</issuingAuthority></identityDocument></identityDocuments>
    <relationships><relationship><type>Owned or Controlled By</type>
    <relatedEntity entityId="9002">ZARYA</relatedEntity></relationship></relationships>"""
    version = build.read_one(sdn__xml=document(entity(ORBITA, inside=inside)))
    (row,) = version.entities.to_dicts()
    assert (row["birth_dates"], row["birth_places"]) == (["1962", "1963", "1964"], ["Minsk"])
    assert (row["country_codes"], row["listed_date"]) == (["IR", "RU"], date(2029, 1, 1))
    assert (row["programmes"], row["legal_basis"]) == (["RUSSIA-EO14024"], ["Executive Order 14024 (Russia)"])
    assert "On SDN List, 2029-01-01" in row["remarks"].splitlines()
    assert row["measures"] == ["Block"]
    assert version.relations["relation_kind", "related_entity_id", "related_name", "published_relation"].rows() == [
        ("owned_by", None, "ZARYA", "Owned or Controlled By")
    ]
    assert "ZARYA" not in row["remarks"]
    (made,) = version.identifiers.to_dicts()
    assert (made["identifier_kind"], made["value"], made["note"]) == (
        "ogrn", "1027700132195", "Registration ID; OGRN; not valid"
    )  # fmt: skip


def test_addresses_in_each_script(build):
    def translation(street):
        return (
            "<translation><addressParts><addressPart><type>CITY</type><value>Minsk</value></addressPart>"
            f"<addressPart><type>ADDRESS1</type><value>{street}</value></addressPart></addressParts></translation>"
        )

    inside = (
        f"<addresses><address><country>Belarus</country><translations>{translation('1 Example St')}"
        f"{translation('ул. Примерная, 1')}</translations></address>"
        "<address><translations><translation/></translations></address></addresses>"
    )
    version = build.read_one(sdn__xml=document(entity(ORBITA, inside=inside)))
    assert version.addresses["full_address", "country_code"].rows() == [
        ("1 Example St, Minsk, Belarus", "BY"), ("ул. Примерная, 1, Minsk, Belarus", "BY")
    ]  # fmt: skip


def test_the_filter_says_which_list_it_is(build):
    both = ("SDN List", "Consolidated List")
    data = document(entity(ORBITA, lists=both), lists=("Consolidated List",))
    assert build.read_one(sdn__xml=data).list_id == "OFAC-CONS"
    whole = document(
        entity(ORBITA, lists=both), entity(ORBITA, number=9002, lists=("SDN List",)),
        entity(ORBITA, number=9003, lists=()),
        lists=both,
    )  # fmt: skip
    counts = {v.list_id: v.entity_count for v in build.read_files(sdn__xml=whole)}
    assert counts == {"OFAC-SDN": 2, "OFAC-CONS": 2}


def test_a_list_without_entries_is_refused(build):
    with pytest.raises(ListError, match="holds no entity"):
        build.read_files(sdn__xml=document())


@settings(deadline=None)
@given(data=st.data())
def test_a_document_cut_off_anywhere_is_refused(build, data):
    whole = document(entity(ORBITA))
    with pytest.raises(ListError):
        build.read_files(sdn__xml=whole[: data.draw(st.integers(0, len(whole) - 1))])


@pytest.mark.shared
def test_the_real_list_counted_independently(build, load):
    text = (build.shared / "ofac" / "consolidated" / "CONS_ENHANCED.XML").read_text(encoding="utf-8")
    version = load("ofac", "consolidated", "CONS_ENHANCED.XML")
    entities = text.split("<entity id=")[1:]
    assert (version.list_id, str(version.published_date)) == ("OFAC-CONS", "2025-01-10")
    assert version.entity_count == len(entities) == 443
    organisations = [(i, e) for i, e in enumerate(entities) if ">Entity<" in e]
    whole = re.compile(r"<formattedFullName>([^<]+)<")
    stated = {(e.partition('"')[2].partition('"')[0], " ".join(html.unescape(n).split()))
              for _, e in organisations for n in whole.findall(e)}  # fmt: skip
    found = {(e.partition(":")[2], n) for e, n in version.names["entity_id", "name"].rows()}
    numbers = {e.partition('"')[2].partition('"')[0] for _, e in organisations}
    assert {pair for pair in found if pair[0] in numbers} == stated
    scripts = dict(version.names["script"].value_counts().rows())
    assert scripts["Cyrillic"] == len(set(re.findall(r"<formattedFullName>([^<]*[А-я][^<]*)<", text)))
    assert version.entities["listed_date"].null_count() == 0
    related = version.relations["related_entity_id"]
    listed = {f"OFAC-CONS:{number}" for number in re.findall(r'<entity id="(\d+)"', text)}
    stated = [f"OFAC-CONS:{number}" for number in re.findall(r'<relatedEntity entityId="(\d+)"', text)]
    assert sorted(related.drop_nulls()) == sorted(number for number in stated if number in listed)
    assert version.relation_count == len(stated) == 283
    assert sum(version.entities["measures"].list.len()) == text.count("<sanctionsType ")
