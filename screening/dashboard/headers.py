"""Security headers on every answer, and a check of where a request comes from.

NiceGUI compiles its components in the browser, so its pages cannot do without `unsafe-eval`. Inline scripts run only
with the nonce that is drawn for each answer: markup that somebody smuggles into a page does not run.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_MARK = "x-nicegui-content"
"""Header by which NiceGUI marks its pages."""

_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With `no-referrer`, browsers would hide from us where a form came from, too.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_PAGE = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


class SecurityHeaders:
    """Adds the headers, and to the scripts of a NiceGUI page the nonce that lets them run."""

    def __init__(self, app: ASGIApp, *, is_tls: bool) -> None:
        self.app = app
        self.fixed = _COMMON | ({"Strict-Transport-Security": "max-age=31536000"} if is_tls else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body: list[bytes] = []

        async def send_with_headers(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in self.fixed.items():
                    headers[name] = value
                if PAGE_MARK in headers:  # a page is held back until it is whole
                    start = message
                    return
                headers["Content-Security-Policy"] = _STRICT
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "no-store"
            elif start:
                body.append(message.get("body", b""))
                if message.get("more_body"):
                    return
                await send_page(b"".join(body))
                return
            await send(message)

        async def send_page(content: bytes) -> None:
            nonce = secrets.token_urlsafe(18)
            # Data in a page has its < escaped, so every <script that is left is one of the page's own.
            content = content.replace(b"<script", f'<script nonce="{nonce}"'.encode())
            headers = MutableHeaders(raw=start["headers"])
            headers["Content-Security-Policy"] = _PAGE.format(nonce=nonce)
            headers["Content-Length"] = str(len(content))
            await send(start)
            await send({"type": "http.response.body", "body": content})

        await self.app(scope, receive, send_with_headers)


class SameOrigin:
    """Refuses what another site sends: every POST and every web socket must come from a page of this server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        is_risky = scope["type"] == "websocket" or (
            scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS")
        )
        if is_risky and not _is_same_origin(Headers(scope=scope)):
            await refuse(scope, receive, send, "This request comes from another site.")
            return
        await self.app(scope, receive, send)


def _is_same_origin(headers: Headers) -> bool:
    # Browsers send Origin with every POST and web socket; what has none is no browser, and has no cookie to abuse.
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


async def refuse(scope: Scope, receive: Receive, send: Send, why: str, status: int = 403) -> None:
    """Answer with an error; close a web socket before it opens."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4403})
        return
    await PlainTextResponse(why, status_code=status)(scope, receive, send)
