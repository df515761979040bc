"""Parts of pages that only are read: Jinja templates, whose values are escaped, shown through NiceGUI."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from nicegui import ui

from screening.dashboard.texts import LANGUAGE_NAMES, Speaker


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("screening.dashboard", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html(template: str, say: Speaker, /, **values: Any) -> str:  # noqa: ANN401 - a template takes anything
    """Return the template `template`.html filled in; every value is escaped."""
    return _environment().get_template(f"{template}.html").render(say=say, languages=LANGUAGE_NAMES, **values)


def show(template: str, say: Speaker, /, **values: Any) -> ui.html:  # noqa: ANN401
    """Put a template onto the page. It was escaped here, so that the browser need not clean it again."""
    return ui.html(html(template, say, **values), sanitize=False)
