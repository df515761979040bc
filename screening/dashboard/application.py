"""The application: FastAPI with forms and the interface for programs, NiceGUI mounted into it, gates around both."""

from __future__ import annotations

from importlib import resources

from fastapi import FastAPI
from nicegui import ui
from starlette.middleware.gzip import GZipMiddleware

from screening.dashboard import accounts_page, alert_page, overview_page, queue_page, suppressions_page
from screening.dashboard.api import api
from screening.dashboard.entrance import entrance
from screening.dashboard.frame import prepare_pages
from screening.dashboard.gate import SessionGate
from screening.dashboard.headers import SameOrigin, SecurityHeaders
from screening.dashboard.services import Services

_RECONNECT_SECONDS = 20.0


def make_application(services: Services) -> FastAPI:
    """Return the application that a server runs. One for each process: NiceGUI keeps its pages in one place."""
    app = FastAPI(title="Screening", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(entrance(services))
    app.include_router(api(services))
    prepare_pages()
    for page in (queue_page, alert_page, overview_page, suppressions_page, accounts_page):
        page.register(services)
    ui.run_with(
        app,
        title="Screening",
        favicon=(resources.files(__package__) / "assets" / "icon.svg").read_text(encoding="utf-8"),
        dark=None,
        tailwind=False,
        gzip_middleware_factory=None,  # pages get their nonces first; the middleware below packs them
        reconnect_timeout=_RECONNECT_SECONDS,
        show_welcome_message=False,
        binding_refresh_interval=None,
    )
    # The one added last is the outermost: headers around everything, then packing, origin, session.
    app.add_middleware(SessionGate, services=services)
    app.add_middleware(SameOrigin)
    app.add_middleware(SecurityHeaders, is_tls=services.is_tls)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    return app
