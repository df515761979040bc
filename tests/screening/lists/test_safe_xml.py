"""XML is streamed, and nothing in it is expanded, fetched or quoted in messages."""

import pytest

from screening.errors import ListError
from screening.lists.safe_xml import root, stream


def test_elements_are_streamed_whatever_their_namespace():
    data = b'<a xmlns="urn:x"><b n="1"><c>one</c></b><other/><b n="2"/></a>'
    assert [element.get("n") for element in stream(data, ("b",), "f.xml")] == ["1", "2"]


def test_memory_is_freed_behind_the_reader():
    data = b"<a>" + b"<b><c/></b>" * 50_000 + b"</a>"  # far more than the parser reads at once
    assert max(len(element.getparent()) for element in stream(data, ("b",), "f.xml")) < 5_000


def test_the_root_is_read_without_the_rest():
    name, attributes = root(b'<a xmlns="urn:x" day="1"><b></wrong></a>' + b" " * 100_000, "f.xml")
    assert (name.localname, name.namespace, attributes) == ("a", "urn:x", {"day": "1"})


@pytest.mark.parametrize(
    "declaration", [b"<!DOCTYPE a>", b'<!DOCTYPE a [<!ENTITY e "x">]>', b'<!DOCTYPE a SYSTEM "a.dtd">']
)
def test_declarations_are_refused_before_anything_is_parsed(declaration):
    with pytest.raises(ListError, match="declares a document type or entities"):
        list(stream(declaration + b"<a><b/></a>", ("b",), "f.xml"))
    with pytest.raises(ListError, match="declares a document type or entities"):
        root(declaration + b"<a/>", "f.xml")


def test_a_break_is_named_by_its_place_alone():
    with pytest.raises(ListError) as caught:
        list(stream(b"<a>\n<b>SECRETOV</b>\n<b>PRIMEROV</c></a>", ("b",), "f.xml"))
    assert "line 3" in str(caught.value)
    assert "PRIMEROV" not in str(caught.value)
    assert caught.value.__cause__ is None
