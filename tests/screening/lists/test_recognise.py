"""Formats are told by content, and what is no list is refused with a reason."""

import gzip

import pytest

from screening.errors import ListError

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><CONSOLIDATED_LIST dateGenerated="&c;">&c;</CONSOLIDATED_LIST>"""
EXTERNAL = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><CONSOLIDATED_LIST>&e;</CONSOLIDATED_LIST>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b" \r\n ", "the file is empty"),
        (b"<!DOCTYPE html><html><body>503</body></html>", "the file is a web page"),
        (b"\n<HTML><head/>", "the file is a web page"),
        (b"PK\x03\x04rest", "the file is a ZIP archive"),
        (gzip.compress(b"1,2", mtime=0), "the file is a gzip file"),
        (b"%PDF-1.7", "the file is a PDF document"),
        ("<CONSOLIDATED_LIST/>".encode("utf-16"), "looks like UTF-16"),
        ("<CONSOLIDATED_LIST/>".encode("utf-16-le"), "looks like UTF-16"),
        (b'<?xml version="1.0" encoding="windows-1251"?><CONSOLIDATED_LIST/>', "declared as windows-1251, not UTF-8"),
        (b"<CONSOLIDATED_LIST>\xff</CONSOLIDATED_LIST>", "broken or cut off at line 1"),
        (LAUGHS, "declares a document type or entities"),
        (EXTERNAL, "declares a document type or entities"),
        (b"<CONSOLIDATED_LIST>&undefined;</CONSOLIDATED_LIST>", "broken or cut off"),
        (b"<CONSOLIDATED_LIST>", "broken or cut off"),
        (b"<Sanctions><DistinctParties/></Sanctions>", "the format is not known"),
        (b"<export><sanctionEntity/></export>", "the format is not known"),
        (b"declaration_id,item_number\n1,2\n", "the format is not known"),
        (b"36,AERO,what,CUBA,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a", "the format is not known"),
        (b"\x1a", "the format is not known"),
        (b"{}", "the format is not known"),
        (b"{\n", "the format is not known"),
        (b"{" * 100_000, "the format is not known"),
    ],
)
def test_what_is_no_list_is_refused(build, data, message):
    with pytest.raises(ListError, match=message) as caught:
        build.read_files(list__dat=data)
    assert caught.value.where.endswith("list.dat")
    assert caught.value.remedy


def test_names_and_endings_of_files_do_not_matter(build):
    sdn = build.ofac([build.entity_row(1, "ORBITA")])
    un = build.un(build.un_person("<FIRST_NAME>IVAN</FIRST_NAME>"))
    eu = b"\xef\xbb\xbf" + build.eu(build.eu_entity(build.eu_name("Orbita")))
    versions = build.read_files(a__xml=sdn, b__csv=un, c=eu)
    assert [v.format for v in versions] == ["eu_fsf_xml", "ofac_csv", "un_xml"]


def test_comments_before_and_between_elements_are_no_matter(build):
    data = build.un(build.un_person("<!-- x --><FIRST_NAME>IVAN<!-- y --></FIRST_NAME><?pi z?>"))
    assert build.column(build.read_one(un__xml=data).entities, "primary_name") == ["IVAN"]
