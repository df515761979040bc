"""Local accounts, their sessions and attempts to sign in: a SQLite file beside the lake, readable by its owner alone.

They are no part of the lake: whoever may query the lake, or gets an export of it, must not get hashes of passwords, and
time travel would keep for ever what was removed. What was done to accounts is told in the chain of events all the same.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from screening.errors import NotAllowedError, NotFoundError, ReviewError
from screening.lake import open_lake, require_current
from screening.review.actor import ROLES, Actor, Role, require_role
from screening.review.batch import Batch
from screening.review.chain import Request, write_requests
from screening.review.events import Draft, Event
from screening.review.passwords import hash_password
from screening.review.sessions import Sessions
from screening.texts import LANGUAGES

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


@dataclass(frozen=True)
class Account:
    """An account, without its password. Times are UTC."""

    name: str
    role: Role
    full_name: str
    language: str
    is_disabled: bool
    must_change_password: bool
    created_at: datetime
    last_sign_in_at: datetime | None


class Accounts(Sessions):
    """The accounts of an installation, with their sessions. Safe to share between threads and processes.

    Raises SettingsError when the file cannot be opened.
    """

    def all(self) -> list[Account]:
        """Return every account, by name."""
        with self._open() as connection:
            return [_account(row) for row in connection.execute(f"{_SELECT} ORDER BY name")]

    def get(self, name: str) -> Account:
        """Return an account; raises NotFoundError."""
        with self._open() as connection:
            row = connection.execute(f"{_SELECT} WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise NotFoundError(f"there is no account {name}", remedy="`screening review account list` shows them")
        return _account(row)

    def add(
        self, actor: Actor | None, name: str, role: str, password: str, full_name: str = "", language: str = "en"
    ) -> Account:
        """Make an account. `actor` is an administrator; None for the very first one, which must be an administrator.

        Raises NotAllowedError, and ReviewError when the name is taken or a value cannot be used.
        """
        if not _NAME.fullmatch(name):
            raise ReviewError(
                "an account's name has 2 to 40 small Latin letters, digits, dots, dashes and underscores",
                remedy="Choose another name",
            )
        _require_known(role, language)
        if actor is None:
            if self.all():
                raise NotAllowedError("there are accounts already", remedy="An administrator makes further ones")
            if role != "administrator":
                raise ReviewError("the first account is an administrator", remedy="Use --role administrator")
        else:
            self._require_administrator(actor)
        if any(account.name == name for account in self.all()):
            raise ReviewError(f"there is an account {name} already", remedy="Choose another name")
        hashed = hash_password(password, name, self._policy.sign_in.least_password_length)
        # The first administrator chose his own password; whom he makes an account gets it from him.
        values = (name, role, full_name, language, hashed, int(actor is not None), self._now().timestamp())
        self._told(actor or Actor(name, "administrator"), "account_added", {"account": name, "role": role})
        with self._write() as connection:
            try:
                connection.execute(
                    "INSERT INTO accounts (name, role, full_name, language, password_hash, must_change_password,"
                    " created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    values,
                )
            except sqlite3.IntegrityError as error:
                raise ReviewError(f"there is an account {name} already", remedy="Choose another name") from error
        return self.get(name)

    def set_role(self, actor: Actor, name: str, role: str) -> None:
        """Give an account another role, and end its sessions."""
        _require_known(role, "en")
        if role != "administrator":
            self._require_another_administrator(actor, name)
        self._change(actor, name, {"role": role}, "UPDATE accounts SET role = ? WHERE name = ?", (role, name))

    def disable(self, actor: Actor, name: str) -> None:
        """Shut an account and end its sessions; what it did stays."""
        self._require_another_administrator(actor, name)
        sql = "UPDATE accounts SET is_disabled = 1 WHERE name = ?"
        self._change(actor, name, {"is_disabled": True}, sql, (name,))

    def enable(self, actor: Actor, name: str) -> None:
        """Open an account that was shut."""
        sql = "UPDATE accounts SET is_disabled = 0 WHERE name = ?"
        self._change(actor, name, {"is_disabled": False}, sql, (name,))

    def reset_password(self, actor: Actor, name: str, new: str) -> None:
        """Give an account a password that its owner must change, forget its failed attempts, and end its sessions."""
        hashed = hash_password(new, name, self._policy.sign_in.least_password_length)
        sql = "UPDATE accounts SET password_hash = ?, must_change_password = 1 WHERE name = ?"
        self._change(actor, name, {"password": "reset"}, sql, (hashed, name))
        with self._write() as connection:
            connection.execute("DELETE FROM attempts WHERE name = ?", (name,))

    def change_password(self, actor: Actor, old: str, new: str) -> None:
        """Change one's own password, and end one's sessions. Raises SignInError when the old one is wrong."""
        session = self.sign_in(actor.name, old, "password change")
        self.sign_out(session.token)
        if old == new:
            raise ReviewError("the new password is the old one", remedy="Choose another one")
        hashed = hash_password(new, actor.name, self._policy.sign_in.least_password_length)
        self._told(session.actor, "account_changed", {"account": actor.name, "password": "changed"})
        self._apply(
            "UPDATE accounts SET password_hash = ?, must_change_password = 0 WHERE name = ?", (hashed, actor.name)
        )

    def set_language(self, actor: Actor, language: str) -> None:
        """Remember the language that an account chose."""
        _require_known(actor.role, language)
        with self._write() as connection:
            connection.execute("UPDATE accounts SET language = ? WHERE name = ?", (language, actor.name))

    def _change(self, actor: Actor, name: str, said: dict[str, object], sql: str, values: tuple[object, ...]) -> None:
        self._require_administrator(actor)
        self.get(name)
        self._told(actor, "account_changed", {"account": name} | said)
        self._apply(sql, values)

    def _apply(self, sql: str, values: tuple[object, ...]) -> None:
        """Change one account, whose name is the last value, and end its sessions."""
        with self._write() as connection:
            connection.execute(sql, values)
            connection.execute("DELETE FROM sessions WHERE name = ?", (values[-1],))

    def _require_administrator(self, actor: Actor) -> None:
        require_role(actor, ("administrator",), "change accounts")
        self.require_current(actor)

    def _require_another_administrator(self, actor: Actor, name: str) -> None:
        self._require_administrator(actor)
        others = [a for a in self.all() if a.role == "administrator" and not a.is_disabled and a.name != name]
        if not others:
            raise ReviewError("this is the last administrator", remedy="Make another administrator first")

    def _told(self, actor: Actor, kind: str, said: dict[str, object]) -> None:
        """Add to the chain what is about to be done; told first, so that nothing is done that was not told."""

        def work(batch: Batch) -> list[Event]:
            return [batch.add(actor, Draft(kind, payload=said))]

        with open_lake(self._settings) as connection:
            require_current(connection)
            (outcome,) = write_requests(connection, [Request(work)], self._policy, self._now)
        if isinstance(outcome, Exception):
            raise outcome


_SELECT = (
    "SELECT name, role, full_name, language, is_disabled, must_change_password, created_at, last_sign_in_at"
    " FROM accounts"
)


def _account(row: tuple[object, ...]) -> Account:
    name, role, full_name, language, is_disabled, must_change, created, last = row
    return Account(
        str(name),
        role,  # type: ignore[arg-type]
        str(full_name),
        str(language),
        bool(is_disabled),
        bool(must_change),
        datetime.fromtimestamp(float(str(created)), UTC),
        None if last is None else datetime.fromtimestamp(float(str(last)), UTC),
    )


def _require_known(role: str, language: str) -> None:
    if role not in ROLES:
        raise ReviewError(f"there is no role {role}", remedy=f"Roles: {', '.join(ROLES)}")
    if language not in LANGUAGES:
        raise ReviewError(f"there are no texts in {language}", remedy=f"Languages: {', '.join(LANGUAGES)}")
