"""What surrounds every page: heading, way around, language, colours, account, help for the keys."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from anyio import to_thread
from nicegui import app, context, translations, ui
from starlette.requests import Request

from screening.dashboard import fragments
from screening.dashboard.gate import form_token, visitor_of
from screening.dashboard.services import Services, Visitor
from screening.dashboard.texts import Speaker, catalogue
from screening.errors import ConflictError, NotAllowedError, ScreeningError
from screening.review import Actor

Result = TypeVar("Result")

_QUASAR_LANGUAGES = {"en": "en-GB", "ru": "ru", "kk": "kk"}
_DARK = {"auto": None, "light": False, "dark": True}
_HEAD = '<link rel="stylesheet" href="/assets/palette.css"><link rel="stylesheet" href="/assets/dashboard.css">'
_SCRIPT = '<script src="/assets/dashboard.js" defer></script>'


def prepare_pages() -> None:
    """Give NiceGUI its own few texts in all three languages, and a page for what goes wrong."""
    for language, code in _QUASAR_LANGUAGES.items():
        translations.translations[code] = {  # type: ignore[index]
            key: catalogue()[f"nicegui.{key}"][language]
            for key in ("connection_lost", "trying_to_reconnect", "message_too_long", "message_too_long_body")
        }
    app.on_page_exception(_draw_problem)


def _draw_problem(error: Exception) -> None:
    """Draw what is shown in place of a page that failed; what went wrong in detail is in the server's log."""
    request = context.client.request
    visitor = visitor_of(request)
    with frame(visitor, request, visitor.say("problem.page"), place="") as say:
        fragments.show("heading", say, text=say("problem.page"))
        if isinstance(error, ScreeningError):
            ui.label(visitor.say.refusal(error))
        ui.link(say("place.queue"), "/")


@contextmanager
def frame(visitor: Visitor, request: Request, title: str, *, place: str) -> Iterator[Speaker]:
    """Draw the frame around the `with` block's content. `place`: which entry of the menu is the present one."""
    say = visitor.say
    _set_page(visitor, f"{title} — {say('app.name')}")
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    theme = (
        "" if visitor.theme == "auto" else f'<script>document.documentElement.dataset.theme="{visitor.theme}"</script>'
    )
    ui.add_head_html(theme + _HEAD)
    ui.add_body_html(_SCRIPT)
    fragments.show(
        "header",
        say,
        visitor=visitor,
        place=place,
        address=address,
        token=form_token(visitor.token),
        themes=tuple(_DARK),
    ).classes("frame-header")
    # NiceGUI puts its pages into a <main> already.
    with ui.element("div").props('id=main tabindex="-1"').classes("page"):
        yield say
    fragments.show("keys", say, place=place)


def _set_page(visitor: Visitor, title: str) -> None:
    client = context.client
    # NiceGUI has one page object for all; language and colours are those of who asks.
    page = copy.copy(client.page)
    page.language = _QUASAR_LANGUAGES[visitor.say.language]  # type: ignore[assignment]
    page.dark = _DARK[visitor.theme]
    page.title = title
    client.page = page


async def current_actor(services: Services, visitor: Visitor) -> Actor | None:
    """Return who the session belongs to by now; None, and on the way to the sign-in, when it has ended.

    A page may outlive its session, as its web socket lasts; so everything that it reads or does later asks here first.
    """
    actor = await to_thread.run_sync(services.accounts.actor_of, visitor.token)
    if actor is None:
        ui.navigate.to("/sign-in")
    return actor


async def act(services: Services, visitor: Visitor, say: Speaker, work: Callable[[Actor], Result]) -> Result | None:
    """Do something under the visitor's account, away from the event loop; say why where it cannot be done.

    The session is looked up anew, so that nothing is done after it has ended. Returns None when nothing was done.
    """
    actor = await current_actor(services, visitor)
    if actor is None:
        return None
    try:
        return await to_thread.run_sync(work, actor)
    except ConflictError:
        ui.notify(say("problem.conflict"), type="warning", timeout=0, close_button=say("close"))
    except NotAllowedError:
        ui.notify(say("problem.not_allowed"), type="negative", timeout=0, close_button=say("close"))
    except ScreeningError as error:
        ui.notify(
            f"{say('problem.failed')} {say.refusal(error)}", type="negative", timeout=0, close_button=say("close")
        )
    return None
