"""Signing in and out, changing the password, choosing language and colours: plain forms that need no script."""

from __future__ import annotations

import hmac
import secrets
from importlib import resources
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from screening.dashboard import fragments, palette
from screening.dashboard.gate import (
    LANGUAGE_COOKIE,
    THEME_COOKIE,
    THEMES,
    form_token,
    language_of,
    theme_of,
    visitor_of,
)
from screening.dashboard.services import Services
from screening.dashboard.texts import Speaker
from screening.errors import ScreeningError, SignInError
from screening.review import Session
from screening.texts import LANGUAGES

_FORM_COOKIE = "screening_form"
_YEAR_SECONDS = 365 * 86_400
_ASSETS = {"dashboard.css": "text/css", "dashboard.js": "text/javascript", "icon.svg": "image/svg+xml"}


def entrance(services: Services) -> APIRouter:
    """Return the routes."""
    router = APIRouter(include_in_schema=False)
    _add_assets(router)
    _add_sign_in(router, services)
    _add_password(router, services)

    @router.get("/health")
    def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @router.post("/sign-out")
    async def sign_out(request: Request, token: Annotated[str, Form()] = "") -> Response:
        visitor = visitor_of(request)
        if not hmac.compare_digest(token, form_token(visitor.token)):
            return _stale(request)
        await run_in_threadpool(services.accounts.sign_out, visitor.token)
        answer = RedirectResponse("/sign-in", status_code=303)
        answer.delete_cookie(services.session_cookie, secure=services.is_tls, httponly=True, samesite="lax")
        # What the browser kept of the pages goes with the session.
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer

    @router.post("/preferences")
    def preferences(
        language: Annotated[str, Form()] = "",
        theme: Annotated[str, Form()] = "",
        next: Annotated[str, Form()] = "/",
    ) -> Response:
        answer = RedirectResponse(_inside(next), status_code=303)
        for cookie, value, known in ((LANGUAGE_COOKIE, language, LANGUAGES), (THEME_COOKIE, theme, THEMES)):
            if value in known:
                _remember(answer, services, cookie, value)
        return answer

    return router


def _add_assets(router: APIRouter) -> None:
    @router.get("/assets/palette.css")
    def colours() -> Response:
        return Response(palette.stylesheet(), media_type="text/css", headers={"Cache-Control": "no-cache"})

    @router.get("/assets/{name}")
    def asset(name: str) -> Response:
        if name not in _ASSETS:
            return PlainTextResponse("not found", status_code=404)
        content = (resources.files("screening.dashboard") / "assets" / name).read_bytes()
        return Response(content, media_type=_ASSETS[name], headers={"Cache-Control": "no-cache"})


def _add_sign_in(router: APIRouter, services: Services) -> None:
    @router.get("/sign-in")
    def form(request: Request, next: str = "/") -> Response:
        return _sign_in_page(request, services, next)

    @router.post("/sign-in")
    async def sign_in(
        request: Request,
        name: Annotated[str, Form(max_length=100)] = "",
        password: Annotated[str, Form(max_length=1000)] = "",
        token: Annotated[str, Form()] = "",
        next: Annotated[str, Form()] = "/",
    ) -> Response:
        say = Speaker(language_of(request))
        expected = request.cookies.get(_FORM_COOKIE, "")
        if not expected or not hmac.compare_digest(token, expected):
            return _sign_in_page(request, services, next, say("sign_in.stale"), name, 403)
        client = request.client.host if request.client else ""
        try:
            session = await run_in_threadpool(services.accounts.sign_in, name, password, client=client)
        except SignInError as error:
            is_blocked = "too many" in error.what
            problem = say("sign_in.too_many") if is_blocked else say("sign_in.wrong")
            return _sign_in_page(request, services, next, problem, name, 429 if is_blocked else 401)
        answer = RedirectResponse(_inside(next), status_code=303)
        _begin(answer, services, session)
        if LANGUAGE_COOKIE not in request.cookies:
            _remember(answer, services, LANGUAGE_COOKIE, services.accounts.get(session.actor.name).language)
        return answer


def _begin(answer: Response, services: Services, session: Session) -> None:
    answer.set_cookie(
        services.session_cookie, session.token, secure=services.is_tls, httponly=True, samesite="lax", path="/"
    )


def _remember(answer: Response, services: Services, cookie: str, value: str) -> None:
    answer.set_cookie(cookie, value, max_age=_YEAR_SECONDS, secure=services.is_tls, httponly=True, samesite="lax")


def _sign_in_page(
    request: Request, services: Services, wanted: str, problem: str = "", name: str = "", status: int = 200
) -> Response:
    token = request.cookies.get(_FORM_COOKIE) or secrets.token_urlsafe(24)
    page = fragments.html(
        "sign_in",
        Speaker(language_of(request)),
        theme=theme_of(request),
        token=token,
        next=_inside(wanted),
        problem=problem,
        name=name,
    )
    answer = HTMLResponse(page, status_code=status)
    answer.set_cookie(_FORM_COOKIE, token, secure=services.is_tls, httponly=True, samesite="strict", path="/sign-in")
    return answer


def _add_password(router: APIRouter, services: Services) -> None:
    def page(request: Request, problem: str = "", status: int = 200) -> Response:
        visitor = visitor_of(request)
        content = fragments.html(
            "password",
            visitor.say,
            theme=visitor.theme,
            token=form_token(visitor.token),
            problem=problem,
            is_forced=services.accounts.get(visitor.actor.name).must_change_password,
        )
        return HTMLResponse(content, status_code=status)

    @router.get("/password")
    def form(request: Request) -> Response:
        return page(request)

    @router.post("/password")
    async def change(
        request: Request,
        old: Annotated[str, Form(max_length=1000)] = "",
        new: Annotated[str, Form(max_length=1000)] = "",
        again: Annotated[str, Form(max_length=1000)] = "",
        token: Annotated[str, Form()] = "",
    ) -> Response:
        visitor = visitor_of(request)
        say = visitor.say
        if not hmac.compare_digest(token, form_token(visitor.token)):
            return _stale(request)
        if new != again:
            return page(request, say("password.differ"), 400)
        try:
            await run_in_threadpool(services.accounts.change_password, visitor.actor, old, new)
        except SignInError:
            return page(request, say("password.wrong"), 400)
        except ScreeningError as error:
            return page(request, f"{say('password.refused')} {say.refusal(error)}", 400)
        # All sessions end with the old password; the new one begins another.
        client = request.client.host if request.client else ""
        session = await run_in_threadpool(services.accounts.sign_in, visitor.actor.name, new, client=client)
        answer = RedirectResponse("/", status_code=303)
        _begin(answer, services, session)
        return answer


def _stale(request: Request) -> Response:
    return PlainTextResponse(Speaker(language_of(request))("sign_in.stale"), status_code=403)


def _inside(wanted: str) -> str:
    """Return the address where it is one of this server, else that of the queue."""
    is_inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if is_inside else "/"
