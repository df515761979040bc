"""The one writer of a process: a thread that gathers what comes in at once and commits it together.

Whoever asks waits until his request is committed, so what was confirmed is in the lake. Many who ask at once share one
commit. Several processes may each have a writer; the chain keeps them apart (see chain.py).
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from types import TracebackType

import duckdb
import polars as pl

from screening.errors import LakeError, ScreeningError
from screening.lake import connect, require_current
from screening.review.accounts import Accounts
from screening.review.actor import Actor
from screening.review.chain import LastTry, Outcome, Request, write_requests
from screening.review.events import Event
from screening.review.policy import ReviewPolicy, load_review_policy
from screening.schemas.review import VIEWINGS
from screening.settings import Settings

_MOST_AT_ONCE = 100
_PATIENCE_SECONDS = 150
VIEWING_SECONDS = 2.0
"""Longest time that a viewing waits to be written."""


class ReviewWriter:
    """Writes events and viewings; share one between the threads of a process, and close it at the end.

    Raises LakeError when the lake is not there or of another version.
    """

    def __init__(
        self,
        settings: Settings,
        accounts: Accounts | None = None,
        policy: ReviewPolicy | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.policy = policy or load_review_policy(settings.review_policy)
        self.accounts = accounts or Accounts(settings)
        self.now = now
        self.settings = settings
        self._connection = self._connect()
        self._requests: queue.SimpleQueue[tuple[Request, Future[list[Event]]] | None] = queue.SimpleQueue()
        self._viewings: list[dict[str, object]] = []
        self._viewings_lock = threading.Lock()
        self._is_closed = False
        self._thread = threading.Thread(target=self._work, name="review-writer", daemon=True)
        self._thread.start()

    def __enter__(self) -> ReviewWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, actor: Actor, request: Request) -> list[Event]:
        """Have a request done, and return its events when they are committed.

        Raises NotAllowedError when the actor's account is disabled or has another role by now, what speaks against the
        request, or LakeError when it could not be written; then it was not.
        """
        self.accounts.require_current(actor)
        if self._is_closed:
            raise LakeError("the review writer is closed", remedy="Start the program again")
        future: Future[list[Event]] = Future()
        self._requests.put((request, future))
        return future.result()

    def note_viewing(self, viewing: dict[str, object]) -> None:
        """Take down that somebody looked (a row of VIEWINGS); it is written within two seconds, and at `close`."""
        with self._viewings_lock:
            self._viewings.append(viewing)

    def close(self) -> None:
        """Write what waits and end the thread."""
        if self._is_closed:
            return
        self._is_closed = True
        self._requests.put(None)
        self._thread.join()
        self._connection.close()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection = connect(self.settings)
        try:
            require_current(connection)
        except ScreeningError:
            connection.close()
            raise
        return connection

    def _work(self) -> None:
        goes_on = True
        while goes_on:
            waiting: list[tuple[Request, Future[list[Event]]]] = []
            with contextlib.suppress(queue.Empty):
                first = self._requests.get(timeout=VIEWING_SECONDS)
                while first is not None:
                    waiting.append(first)
                    if len(waiting) == _MOST_AT_ONCE:
                        break
                    first = self._requests.get_nowait()
                goes_on = first is not None
            with self._viewings_lock:
                viewings, self._viewings = self._viewings, []
            if waiting or viewings:
                self._write(waiting, viewings)
        with contextlib.suppress(queue.Empty):  # who asked while the writer was being closed
            while late := self._requests.get_nowait():
                late[1].set_exception(LakeError("the review writer is closed", remedy="Start the program again"))

    def _write(self, waiting: list[tuple[Request, Future[list[Event]]]], viewings: list[dict[str, object]]) -> None:
        """Do and commit, and tell everybody who waits. No exception may end the thread: others would wait for ever."""
        frame = pl.DataFrame(viewings, schema=VIEWINGS.polars_schema) if viewings else None
        try:
            outcomes = self._committed([request for request, _ in waiting], frame)
        except Exception as error:
            # Nothing was written. The lake's own message may hold values of the row, so it is not passed on.
            failure = error if isinstance(error, ScreeningError) else None
            for _, future in waiting:
                future.set_exception(
                    failure
                    or LakeError(
                        f"the decision could not be written ({type(error).__name__})",
                        where="review.events",
                        remedy="Try again; when it stays so, check the lake's catalog and the disk",
                    )
                )
            with self._viewings_lock:
                self._viewings = viewings + self._viewings
            return
        for (_, future), outcome in zip(waiting, outcomes, strict=True):
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

    def _committed(self, requests: list[Request], viewings: pl.DataFrame | None) -> list[Outcome]:
        last = LastTry()
        try:
            return write_requests(self._connection, requests, self.policy, self.now, viewings, last)
        except duckdb.Error:
            # The connection may be broken, and the commit may have come through all the same: ask on a new one.
            with contextlib.suppress(duckdb.Error):
                self._connection.close()
            self._connection = self._connect()
            return write_requests(self._connection, requests, self.policy, self.now, viewings, last)
