"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

DayOption = Annotated[
    datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="Day whose declarations are meant, YYYY-MM-DD")
]
LanguageOption = Annotated[str, typer.Option("--lang", envvar="SCREENING_LANGUAGE", help="en, ru or kk")]
