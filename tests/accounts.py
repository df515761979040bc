"""Accounts for tests."""

import sqlite3
from contextlib import closing

from screening.settings import Settings


def passwords_are_their_own(settings: Settings, but: str = "") -> None:
    """As if everybody, `but` one, had changed the password that an administrator gave; doing so would cost time."""
    with closing(sqlite3.connect(settings.accounts_file)) as file, file:
        file.execute("UPDATE accounts SET must_change_password = 0 WHERE name <> ?", [but])
