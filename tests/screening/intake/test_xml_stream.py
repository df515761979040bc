"""What must not be read is refused with file and line; one declaration in memory at a time."""

import re

import pytest

from screening.errors import IntakeError
from screening.intake import load_file, load_inbox, xml_stream
from screening.intake.xml_file import read_xml, recognise
from screening.intake.xml_prolog import looks_like_xml
from screening.intake.xml_stream import events

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f'{HEAD}<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><ASYCUDA><Item>&l9;</Item></ASYCUDA>', "document type"),
        (f'{HEAD}<!-- a --><!DOCTYPE a SYSTEM "file:///etc/passwd"><ASYCUDA/>', "document type"),
        (f'{HEAD}<!DOCTYPE a [<!ENTITY x SYSTEM "http://example.org/">]><ASYCUDA a="&x;"/>', "document type"),
        (f"{HEAD}<ASYCUDA>\n<Item>&x;</Item></ASYCUDA>", "line 2"),
        (f"{HEAD}<ASYCUDA>\n<Item>", "cut off at line 2"),
        (f"{HEAD}<ASYCUDA>\n<Item></Items></ASYCUDA>", "line 2"),
        (f"{HEAD}<ASYCUDA/><ASYCUDA/>", "not well-formed"),
        (f"{HEAD}{'<a>' * 3000}{'</a>' * 3000}", "not well-formed"),
        (f"{HEAD}<ASYCUDA><Item>{'x' * 11_000_000}</Item></ASYCUDA>", "not well-formed"),
        (f"{HEAD}", "no element"),
        ('<?xml version="1.0" encoding="UTF-7"?><ASYCUDA/>', "declared as UTF-7"),
        ('<?xml version="1.0" encoding="EBCDIC-CP-US"?><ASYCUDA/>', "declared as EBCDIC"),
        (f"{HEAD}<html><body>Gateway time-out</body></html>", "no declaration of a known format"),
        (f"{HEAD}<Declaration><GovernmentAgencyGoodsItem/></Declaration>", "no declaration of a known format"),
        (f"{HEAD}<a><ASYCUDA/><Item/></a>", "stands outside of ASYCUDA"),
        (f"{HEAD}<a><ASYCUDA/><ESADout_CU/></a>", "several formats"),
        (f"{HEAD}<ASYCUDA><ASYCUDA/></ASYCUDA>", "inside another"),
    ],
)
def test_a_file_that_is_refused(tmp_path, content, said):
    path = tmp_path / "bad.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(IntakeError, match=re.escape(said)) as error:
        list(read_xml(path, recognise(path)))
    assert "bad.xml" in str(error.value)
    assert error.value.remedy
    assert "x" * 100 not in str(error.value)


def test_nothing_is_stored_of_a_file_that_is_cut_off(lake, samples, tmp_path):
    path = tmp_path / "cut.xml"
    path.write_bytes((samples / "esadout.xml").read_bytes()[:-20])
    with pytest.raises(IntakeError, match="cut off"):
        load_file(lake, path)
    counted = "SELECT (SELECT count(*) FROM intake.files), (SELECT count(*) FROM intake.rejected_rows)"
    assert lake.execute(counted).fetchone() == (0, 0)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_in_another_encoding(tmp_path, encoding):
    path = tmp_path / "bad.xml"
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><ASYCUDA><Item/></ASYCUDA>'
    path.write_bytes(text.encode(encoding))
    with pytest.raises(IntakeError):
        recognise(path)


def test_bytes_of_another_encoding_are_refused(tmp_path):
    path = tmp_path / "bad.xml"
    path.write_bytes(f"{HEAD}<ASYCUDA>\n<Item>Плитка</Item></ASYCUDA>".encode("cp1251"))
    with pytest.raises(IntakeError, match="line 2"):
        list(read_xml(path, recognise(path)))


def test_utf_16_is_read(samples, tmp_path, read):
    path = tmp_path / "wide.xml"
    text = (samples / "esadout.xml").read_text(encoding="utf-8").replace("UTF-8", "UTF-16")
    path.write_bytes(text.encode("utf-16"))
    assert looks_like_xml(path)
    assert read(path) == read(samples / "esadout.xml")


def test_a_declaration_without_items_is_a_rejected_row(lake, tmp_path, samples):
    body = (samples / "asycuda.xml").read_text(encoding="utf-8").split("?>\n", 1)[1]
    path = tmp_path / "a.xml"
    path.write_text(f"<all><ASYCUDA><Property/></ASYCUDA>{body}</all>", encoding="utf-8")
    report = load_file(lake, path)
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (3, 2, 1)
    assert lake.execute("SELECT row_number, reason_code FROM intake.rejected_rows").fetchall() == [(1, "NO_ITEMS")]


def test_the_name_of_a_file_says_nothing(lake, tmp_path, samples):
    path = tmp_path / "declarations.csv"
    path.write_bytes(b"\n  " + (samples / "wco.xml").read_bytes().split(b"?>\n", 1)[1])
    load_file(lake, path)
    assert lake.execute("SELECT format FROM intake.files").fetchone() == ("wco_xml",)


@pytest.mark.parametrize(
    ("limit", "value", "body", "said"),
    [
        ("MAX_ITEMS", 3, "<Item/>" * 4, "more than 3 items"),
        ("MAX_GAP_BYTES", 1 << 16, f"<a>{'<b/>' * 50_000}</a>", "neither a goods item nor a declaration"),
        ("MAX_HEADER_BYTES", 1 << 16, "<Item/>".join(f"<a>{'<b/>' * 5_000}</a>" for _ in range(9)), "header"),
    ],
)
def test_limits(tmp_path, monkeypatch, limit, value, body, said):
    monkeypatch.setattr(xml_stream, limit, value)
    path = tmp_path / "large.xml"
    path.write_text(f"<ASYCUDA>{body}</ASYCUDA>", encoding="utf-8")
    with pytest.raises(IntakeError, match=said):
        list(read_xml(path, recognise(path)))


@pytest.mark.parametrize("pattern", ["{0}", "<Document>{0}<Mark/></Document>"])
def test_declarations_that_are_done_with_are_freed(tmp_path, pattern):
    path = tmp_path / "many.xml"
    one = pattern.format("<ASYCUDA><Property/>" + "<Item><a>1</a></Item>" * 3 + "</ASYCUDA>")
    path.write_text(f"<all><Body>{one * 300}</Body></all>", encoding="utf-8")
    held = []
    for declaration in xml_stream.declarations(path, "ASYCUDA", "Item", {}, lambda _: True):
        root = declaration.element.getroottree().getroot()
        held.append(sum(1 for _ in root.iter()))
    assert len(held) == 300
    # All that is parsed ahead of the reader is one chunk of the file.
    assert max(held[100:]) <= max(held[:100])


def test_events_count_bytes(samples):
    path = samples / "wco.xml"
    *_, (event, _, read_bytes) = events(path, ("Declaration",))
    assert event == "end"
    assert 0 < read_bytes <= path.stat().st_size


def test_the_inbox_takes_xml(lake, settings, samples):
    for path in samples.glob("*.xml"):
        (settings.inbox_folder / path.name.upper()).write_bytes(path.read_bytes())
    (settings.inbox_folder / "cut.xml").write_bytes(b"<ASYCUDA>")
    report = load_inbox(lake, settings.inbox_folder)
    assert sum(file.rows_read for file in report.new_files) == 8
    assert ["cut.xml" in str(error) for error in report.refused] == [True]
