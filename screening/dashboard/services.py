"""What the pages work with: the settings, the lake, the accounts, and the one writer of events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from screening.dashboard.lake_pool import LakePool
from screening.dashboard.texts import Speaker
from screening.review import Accounts, Actor, ReviewWriter
from screening.settings import Settings


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
    try:
        with ReviewWriter(settings, accounts) as writer:
            yield Services(settings, pool, accounts, writer, is_tls)
    finally:
        pool.close()


@dataclass(frozen=True)
class Visitor:
    """Who looks at a page, and how: the session's token, the account, light or dark, and who speaks the language."""

    token: str
    actor: Actor
    theme: str
    say: Speaker
