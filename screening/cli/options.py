"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

DayOption = Annotated[
    datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="Day whose declarations are meant, YYYY-MM-DD")
]


class Language(StrEnum):
    """Languages of the texts."""

    EN = "en"
    RU = "ru"
    KK = "kk"


LanguageOption = Annotated[Language, typer.Option("--lang", envvar="SCREENING_LANGUAGE", help="Language of the texts")]
