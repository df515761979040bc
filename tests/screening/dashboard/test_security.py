"""What the server refuses and how it answers, seen without a browser."""

import re
import socket

import httpx
import pytest

from screening.dashboard.entrance import _inside
from screening.dashboard.gate import form_token
from screening.review import Accounts

pytestmark = pytest.mark.xdist_group("two-runs")

SESSION = "screening"


def test_without_a_session_a_page_leads_to_the_sign_in_and_back(served):
    answer = httpx.get(f"{served.base}/overview?days=7", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Foverview%3Fdays%3D7"


def test_without_a_session_nothing_else_is_answered(served):
    assert httpx.get(f"{served.base}/api/alerts").status_code == 401
    assert httpx.post(f"{served.base}/sign-out").status_code == 401
    assert httpx.get(f"{served.base}/_nicegui_ws/socket.io/?EIO=4&transport=polling").status_code == 401


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(served):
    with httpx.Client(base_url=served.base) as client:
        token = client.get("/sign-in").text.split('name="token" value="')[1].split('"')[0]
        answer = client.post(
            "/sign-in", data={"name": "root", "password": "tall grass on quiet hills", "token": token, "next": "//evil"}
        )
    assert answer.headers["location"] == "/", "an address of another site is not followed"
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith(f"{SESSION}="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", "/a\n"]
)
def test_only_addresses_of_this_server_are_followed(wanted):
    assert _inside(wanted) == "/"
    assert _inside("/alert/1?x=2") == "/alert/1?x=2"


def test_a_sign_in_without_the_forms_token_is_refused(served):
    data = {"name": "root", "password": "tall grass on quiet hills", "token": "guessed", "next": "/"}
    answer = httpx.post(f"{served.base}/sign-in", data=data)
    assert answer.status_code == 403
    assert SESSION not in answer.cookies


def test_a_form_of_another_site_is_refused(served, sign_in):
    client = sign_in("root")
    token = form_token(client.cookies[SESSION])
    answer = client.post("/sign-out", data={"token": token}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert client.post("/sign-out", data={"token": "guessed"}).status_code == 403
    assert client.get("/").status_code == 200, "still signed in"


def _handshake(served, cookie: str, origin: str, query: str = "EIO=4&transport=websocket") -> str:
    host = served.base.removeprefix("http://")
    address, _, port = host.partition(":")
    with socket.create_connection((address, int(port)), timeout=20) as connection:
        connection.sendall(
            f"GET /_nicegui_ws/socket.io/?{query} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            f"Origin: {origin}\r\nCookie: {SESSION}={cookie}\r\n\r\n".encode()
        )
        return connection.recv(200).decode(errors="replace").splitlines()[0]


def test_a_web_socket_needs_a_session_of_this_site_and_its_own_page(served, sign_in):
    client = sign_in("root")
    mine = client.cookies[SESSION]
    assert "101" in _handshake(served, mine, served.base)
    assert "403" in _handshake(served, mine, "https://evil.example")
    assert "403" in _handshake(served, "no session", served.base)
    client_id = re.search(r"'client_id': '([0-9a-f-]{36})'", client.get("/").text)[1]
    theirs = sign_in("aigerim").cookies[SESSION]
    query = f"EIO=4&transport=websocket&client_id={client_id}"
    assert "101" in _handshake(served, mine, served.base, query)
    assert "403" in _handshake(served, theirs, served.base, query)


def test_every_answer_has_the_headers_and_inline_scripts_need_a_nonce(served, sign_in):
    client = sign_in("root")
    answer = client.get("/")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    script = re.search(r"script-src ([^;]+)", policy)[1]
    assert "'unsafe-inline'" not in script
    nonce = re.search(r"'nonce-([^']+)'", script)[1]
    assert answer.text.count(f'<script nonce="{nonce}"') == answer.text.count("<script")
    assert nonce not in client.get("/").text, "a nonce is drawn anew each time"
    assert "script-src" not in client.get("/sign-in").headers["content-security-policy"], "no script at all"


def test_five_wrong_passwords_shut_the_door_for_a_while(served, sign_in):
    with httpx.Client(base_url=served.base) as client:
        token = client.get("/sign-in").text.split('name="token" value="')[1].split('"')[0]
        data = {"name": "mallory", "password": "wrong", "token": token, "next": "/"}
        statuses = [client.post("/sign-in", data=data).status_code for _ in range(7)]
    assert statuses[:5] == [401] * 5
    assert statuses[5:] == [429] * 2
    assert SESSION in sign_in("root").cookies, "others may still sign in"


def test_the_first_password_must_be_changed_before_anything_else(served, sign_in):
    client = sign_in("viktor")
    for page in ("/", "/overview", "/accounts", "/alert/1"):
        assert client.get(page).headers["location"] == "/password"
    assert client.get("/api/alerts", headers={"accept": "application/json"}).status_code == 403
    assert client.post("/alert/1").status_code == 403
    assert "403" in _handshake(served, client.cookies[SESSION], served.base)
    token = form_token(client.cookies[SESSION])
    new = {
        "old": "tall grass on quiet hills",
        "new": "low clouds over far fields",
        "again": "low clouds over far fields",
    }
    assert client.post("/password", data=new | {"token": "guessed"}).status_code == 403
    assert client.post("/password", data=new | {"token": token, "again": "x"}).status_code == 400
    assert client.post("/password", data=new | {"token": token, "old": "x"}).status_code == 400
    assert client.post("/password", data=new | {"token": token}).headers["location"] == "/"
    assert client.get("/").status_code == 200


def test_a_disabled_account_is_out_at_once(served, sign_in):
    accounts = Accounts(served.settings)
    root = accounts.actor_of(sign_in("root").cookies[SESSION])
    accounts.add(root, "short-lived", "officer", "tall grass on quiet hills")
    client = sign_in("short-lived")
    assert client.get("/password").status_code == 200
    accounts.disable(root, "short-lived")
    assert client.get("/password").status_code == 303


def test_accounts_are_for_administrators(sign_in):
    assert sign_in("daniyar").get("/accounts").headers["location"] == "/"
    assert sign_in("root").get("/accounts").status_code == 200


def test_programs_read_the_same_queue(served, sign_in):
    client = sign_in("daniyar")
    page = client.get("/api/alerts", params={"severity": "critical,high", "status": "all"}).json()
    assert page["total"] == len(page["alerts"]) > 0
    assert {alert["severity"] for alert in page["alerts"]} <= {"critical", "high"}
    one = client.get(f"/api/alerts/{page['alerts'][0]['alert_id']}").json()
    assert one["reasons"][0]["reason_number"] == 1
    assert client.get("/api/alerts/nothing").status_code == 404
    assert client.post("/api/alerts").status_code in (404, 405)


def test_the_log_holds_no_query_and_no_name(served, sign_in):
    client = sign_in("root")
    client.get("/", params={"search": "ТОО «Астана Микросхема Трейдинг»"})
    client.get("/no-such-page", params={"trader": "LUNOKVARTS"})
    log = served.log.read_text()
    assert "search" not in log
    assert "LUNOKVARTS" not in log
    assert "%D0" not in log
