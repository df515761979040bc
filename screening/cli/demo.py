"""The demo: a lake of its own, made anew from the bundled samples."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import screening
from screening.errors import NotFoundError
from screening.lake import initialise, open_lake
from screening.lists import read
from screening.lists.store import load_version
from screening.settings import Settings

DEMO_DAY = date(2025, 12, 12)
DEMO_HOME = Path("data/demo")


def demo_settings() -> Settings:
    """Return the settings of the demo's lake; nothing of the user's own environment reaches it."""
    return Settings.model_construct(**{**Settings.model_construct().model_dump(), "home": DEMO_HOME})


def samples_folder() -> Path:
    """Return the folder of the bundled samples; raises NotFoundError outside a checkout."""
    folder = Path(screening.__file__).parent.parent / "data" / "samples"
    if not folder.is_dir():
        raise NotFoundError("the samples are not here", where=str(folder), remedy="Run the demo in a checkout")
    return folder


def prepare_demo(settings: Settings) -> None:
    """Remove the last demo, make its lake, load the sample lists and lay the sample declarations into the inbox."""
    samples = samples_folder()
    shutil.rmtree(settings.home, ignore_errors=True)
    settings.inbox_folder.mkdir(parents=True)
    with open_lake(settings) as connection:
        initialise(connection)
        # The samples carry no retrieval time of their own: they count as obtained on the demo's day.
        retrieved = datetime.combine(DEMO_DAY, datetime.min.time(), UTC)
        for version in read([samples / "lists"], retrieved_at=retrieved):
            load_version(connection, version)
    for path in sorted((samples / "declarations").glob("*.csv")):
        shutil.copy(path, settings.inbox_folder)
