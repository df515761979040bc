"""The METI reader: cells of several lines in two languages, and numbers that identify nothing."""

import re
import zipfile

import pytest
from lxml import etree

from screening.errors import ListError

HEADER = [
    "No.", "国名、地域名\nCountry or Region", "企業名､組織名\nCompany or Organization", "別名\nAlso Known As",
    "懸念区分\nType of WMD", "通常兵器\nConventional Weapons",
]  # fmt: skip


def version_of(build, *rows):
    numbered = [[number, *row] for number, row in enumerate(rows, start=1)]
    return build.read_one(**{"meti_2025-09-29__xlsx": build.workbook([HEADER, *numbered])})


def names_of(build, name, others=""):
    version = version_of(build, ["イラン\nIslamic Republic of Iran", name, others, "核\nN"])
    return dict(version.names["name", "name_kind"].rows())


def test_a_row(build):
    version = version_of(
        build, ["イラン\nIslamic Republic of Iran", "Orbita Example", "", "ミサイル、核\nM、Ｎ", "通常兵器\nCW"]
    )
    (row,) = version.entities.to_dicts()
    assert (version.list_id, str(version.published_date), version.warnings) == ("JP-METI", "2025-09-29", ())
    assert (row["programmes"], row["country_codes"]) == (["CW", "M", "N"], ["IR"])
    assert (row["primary_name"], row["entity_type"]) == ("Orbita Example", "organisation")


@pytest.mark.parametrize(
    ("name", "others", "expected"),
    [
        ("Orbita Example\n(例会社)", "", {"Orbita Example": "primary", "例会社": "alias"}),
        ("Orbita Example （例会社）", "", {"Orbita Example": "primary", "例会社": "alias"}),
        ("Orbita Example (OEX)(例会社)", "", {"Orbita Example": "primary", "OEX": "weak", "例会社": "alias"}),
        ("Orbita\nExample Co.", "", {"Orbita Example Co.": "primary"}),
        ("例会社\n(Orbita Example)", "", {"Orbita Example": "primary", "例会社": "alias"}),
        ("例会社", "", {"例会社": "primary"}),
        ("Orbita (Pvt) Ltd.", "", {"Orbita (Pvt) Ltd.": "primary"}),
        ("Orbita (Middle East branch)", "", {"Orbita (Middle East branch)": "primary"}),
        ("Orbita “A”", "", {"Orbita “A”": "primary"}),
        (
            "Orbita",
            " ・Orbita One\n・Orbita\nTwo Works\n（例工場）\n・ORB・Works\n",
            {"Orbita": "primary", "Orbita One": "alias", "Orbita Two Works": "alias", "例工場": "alias",
             "ORB・Works": "alias"},
        ),
        ("Orbita", "Orbita Without Dot", {"Orbita": "primary", "Orbita Without Dot": "alias"}),
    ],
)  # fmt: skip
def test_names(build, name, others, expected):
    assert names_of(build, name, others) == expected


def test_an_entity_keeps_its_number_when_rows_are_added_above_it(build):
    row = ["中国\nPeople's Republic of China", "Orbita Example", "", "核\nN"]
    before = version_of(build, row).entities
    after = version_of(build, ["ロシア\nRussian Federation", "Zarya Example", "", "核\nN"], row).entities
    (number,) = before["entity_id"].to_list()
    assert number.startswith("JP-METI:CN-")
    assert build.column(after, "entity_hash", entity_id=number) == before["entity_hash"].to_list()


def test_the_same_row_twice_is_refused(build):
    row = ["中国\nPeople's Republic of China", "Orbita Example", "", "核\nN"]
    with pytest.raises(ListError, match="1 entity numbers occur more than once"):
        version_of(build, row, row)


def test_a_row_without_a_name_is_refused(build):
    with pytest.raises(ListError, match="row 2 has no name"):
        version_of(build, ["中国\nPeople's Republic of China", "", "", "核\nN"])


def test_empty_rows_are_passed_over_and_a_list_without_rows_is_refused(build):
    empty = build.workbook([HEADER, ["", "", "", "", "", " "]])
    with pytest.raises(ListError, match="holds no entity"):
        build.read_files(meti__xlsx=empty)


def test_other_workbooks_are_refused(build):
    with pytest.raises(ListError, match="the format is not known"):
        build.read_files(other__xlsx=build.workbook([["Name", "Country"], ["Orbita", "Iran"]]))


@pytest.mark.shared
def test_the_real_list_counted_independently(build, load):
    path = build.shared / "jp" / "meti_end_user_list_2025-09-29.xlsx"
    version = load("jp", "meti_end_user_list_2025-09-29.xlsx")
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        shared = etree.fromstring(archive.read("xl/sharedStrings.xml"))
    texts = [
        "".join(item.xpath(".//*[local-name()='t'][not(ancestor::*[local-name()='rPh'])]/text()")) for item in shared
    ]
    cells = {ref: texts[int(n)] for ref, n in re.findall(r'<c r="([A-F]\d+)"[^>]*t="s"[^>]*><v>(\d+)<', sheet)}
    rows = {int(ref[1:]) for ref in cells} - {1}
    assert version.entity_count == len(rows) == 835
    assert version.warnings == ()
    letters = [set(re.findall("[BCMNＮ]", cells.get(f"E{n}", "").replace("CW", ""))) for n in rows]
    for letter in "BCM":
        stated = sum(letter in found for found in letters)
        assert sum(letter in programmes for programmes in version.entities["programmes"]) == stated
    conventional = sum("CW" in cells.get(f"F{n}", "") for n in rows)
    assert sum("CW" in programmes for programmes in version.entities["programmes"]) == conventional == 240
    bullets = sum(len(re.findall(r"^\s*・", cells.get(f"D{n}", ""), re.MULTILINE)) for n in rows)
    others = version.names.filter(version.names["name_kind"] != "primary").height
    assert others > bullets > 1400
    lines = {" ".join(line.strip("・ ").split()) for n in rows for line in cells.get(f"D{n}", "").splitlines()}
    whole = {line for line in lines if line and line.isascii() and "(" not in line}
    assert len(whole - set(version.names["name"])) <= 2  # one name is broken over two lines
