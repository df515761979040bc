"""What the pages work with: the settings, the lake, the accounts, and the one writer of events."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from screening.dashboard.lake_pool import LakePool
from screening.dashboard.texts import Speaker
from screening.errors import ScreeningError
from screening.review import Accounts, Actor, ReviewWriter
from screening.settings import Settings

_KEEP_SECONDS = 5.0


@dataclass(frozen=True)
class Services:
    """One set for the process, handed to everything that serves a page."""

    settings: Settings
    pool: LakePool
    accounts: Accounts
    writer: ReviewWriter
    is_tls: bool

    @property
    def session_cookie(self) -> str:
        """Name of the session's cookie. With TLS the prefix makes browsers hold it to this host and to TLS."""
        return "__Host-screening" if self.is_tls else "screening"


@contextmanager
def open_services(settings: Settings, *, is_tls: bool) -> Iterator[Services]:
    """Open what the pages work with, for the length of a `with` block."""
    pool = LakePool(settings)
    accounts = Accounts(settings)
    is_over = threading.Event()
    keeper = threading.Thread(target=_keep_index, args=(pool, is_over), name="index-keeper", daemon=True)
    try:
        with ReviewWriter(settings, accounts) as writer:
            keeper.start()
            yield Services(settings, pool, accounts, writer, is_tls)
    finally:
        is_over.set()
        keeper.join()
        pool.close()


def _keep_index(pool: LakePool, is_over: threading.Event) -> None:
    """Look every few seconds whether a run was published, so that seldom a reader waits for the index."""
    while not is_over.wait(_KEEP_SECONDS):
        try:
            pool.refresh_index()
        except (ScreeningError, duckdb.Error) as error:
            # Whoever opens a page meets the same fault and is told; here it only must not end the looking.
            logging.getLogger(__name__).warning("the index of alerts could not be refreshed (%s)", type(error).__name__)


@dataclass(frozen=True)
class Visitor:
    """Who looks at a page, and how: the session's token, the account, light or dark, and who speaks the language."""

    token: str
    actor: Actor
    theme: str
    say: Speaker
