"""Fetching from a server on this machine: what is taken, what is tried again, what is refused."""

import gzip
import time
import zlib

import pytest

from screening.errors import ListError, SettingsError
from screening.lists.fetch import Limits, fetch, tls_context

QUICK = Limits(connect_seconds=2, read_seconds=0.4, total_seconds=1.5, attempts=3, first_pause_seconds=0.01)
BODY = b"<list>" + b"x" * 200_000 + b"</list>"


@pytest.fixture
def get(list_server, tmp_path):
    def run(path="/list.xml", **named):
        given = {"hosts": ("localhost",), "max_bytes": 1_000_000, "limits": QUICK} | named
        given.setdefault("context", tls_context(list_server.ca_file))
        return fetch(list_server.url(path), tmp_path / "list.xml", **given)

    yield run
    assert not list(tmp_path.glob(".*.part")), "nothing half is left"


@pytest.fixture
def refused(get, list_server, tmp_path):
    def run(answer, why, asked=1, **named):
        if answer is not None:
            list_server.answers["/list.xml"] = answer
        with pytest.raises(ListError, match=why) as error:
            get(**named)
        assert len(list_server.asked) == asked
        assert not (tmp_path / "list.xml").exists()
        return error.value

    return run


def test_a_file_is_taken_with_what_tells_it_from_the_next(get, list_server, tmp_path):
    list_server.answers["/list.xml"] = lambda h: h.give(BODY, ETag='"1"', Last_Modified="Mon, 02 Nov 2026 10:00:00 GMT")
    answer = get()
    assert (tmp_path / "list.xml").read_bytes() == BODY
    assert (answer.status, answer.etag, answer.byte_count) == (200, '"1"', len(BODY))
    assert answer.last_modified == "Mon, 02 Nov 2026 10:00:00 GMT"
    assert list_server.asked[0][1]["User-Agent"].startswith("screening/")


def test_what_has_not_changed_is_not_sent_again(get, list_server, tmp_path):
    def answer(handler):
        known = handler.headers["If-None-Match"] == '"1"' and handler.headers["If-Modified-Since"] == "then"
        handler.give(status=304) if known else handler.give(BODY)

    list_server.answers["/list.xml"] = answer
    assert not get(etag='"1"', last_modified="then").is_new
    assert not (tmp_path / "list.xml").exists()
    assert get().is_new


def test_a_packed_answer_is_unpacked_even_in_several_members(get, list_server, tmp_path):
    packed = gzip.compress(BODY[:1000]) + gzip.compress(BODY[1000:])
    list_server.answers["/list.xml"] = lambda h: h.give(packed, Content_Encoding="gzip")
    assert get().byte_count == len(BODY)
    assert (tmp_path / "list.xml").read_bytes() == BODY


def test_a_gzip_bomb_is_stopped_at_the_limit(refused):
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(200)), packer.flush()])
    assert len(bomb) < 300_000
    refused(lambda h: h.give(bomb, Content_Encoding="gzip"), "larger than 1 MB")


def test_too_large_is_refused_before_it_is_sent_and_while_it_comes(refused):
    refused(lambda h: h.give(b"x" * 10, Content_Length=5_000_000), "larger than 1 MB")
    refused(lambda h: h.give(b"x" * 1_200_000, Content_Length=None), "larger than 1 MB", asked=2)


def test_other_packings_were_not_asked_for(refused):
    refused(lambda h: h.give(b"x", Content_Encoding="br"), "packed as br")


def test_a_passing_fault_is_tried_again(get, list_server):
    answers = iter(
        [lambda h: h.give(status=500), lambda h: h.give(status=429, Retry_After="0"), lambda h: h.give(BODY)]
    )
    list_server.answers["/list.xml"] = lambda h: next(answers)(h)
    assert get().byte_count == len(BODY)
    assert len(list_server.asked) == 3


@pytest.mark.parametrize(
    ("status", "asked"), [(500, 3), (503, 3), (429, 3), (404, 1), (403, 1), (410, 1), (206, 1), (204, 1)]
)
def test_errors_of_ours_are_not_tried_again(refused, status, asked):
    refused(lambda h: h.give(status=status), f"answers {status}", asked=asked)


def test_a_server_that_asks_for_too_long_a_pause_is_left_alone(refused):
    refused(lambda h: h.give(status=503, Retry_After="3600"), "answers 503")


def test_an_answer_that_breaks_off_is_tried_again_and_never_kept(refused):
    refused(lambda h: h.give(BODY[:1000], Content_Length=len(BODY)), "connection broke", asked=3)


def test_a_packed_answer_that_is_cut_off_is_not_taken_as_whole(refused):
    packed = gzip.compress(BODY)[:-20]
    refused(lambda h: h.give(packed, Content_Encoding="gzip"), "cut off", asked=3)


def test_a_server_that_says_nothing(refused):
    refused(lambda h: time.sleep(0.7), "does not answer in time", asked=3)


def test_a_server_that_drips(refused):
    def drip(handler):
        handler.give(b"", Content_Length=1000)
        for _ in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    began = time.monotonic()
    refused(drip, "takes longer")
    assert time.monotonic() - began < 4


def to(address):
    return lambda h: h.give(status=302, Location=address)


def test_redirects_are_followed_to_allowed_hosts(get, list_server, tmp_path):
    list_server.answers |= {
        "/list.xml": to("/there"),
        "/there": to(list_server.url("/then?signature=x")),
        "/then": BODY,
    }
    assert get().byte_count == len(BODY)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://elsewhere.example/list.xml", "elsewhere.example, which is not an allowed host"),
        ("https://localhost.elsewhere.example/list.xml", "not an allowed host"),
        ("http://localhost/list.xml", "not https"),
        ("file:///etc/passwd", "not https"),
        ("https://localhost:1/list.xml", "another port"),
        ("https://user:word@localhost/list.xml", "another port or user"),
        ("/list.xml", "redirects more than 5 times"),
    ],
)
def test_other_redirects_are_not_followed(refused, address, why):
    refused(to(address), why, asked=6 if address == "/list.xml" else 1)


def test_a_host_with_a_star_stands_for_what_ends_so(refused):
    refused(to("https://a.storage.example:1/x"), "another port", hosts=("localhost", "*.storage.example"))


def test_the_query_reaches_the_server_and_no_message(refused, list_server):
    error = refused(lambda h: h.give(status=404), "404", query={"token": "s3cret"})
    assert list_server.asked[0][0] == "/list.xml?token=s3cret"
    assert "s3cret" not in str(error)
    list_server.asked.clear()
    assert "s3cret" not in str(refused(to("https://elsewhere.example/?s3cret"), "allowed", query={"token": "s3cret"}))


def test_an_unknown_certificate_is_not_trusted(refused):
    refused(BODY, "certificate is not trusted", asked=0, context=tls_context())


def test_plain_http_is_never_asked(tmp_path):
    with pytest.raises(ListError, match="not https"):
        fetch("http://localhost/x", tmp_path / "x", hosts=("localhost",), max_bytes=10, context=tls_context())


def test_certificates_that_cannot_be_read(tmp_path):
    with pytest.raises(SettingsError) as error:
        tls_context(tmp_path / "none.pem")
    assert error.value.where == "SCREENING_LIST_CA_FILE"
