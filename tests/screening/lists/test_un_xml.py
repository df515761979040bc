"""The UN reader: names in parts, aliases with quality, kinds of birth dates, and broken documents."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError
from screening.lists.un_xml import relations_in, split_names


def person(build, inside):
    return build.read_one(un__xml=build.un(build.un_person(inside)))


def organisation(build, inside):
    return build.read_one(un__xml=build.un(entities=build.un_entity(inside)))


def alias(name, quality, more="", prefix="INDIVIDUAL"):
    return f"<{prefix}_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME>{more}</{prefix}_ALIAS>"


def test_name_parts_are_joined_and_the_reference_is_the_number(build):
    version = person(
        build,
        "<FIRST_NAME>IVAN</FIRST_NAME><SECOND_NAME>PRIMER </SECOND_NAME><THIRD_NAME/>"
        "<FOURTH_NAME>OBRAZTSOV</FOURTH_NAME>"
        "<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><LISTED_ON>2012-12-31</LISTED_ON><GENDER>Male</GENDER>"
        "<TITLE><VALUE>Dr.</VALUE></TITLE><DESIGNATION><VALUE>Director</VALUE></DESIGNATION>"
        "<NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE></NATIONALITY>"
        "<NAME_ORIGINAL_SCRIPT>ایوان</NAME_ORIGINAL_SCRIPT>",
    )
    (entity,) = version.entities.to_dicts()
    assert (version.list_id, version.published_date) == ("UN-SC", date(2025, 11, 18))
    assert (entity["entity_id"], entity["primary_name"]) == ("UN-SC:KPi.901", "IVAN PRIMER OBRAZTSOV")
    assert (entity["programmes"], entity["listed_date"], entity["gender"]) == (["DPRK"], date(2012, 12, 31), "male")
    assert (entity["position"], entity["country_codes"]) == ("Dr.; Director", ["IR"])
    assert version.names.select("name", "script").rows()[1] == ("ایوان", "Arabic")


def test_aliases_have_kinds_and_empty_ones_are_skipped(build):
    version = organisation(
        build,
        "<FIRST_NAME>ORBITA</FIRST_NAME>"
        + alias("ORBIT; ORBITA TRADING", "a.k.a.", prefix="ENTITY")
        + alias("OLD ORBIT", "f.k.a.", prefix="ENTITY")
        + "<ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>",
    )
    assert version.names.select("name", "name_kind").rows() == [
        ("ORBITA", "primary"), ("ORBIT", "alias"), ("ORBITA TRADING", "alias"), ("OLD ORBIT", "former"),
    ]  # fmt: skip


def test_low_quality_is_weak_and_previously_listed_is_former(build):
    version = person(
        build,
        "<FIRST_NAME>IVAN</FIRST_NAME>"
        + alias("Vanya", "Low")
        + alias("Johann (previously listed as)", "Good")
        + alias("Jean", "Good", "<NOTE>formerly listed as</NOTE>"),
    )
    assert version.names.select("name", "name_kind").rows() == [
        ("IVAN", "primary"), ("Jean", "former"), ("Johann", "former"), ("Vanya", "weak"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Ivan A; Iwan A", ["Ivan A", "Iwan A"]),
        ("Ivan b) Iwan c) Jan", ["Ivan", "Iwan", "Jan"]),
        ("COMPANY (CO) ; OTHER COMPANY (OC)", ["COMPANY (CO)", "OTHER COMPANY (OC)"]),
        ("LEADER (HONG KONG) TRADING", ["LEADER (HONG KONG) TRADING"]),
        ("Emir (original script: Эмир)", ["Emir", "Эмир"]),
        ("شركة (Sharika; Charika)", ["شركة", "Sharika", "Charika"]),
        ("Jin (金)", ["Jin", "金"]),
        ("華信船務(香港)有限公司", ["華信船務(香港)有限公司"]),
        ("Ivan (birth name)", ["Ivan"]),
        (") Ivan,", ["Ivan"]),
        (" ; ", []),
        ("", []),
    ],
)
def test_names_that_share_a_field_are_told_apart(field, names):
    assert split_names(field) == names


@settings(deadline=None)
@given(st.text(alphabet="aЖ;() ,", max_size=200))
def test_no_letter_of_a_name_field_is_lost(field):
    names = split_names(field)
    assert all(names)
    assert [c for name in names for c in name if c in "aЖ"] == [c for c in field if c in "aЖ"]
    assert "(" in field or not any(";" in name for name in names)


@pytest.mark.parametrize(
    ("inside", "dates"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1970-02-14</DATE>", ["1970-02-14"]),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1971</YEAR>", ["1971"]),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1955</YEAR>", ["1955"]),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1973</FROM_YEAR><TO_YEAR>1975</TO_YEAR>",
            ["1973", "1974", "1975"],
        ),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973 </NOTE>", ["1973-11"]),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1958</YEAR><NOTE>Sep.</NOTE>", ["1958-09"]),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>24/06/1402 (Hijri Calendar)</NOTE>", []),
        ("<TYPE_OF_DATE/>", []),
    ],
)
def test_birth_dates(build, inside, dates):
    birth = f"<FIRST_NAME>IVAN</FIRST_NAME><INDIVIDUAL_DATE_OF_BIRTH>{inside}</INDIVIDUAL_DATE_OF_BIRTH>"
    assert build.column(person(build, birth).entities, "birth_dates") == [dates]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>OB 0000318</NUMBER>", ("passport", "OB0000318")),
        ("<TYPE_OF_DOCUMENT>Número de pasaporte</TYPE_OF_DOCUMENT><NUMBER>0001</NUMBER>", ("passport", "0001")),
        (
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>Russian passport number 8208 No. 000627</NUMBER>",
            ("passport", "8208000627"),
        ),
        (
            "<TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT><NUMBER>00-11 (expired)</NUMBER>",
            ("national_id", "0011"),
        ),
        ("<TYPE_OF_DOCUMENT2>Voter card</TYPE_OF_DOCUMENT2><NUMBER>V-7</NUMBER>", ("other", "V7")),
    ],
)
def test_documents(build, inside, expected):
    version = person(build, f"<FIRST_NAME>I</FIRST_NAME><INDIVIDUAL_DOCUMENT>{inside}</INDIVIDUAL_DOCUMENT>")
    assert version.identifiers.select("identifier_kind", "value").rows() == [expected]


def test_numbers_in_comments(build):
    version = organisation(
        build,
        "<FIRST_NAME>ORBITA</FIRST_NAME><COMMENTS1>Owner of MIRAZH (IMO number: 0001111). Email: a@orbita.example. "
        "SWIFT: EXMPKPPY. Listed pursuant to paragraph 8 of resolution 9999 (2016).</COMMENTS1>",
    )
    assert version.identifiers.select("identifier_kind", "value").rows() == [
        ("email", "AORBITAEXAMPLE"), ("registration", "0001111"), ("swift", "EXMPKPPY"),
    ]  # fmt: skip
    assert build.column(version.entities, "legal_basis") == [["UNSCR 9999 (2016)"]]


def test_addresses_and_those_without_anything(build):
    version = organisation(
        build,
        "<FIRST_NAME>ORBITA</FIRST_NAME><ENTITY_ADDRESS><COUNTRY/></ENTITY_ADDRESS><ENTITY_ADDRESS>"
        "<STREET>Lane 1</STREET><CITY>Dandong</CITY>"
        "<ZIP_CODE>118000</ZIP_CODE><COUNTRY>China</COUNTRY></ENTITY_ADDRESS>",
    )
    assert version.addresses.select("full_address", "postal_code", "country_code").rows() == [
        ("Lane 1, Dandong, 118000, China", "118000", "CN")
    ]


def test_a_country_that_is_not_known_is_a_warning(build):
    version = person(build, "<FIRST_NAME>I</FIRST_NAME><NATIONALITY><VALUE>Atlantis</VALUE></NATIONALITY>")
    assert version.warnings == ("1 country names were not resolved, such as Atlantis",)


def test_the_same_reference_twice_is_refused(build):
    two = build.un_person("<FIRST_NAME>I</FIRST_NAME>") * 2
    with pytest.raises(ListError, match=r"1 entity numbers occur more than once, the first is KPi\.901"):
        build.read_files(un__xml=build.un(two))


def test_a_list_without_entities_is_refused(build):
    with pytest.raises(ListError, match="the list holds no entity"):
        build.read_files(un__xml=build.un())


@settings(deadline=None)
@given(data=st.data())
def test_a_document_cut_off_anywhere_is_refused(build, data):
    whole = build.un(
        build.un_person("<FIRST_NAME>IVAN</FIRST_NAME>"), build.un_entity("<FIRST_NAME>ORBITA</FIRST_NAME>")
    )
    with pytest.raises(ListError):
        build.read_files(un__xml=whole[: data.draw(st.integers(0, len(whole) - 1))])


def relations(text, own="QDi.901"):
    return [(r.kind, r.source_id, r.words) for r in relations_in(text, own)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brother of Ivan Testov (QDi.902). Tall.", [("family", "QDi.902", "Brother of Ivan Testov")]),
        ("Owned by Zarya (QDe.903).", [("owned_by", "QDe.903", "Owned by Zarya")]),
        (
            "Member of Luna (QDe.904) and of Orbita (QDe.905); born 1971",
            [("linked_to", "QDe.904", "Member of Luna"), ("linked_to", "QDe.905", "and of Orbita")],
        ),
        (
            "Leader of men who supported Zarya (QDe.903).",
            [("linked_to", "QDe.903", "Leader of men who supported Zarya")],
        ),
        ("Not to be confused with Zarya (QDe.903).", []),
        ("Formerly of Zarya (QDe.903).", []),
        ("Also QDi.901 himself.", []),
        ("Nothing at all.", []),
        ("(QDe.903)", [("linked_to", "QDe.903", "named in the comments")]),
    ],
)
def test_relations_by_reference_number(text, expected):
    assert relations(text) == expected


def test_a_related_entry_is_named_as_it_is_listed(build):
    comments = "<COMMENTS1>Associated with Zarya (KPe.902).</COMMENTS1>"
    version = build.read_one(
        un__xml=build.un(
            entities=build.un_entity("<FIRST_NAME>Orbita</FIRST_NAME>" + comments)
            + build.un_entity("<FIRST_NAME>Zarya Trading</FIRST_NAME>", reference="KPe.902")
        )
    )
    assert version.relations["entity_id", "related_entity_id", "related_name", "published_relation"].rows() == [
        ("UN-SC:KPe.901", "UN-SC:KPe.902", "Zarya Trading", "Associated with Zarya")
    ]
    assert version.entities["remarks"][0] == "Associated with Zarya (KPe.902)."
