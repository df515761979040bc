"""Signing in: sessions, and how many failed attempts are borne. The file of accounts, opened and written.

See accounts.py for what is kept there, and why it is no part of the lake.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from screening.errors import NotAllowedError, SettingsError, SignInError
from screening.lake import read_sql
from screening.review.actor import Actor
from screening.review.passwords import is_password
from screening.review.policy import ReviewPolicy, load_review_policy
from screening.settings import Settings

_SEEN_SECONDS = 30
"""A session's last use is written down no oftener, so that a click costs no write."""


@dataclass(frozen=True)
class Session:
    """A session that just began. Only here is the token to be had; the file keeps its hash."""

    token: str
    actor: Actor
    expires_at: datetime


class Sessions:
    """Sessions of the accounts in a file. Safe to share between threads and processes.

    Raises SettingsError when the file cannot be opened.
    """

    def __init__(
        self,
        settings: Settings,
        policy: ReviewPolicy | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._file = settings.accounts_file
        self._policy = policy or load_review_policy(settings.review_policy)
        self._now = now
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch(mode=0o600)
            with self._open() as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(read_sql("screening.review", "accounts"))
        except (OSError, sqlite3.Error) as error:
            raise SettingsError(
                f"the accounts cannot be opened ({error})", where=str(self._file), remedy="Check SCREENING_ACCOUNTS"
            ) from error

    def sign_in(self, name: str, password: str, client: str) -> Session:
        """Begin a session; `client` is where from, such as the address of the browser.

        Raises SignInError for a wrong name or password, a disabled account, or after too many failed attempts.
        """
        name, moment = name.strip().lower()[:80], self._now()
        with self._write() as connection:
            self._refuse_if_too_many(connection, name, client, moment)
            # Written before the password is looked at, so that a thousand tries at once are a thousand.
            attempt = connection.execute(
                "INSERT INTO attempts VALUES (?, ?, ?) RETURNING rowid", (moment.timestamp(), name, client)
            ).fetchone()[0]
            row = connection.execute(
                "SELECT password_hash, role, is_disabled FROM accounts WHERE name = ?", (name,)
            ).fetchone()
        if not is_password(password, row[0] if row else None) or row[2]:
            raise SignInError("the name or the password is wrong", remedy="Try again, or ask an administrator")
        token = secrets.token_urlsafe(32)
        with self._write() as connection:
            connection.execute("DELETE FROM attempts WHERE rowid = ?", (attempt,))
            connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?)",
                (_token_hash(token), name, moment.timestamp(), moment.timestamp()),
            )
            connection.execute("UPDATE accounts SET last_sign_in_at = ? WHERE name = ?", (moment.timestamp(), name))
            connection.execute("DELETE FROM sessions WHERE created_at < ?", (self._oldest(moment),))
        hours = timedelta(hours=self._policy.sign_in.session_hours)
        return Session(token, Actor(name, row[1]), moment + hours)

    def actor_of(self, token: str) -> Actor | None:
        """Return who has a session, with today's role; None when it ended, or the account is disabled."""
        moment = self._now().timestamp()
        idle = self._policy.sign_in.idle_minutes * 60
        with self._open() as connection:
            row = connection.execute(
                "SELECT a.name, a.role, s.seen_at FROM sessions AS s JOIN accounts AS a USING (name)"
                " WHERE s.token_hash = ? AND s.created_at >= ? AND s.seen_at >= ? AND NOT a.is_disabled",
                (_token_hash(token), self._oldest(self._now()), moment - idle),
            ).fetchone()
        if row is None:
            return None
        if moment - row[2] > _SEEN_SECONDS:
            with self._write() as connection:
                connection.execute("UPDATE sessions SET seen_at = ? WHERE token_hash = ?", (moment, _token_hash(token)))
        return Actor(row[0], row[1])

    def sign_out(self, token: str) -> None:
        """End a session; nothing happens where there is none."""
        with self._write() as connection:
            connection.execute("DELETE FROM sessions WHERE token_hash = ?", (_token_hash(token),))

    def require_current(self, actor: Actor) -> None:
        """Raise NotAllowedError unless the account is there, enabled, and has the role that the actor claims.

        An account whose password somebody else knows may do nothing but change it, so it is refused too.
        """
        with self._open() as connection:
            row = connection.execute(
                "SELECT role, must_change_password FROM accounts WHERE name = ? AND NOT is_disabled", (actor.name,)
            ).fetchone()
        if row is None or row[0] != actor.role:
            raise NotAllowedError(
                f"the account {actor.name} is disabled or has another role by now", remedy="Sign in again"
            )
        if row[1]:
            raise NotAllowedError(
                f"the account {actor.name} must change its password first",
                remedy=f"Use `screening review account change-password {actor.name}`, or the dashboard",
            )

    def must_change_password(self, name: str) -> bool:
        """Return whether an account's password was given to it by somebody else, so that it must be changed first."""
        with self._open() as connection:
            row = connection.execute("SELECT must_change_password FROM accounts WHERE name = ?", (name,)).fetchone()
        return bool(row and row[0])

    def _refuse_if_too_many(self, connection: sqlite3.Connection, name: str, place: str, moment: datetime) -> None:
        limits = self._policy.sign_in
        since = moment.timestamp() - limits.window_minutes * 60
        connection.execute("DELETE FROM attempts WHERE attempted_at < ?", (since,))
        both, of_place, of_name = connection.execute(
            "SELECT count(*) FILTER (WHERE name = ? AND place = ?), count(*) FILTER (WHERE place = ?),"
            " count(*) FILTER (WHERE name = ?) FROM attempts",
            (name, place, place, name),
        ).fetchone()
        if (
            both >= limits.attempts_of_name_and_place
            or of_place >= limits.attempts_of_place
            or of_name >= limits.attempts_of_name
        ):
            raise SignInError(
                "there were too many failed attempts",
                remedy=f"Wait {limits.window_minutes:g} minutes, or ask an administrator to reset the password",
            )

    def _oldest(self, moment: datetime) -> float:
        return moment.timestamp() - self._policy.sign_in.session_hours * 3600

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=20, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
