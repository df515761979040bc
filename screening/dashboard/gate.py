"""Nobody sees a page without a session: who comes without one is sent to sign in, or refused.

A web socket is let in for the session only that asked for the page it belongs to. An account that must change its
password comes as far as the page for that.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import parse_qs, quote

from anyio import to_thread
from nicegui import Client
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from screening.dashboard.headers import refuse
from screening.dashboard.services import Services, Visitor
from screening.dashboard.texts import Speaker
from screening.texts import LANGUAGES

LANGUAGE_COOKIE, THEME_COOKIE = "screening_language", "screening_theme"
THEMES = ("auto", "light", "dark")
_OPEN_PATHS = ("/sign-in", "/preferences", "/assets/", "/_nicegui/", "/favicon.ico", "/health")
_PASSWORD_PATHS = ("/password", "/sign-out")
_SOCKET_PATH = "/_nicegui_ws/"
_VISITOR = "screening.visitor"


class SessionGate:
    """Looks the session up for every request and puts its `Visitor` into the scope."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app = app
        self.services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] not in ("http", "websocket") or _is_open(scope["path"]):
            await self.app(scope, receive, send)
            return
        visitor = await self._visitor(HTTPConnection(scope))
        if visitor is None:
            await _turn_away(scope, receive, send)
            return
        if scope["path"].startswith(_SOCKET_PATH) and not _owns_page(scope, visitor):
            await refuse(scope, receive, send, "This page belongs to another session.")
            return
        scope[_VISITOR] = visitor
        if scope["path"] not in _PASSWORD_PATHS and await to_thread.run_sync(
            self.services.accounts.must_change_password, visitor.actor.name
        ):
            await _lead_to_password(scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _visitor(self, connection: HTTPConnection) -> Visitor | None:
        token = connection.cookies.get(self.services.session_cookie)
        if not token:
            return None
        actor = await to_thread.run_sync(self.services.accounts.actor_of, token)
        if actor is None:
            return None
        say = Speaker(language_of(connection), self.services.writer.policy.working.zone)
        return Visitor(token, actor, theme_of(connection), say)


def visitor_of(request: Request) -> Visitor:
    """Return who looks at a page; the gate has put it there."""
    visitor: Visitor = request.scope[_VISITOR]
    return visitor


def language_of(connection: HTTPConnection) -> str:
    """Return the language that was chosen, else the first that the browser asks for and that there is, else English."""
    chosen = connection.cookies.get(LANGUAGE_COOKIE, "")
    asked = [
        part.split(";")[0].split("-")[0].strip() for part in connection.headers.get("accept-language", "").split(",")
    ]
    return next((language for language in (chosen, *asked) if language in LANGUAGES), LANGUAGES[0])


def theme_of(connection: HTTPConnection) -> str:
    """Return light or dark as chosen, else auto."""
    chosen = connection.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else THEMES[0]


def form_token(token: str) -> str:
    """Return what every form of a session carries: only a page of that session can know it."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def _is_open(path: str) -> bool:
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in _OPEN_PATHS)


def _owns_page(scope: Scope, visitor: Visitor) -> bool:
    client_id = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("client_id", [""])[0]
    client = Client.instances.get(client_id)
    # A page that is gone is told to reload by NiceGUI itself.
    return client is None or hmac.compare_digest(visitor_of(client.request).token, visitor.token)


def _is_page(scope: Scope) -> bool:
    is_get = scope["type"] == "http" and scope["method"] == "GET"
    return is_get and "text/html" in Headers(scope=scope).get("accept", "")


async def _lead_to_password(scope: Scope, receive: Receive, send: Send) -> None:
    if _is_page(scope):
        await RedirectResponse("/password", status_code=303)(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/api/"):
        await JSONResponse({"detail": "change the password first"}, status_code=403)(scope, receive, send)
    else:
        await refuse(scope, receive, send, "Change the password first.")


async def _turn_away(scope: Scope, receive: Receive, send: Send) -> None:
    if _is_page(scope):
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = quote(scope["path"] + (f"?{query}" if query else ""), safe="")
        await RedirectResponse(f"/sign-in?next={wanted}", status_code=303)(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/api/"):
        await JSONResponse({"detail": "sign in first"}, status_code=401)(scope, receive, send)
    else:
        await refuse(scope, receive, send, "Sign in first.", status=401)
