"""The middleware alone, around a small application."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from screening.dashboard.headers import SameOrigin, SecurityHeaders
from screening.dashboard.services import Services


def page(chunks, headers=((b"x-nicegui-content", b"page"), (b"content-length", b"1"))):
    async def app(scope, receive, send):
        await send(
            {"type": "http.response.start", "status": 200, "headers": [*headers, (b"content-type", b"text/html")]}
        )
        for number, chunk in enumerate(chunks):
            await send({"type": "http.response.body", "body": chunk, "more_body": number < len(chunks) - 1})

    return app


def ask(app, kind="http", method="GET", headers=()):
    sent = []

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "method": method, "path": "/", "query_string": b"", "headers": list(headers)}
    # In a thread: where a browser is open, this one has a loop already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, app(scope, receive, send)).result()
    return sent


def test_a_page_in_pieces_gets_its_nonces_and_its_length():
    start, body = ask(SecurityHeaders(page([b"<html><scr", b"ipt>1</script>", b"<script src=x>"]), is_tls=False))
    headers = dict(start["headers"])
    nonce = headers[b"content-security-policy"].split(b"'nonce-")[1].split(b"'")[0]
    assert body["body"] == b'<html><script nonce="%s">1</script><script nonce="%s" src=x>' % (nonce, nonce)
    assert int(headers[b"content-length"]) == len(body["body"])
    assert b"strict-transport-security" not in headers


def test_what_is_no_page_may_run_nothing_and_streams_through():
    sent = ask(SecurityHeaders(page([b"<script>", b"x"], headers=()), is_tls=True))
    assert [message.get("body") for message in sent[1:]] == [b"<script>", b"x"]
    headers = dict(sent[0]["headers"])
    assert headers[b"content-security-policy"].startswith(b"default-src 'none'")
    assert headers[b"strict-transport-security"] == b"max-age=31536000"


def test_what_another_site_sends_is_refused():
    app = SameOrigin(page([b"ok"]))
    host = (b"host", b"screening.example:8090")
    evil, own = (b"origin", b"https://evil.example"), (b"origin", b"https://screening.example:8090")
    assert ask(app, method="POST", headers=[host, own])[0]["status"] == 200
    assert ask(app, method="POST", headers=[host, evil])[0]["status"] == 403
    assert ask(app, method="POST", headers=[host, (b"origin", b"null")])[0]["status"] == 403
    assert ask(app, method="GET", headers=[host, evil])[0]["status"] == 200
    assert ask(app, kind="websocket", headers=[host, evil]) == [{"type": "websocket.close", "code": 4403}]


def test_with_tls_the_cookie_is_bound_to_the_host():
    assert Services(None, None, None, None, is_tls=True).session_cookie.startswith("__Host-")
    assert not Services(None, None, None, None, is_tls=False).session_cookie.startswith("__Host-")
