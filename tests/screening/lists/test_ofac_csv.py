"""The OFAC CSV reader: files together, nulls, names, and every way in which a file can be cut off."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError


@pytest.fixture(scope="session")
def whole(build):
    """A small whole list: four files."""
    # 1,000 characters end in the middle of the second passport.
    remark = ("Website www.orbita.example; Passport A0000001 (Iran); Gender Male").ljust(982, ".")
    remark += "; Passport B0000002 (Iran); a.k.a. 'OBRAZETS, Malyj'."
    assert remark[:1000].endswith("B000000")
    rows = [
        build.entity_row(11, "ORBITA EXAMPLE, S.A.", programme="SDGT] [NPWMD"),
        build.entity_row(12, "OBRAZTSOV, Ivan", "individual", remarks=remark[:1000], title="Director"),
        build.entity_row(
            13, "MIRAZH", "vessel", call_sign="FX9", vessel_type="Tug", tonnage="1,200", gross_tonnage="800",
            flag="Panama", owner="Orbita", remarks="Vessel Registration Identification IMO 1234567.",
        ),
        build.entity_row(14, "XX-FIC", "aircraft", remarks="Aircraft Model An-00."),
        build.entity_row(15, "VTORAYA", remarks="Linked To: ORBITA".ljust(1000, ".")),
    ]  # fmt: skip
    null = build.null
    return {
        "sdn__csv": build.ofac(rows),
        "add__csv": build.ofac(
            [
                ["11", "1", "Calle 1", "Cartago, Valle 760001", "Colombia", null],
                ["11", "2", null, null, null, null],
                ["12", "3", null, "Berlin 12353", "Germany", null],
            ]
        ),
        "alt__csv": build.ofac(
            [
                ["11", "1", "aka", "ORBITA PRIMER", null],
                ["11", "2", "fka", "STARAYA ORBITA", null],
                ["11", "3", "nka", "NOVAYA ORBITA", null],
                ["12", "4", "aka", "OBRAZTSOV, I.", null],
            ]
        ),
        "sdn_comments__csv": build.ofac([["12", remark[1000:]], ["15", "; Gender Male."]], end_row=False),
    }


def test_four_files_make_one_list(build, whole):
    version = build.read_one(**whole)
    assert (version.list_id, version.format, version.entity_count) == ("OFAC-SDN", "ofac_csv", 5)
    assert version.warnings == ()
    assert build.column(version.entities, "entity_type") == [
        "organisation", "person", "vessel", "aircraft", "organisation",
    ]  # fmt: skip
    assert build.column(version.entities, "programmes", source_id="11") == [["NPWMD", "SDGT"]]
    assert build.column(version.entities, "entity_id", source_id="11") == ["OFAC-SDN:11"]


def test_names_have_kinds_and_only_persons_are_turned_around(build, whole):
    names = build.read_one(**whole).names
    of_company = names.filter(names["entity_id"] == "OFAC-SDN:11").select("name", "name_kind").rows()
    assert of_company == [
        ("ORBITA EXAMPLE, S.A.", "primary"), ("NOVAYA ORBITA", "alias"), ("ORBITA PRIMER", "alias"),
        ("STARAYA ORBITA", "former"),
    ]  # fmt: skip
    of_person = names.filter(names["entity_id"] == "OFAC-SDN:12").select("name", "name_kind").rows()
    assert of_person == [("Ivan OBRAZTSOV", "primary"), ("I. OBRAZTSOV", "alias"), ("Malyj OBRAZETS", "weak")]


def test_a_remark_goes_on_in_the_file_of_continued_remarks(build, whole):
    version = build.read_one(**whole)
    assert "B0000002" in build.column(version.identifiers, "value", entity_id="OFAC-SDN:12")
    alone = build.read_one(sdn__csv=whole["sdn__csv"])
    assert "B0000002" not in build.column(alone.identifiers, "value", entity_id="OFAC-SDN:12")
    assert "2 remarks are cut off at 1,000 characters: their continuation is missing" in alone.warnings


def test_addresses_are_taken_apart_and_empty_ones_left_out(build, whole):
    addresses = build.read_one(**whole).addresses
    rows = addresses.select("entity_id", "full_address", "city", "region", "postal_code", "country_code").rows()
    assert rows == [
        ("OFAC-SDN:11", "Calle 1, Cartago, Valle 760001, Colombia", "Cartago", "Valle", "760001", "CO"),
        ("OFAC-SDN:12", "Berlin 12353, Germany", "Berlin", None, "12353", "DE"),
    ]


def test_vessel_and_aircraft_columns(build, whole):
    version = build.read_one(**whole)
    (vessel,) = version.entities.filter(version.entities["source_id"] == "13").to_dicts()
    assert (vessel["vessel_type"], vessel["country_codes"]) == ("Tug", ["PA"])
    assert vessel["remarks"].endswith("; Vessel Tonnage 1,200; Gross Registered Tonnage 800")
    assert (vessel["vessel_flag_code"], vessel["vessel_owner"]) == ("PA", "Orbita")
    assert build.column(version.relations, "relation_kind", entity_id="OFAC-SDN:13") == ["owned_by"]
    kinds = build.column(version.identifiers, "identifier_kind", entity_id="OFAC-SDN:13")
    assert kinds == ["call_sign", "imo"]
    assert build.column(version.identifiers, "value", entity_id="OFAC-SDN:14") == ["XXFIC"]


def test_missing_companions_are_warned_of(build, whole):
    version = build.read_one(sdn__csv=whole["sdn__csv"])
    assert "the addresses file is missing: the list is loaded without it" in version.warnings
    assert "the aliases file is missing: the list is loaded without it" in version.warnings
    assert version.address_count == 0


def test_the_consolidated_list_is_told_by_its_programmes(build):
    rows = [
        build.entity_row(1, "ORBITA", programme="RUSSIA-EO14024"),
        build.entity_row(2, "MIRAZH", programme="NS-PLC"),
    ]
    assert build.read_one(cons_prim__csv=build.ofac(rows)).list_id == "OFAC-CONS"
    rows[1][3] = "SDGT] [NS-PLC"
    assert build.read_one(cons_prim__csv=build.ofac(rows)).list_id == "OFAC-SDN"


def test_two_lists_in_one_folder_get_their_own_companions(build):
    null = build.null
    versions = build.read_files(
        a__csv=build.ofac([build.entity_row(1, "ORBITA")]),
        b__csv=build.ofac([build.entity_row(2, "MIRAZH", programme="NS-PLC")]),
        c__csv=build.ofac([["2", "5", "aka", "MIRAGE", null]]),
        d__csv=build.ofac([["1", "6", "aka", "ORBIT", null]]),
    )
    assert {v.list_id: sorted(v.names["name"]) for v in versions} == {
        "OFAC-CONS": ["MIRAGE", "MIRAZH"], "OFAC-SDN": ["ORBIT", "ORBITA"],
    }  # fmt: skip


def test_companions_without_their_list_are_refused(build, whole):
    with pytest.raises(ListError, match="entity file it belongs to is missing"):
        build.read_files(add__csv=whole["add__csv"])


def test_two_files_of_one_part_are_refused(build, whole):
    with pytest.raises(ListError, match="two addresses files belong to the same entity file"):
        build.read_files(**whole, more__csv=whole["add__csv"])


def test_a_number_twice_with_the_same_name_is_refused(build):
    rows = [build.entity_row(1, "ORBITA"), build.entity_row(1, "ORBITA")]
    with pytest.raises(ListError, match="entity number 1 occurs twice, again in row 2"):
        build.read_files(sdn__csv=build.ofac(rows))


def test_a_number_twice_with_another_name_keeps_both_parties_and_says_so(build):
    rows = [build.entity_row(1, "ORBITA"), build.entity_row(1, "MIRAZH")]
    version = build.read_one(sdn__csv=build.ofac(rows))
    assert build.column(version.entities, "source_id") == ["1", "1.2"]
    assert any("carry the number of another entity" in warning for warning in version.warnings)


def test_an_entity_file_that_lacks_what_its_companions_name_is_refused(build):
    with pytest.raises(ListError, match="names 1 entities that the entity file does not hold"):
        build.read_files(
            sdn__csv=build.ofac([build.entity_row(1, "ORBITA")]),
            alt__csv=build.ofac([["2", "5", "aka", "MIRAGE", build.null]]),
        )


def test_a_copy_with_other_line_ends_may_lack_the_end_row_with_a_warning(build):
    data = build.ofac([build.entity_row(1, "ORBITA")], line_end="\n", end_row=False)
    assert "sdn.csv has no end row: whether it is complete cannot be told" in build.read_one(sdn__csv=data).warnings
    with pytest.raises(ListError, match="it breaks off in row 1"):
        build.read_files(sdn__csv=data[:-1])


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data.removesuffix(b"\x1a"), "publisher's end row .0x1A. is missing"),
        (lambda data: data + b"\r\n" + data, "rows follow the end row"),
        (
            lambda data: data.replace(b'"13",', b'"13",').replace(b"13,", b"13,-0- ,", 1),
            "row 3 has 13 columns instead of 12",
        ),
        (lambda data: data.replace(b'"MIRAZH"', b'"MIRAZH', 1), "quotation mark that never closes"),
        (lambda data: data.replace(b"MIRAZH", "МИРАЖ".encode("cp1251")), "not UTF-8 text: byte"),
    ],
)
def test_damage_is_refused_and_named(build, whole, damage, message):
    with pytest.raises(ListError, match=message) as caught:
        build.read_files(sdn__csv=damage(whole["sdn__csv"]))
    assert caught.value.where.endswith("sdn.csv")
    assert caught.value.remedy
    assert "MIRAZH" not in str(caught.value)


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_a_file_cut_off_anywhere_is_refused_or_warned_of(build, whole, data):
    name = data.draw(st.sampled_from(sorted(whole)))
    length = data.draw(st.integers(0, len(whole[name]) - 1))
    try:
        version = build.read_one(**(whole | {name: whole[name][:length]}))
    except ListError:
        return
    assert name == "sdn_comments__csv", "a list that is short was read without a word"
    assert version.warnings == ("1 remarks are cut off at 1,000 characters: their continuation is missing",)


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_a_copy_cut_off_anywhere_is_refused_or_warned_of(build, data):
    rows = [build.entity_row(number, f"ORBITA {number}") for number in range(1, 6)]
    copy = build.ofac(rows, line_end="\n", end_row=False)
    length = data.draw(st.integers(0, len(copy) - 1))
    try:
        version = build.read_one(sdn__csv=copy[:length])
    except ListError:
        return
    assert "sdn.csv has no end row: whether it is complete cannot be told" in version.warnings


@settings(deadline=None, max_examples=300)
@given(remarks=st.text(), name=st.text(min_size=1), kind=st.sampled_from(["individual", "vessel", "aircraft", "-0- "]))
def test_any_text_in_a_cell_is_read_or_refused(build, remarks, name, kind):
    try:
        version = build.mined(remarks, kind, name)
    except ListError:
        return
    assert version.entity_count == 1
