"""Bringing lists up to date: fetch, read, guard, check, load, record. Every attempt leaves a row, whatever came of it.

A list comes in force only when nothing speaks against it; else the version in force stays and the reasons are kept.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import duckdb
import polars as pl

from screening.errors import ListError, NotFoundError
from screening.lake import open_lake, require_current
from screening.lists import read
from screening.lists.fetch import Limits, tls_context
from screening.lists.guard import GuardShares, InForce, objections, vanished
from screening.lists.raw_files import copy_kept, keep_copies, obtain, prune
from screening.lists.refreshes import BY_HAND, Attempt, KeptFile, last_good_files, record
from screening.lists.sources import Source, tokens
from screening.lists.store import TABLES, list_status, load_version, read_version, replace_version
from screening.lists.version import ListVersion
from screening.settings import Settings


def refresh_source(settings: Settings, source: Source, limits: Limits | None = None) -> list[Attempt]:
    """Fetch a source and put in force what may be; return what came of each of its lists, and record it.

    Raises SettingsError and LakeError only: whatever is wrong with the answer is the outcome of the attempt.
    """
    now = datetime.now(UTC)
    token = tokens(settings.list_tokens.get_secret_value()).get(source.id)
    context = tls_context(settings.list_ca_file)
    with open_lake(settings, read_only=True) as connection:
        require_current(connection)
        known = last_good_files(connection, source.id)
    files: list[KeptFile] = []
    failure: ListError | None = None
    has_changed = False
    try:
        files, has_changed = obtain(settings.home, source, known, token=token, context=context, now=now, limits=limits)
    except ListError as error:
        failure = error
    with open_lake(settings) as connection:
        if failure:
            attempts = [Attempt(list_id, "failed", reasons=(str(failure),)) for list_id in source.lists]
        elif has_changed:
            attempts = _from_source(connection, settings.home, source, files, now)
        else:
            in_force = _versions_in_force(connection)
            attempts = [Attempt(name, "unchanged", in_force[name]) for name in source.lists if name in in_force]
        record(connection, source.id, now, attempts, files)
        prune(connection, settings.home, source.id)
    return attempts


def load_files(settings: Settings, paths: Sequence[Path], published: date | None = None) -> list[Attempt]:
    """Read files given by hand and put in force what may be; return what came of each version, and record it.

    Raises ListError, after recording the attempt, when the files cannot be read.
    """
    now = datetime.now(UTC)
    with open_lake(settings) as connection:
        require_current(connection)
        try:
            versions = read(paths, published=published, retrieved_at=now)
        except ListError as error:
            record(connection, BY_HAND, now, [Attempt(BY_HAND, "refused", reasons=(str(error),))])
            raise
        attempts = bring_in(connection, versions, {})
        lost: dict[str, str] = {}
        for of_file in {version.source_files for version in versions}:
            together = [version for version in versions if version.source_files == of_file]
            lost |= vanished(together, _all_in_force(connection, together[0].format))
        given = {version.list_id for version in versions}
        attempts += [
            Attempt(name, "refused", reasons=(why,)) for name, why in sorted(lost.items()) if name not in given
        ]
        refused = [attempt.version for attempt in attempts if attempt.version and not attempt.is_good]
        record(connection, BY_HAND, now, attempts, keep_copies(settings.home, paths, refused, now))
        prune(connection, settings.home, BY_HAND)
    return attempts


def accept(settings: Settings, list_id: str, list_version: str, *, reason: str, by: str) -> Attempt:
    """Put a refused version in force all the same, from the files that were kept, and record who decided so and why.

    Raises NotFoundError when no such version was refused, ListError when its files are no longer what they were.
    """
    with open_lake(settings) as connection:
        require_current(connection)
        rows = connection.execute(
            "SELECT source, reasons, url, file_hash, byte_count, raw_file FROM ops.list_refreshes"
            " WHERE list_id = $list_id AND list_version = $list_version AND outcome = 'refused'"
            " AND raw_file IS NOT NULL"
            " QUALIFY attempted_at = max(attempted_at) OVER () ORDER BY raw_file",
            {"list_id": list_id, "list_version": list_version},
        ).pl()
        if rows.is_empty():
            raise NotFoundError(
                f"no version {list_version} of {list_id} was refused and kept",
                remedy="Name list and version as `screening lists status` does",
            )
        files = [KeptFile(**row) for row in rows.drop("source", "reasons").iter_rows(named=True)]
        version = _kept_version(settings.home, files, list_id, list_version)
        load_version(connection, version)
        reasons = tuple(rows["reasons"][0])
        accepted = Attempt(list_id, "accepted", list_version, reasons, version, decided_by=by, decision_reason=reason)
        record(connection, rows["source"][0], datetime.now(UTC), [accepted], files)
    return accepted


def bring_in(
    connection: duckdb.DuckDBPyConnection, versions: Sequence[ListVersion], shares: Mapping[str, GuardShares]
) -> list[Attempt]:
    """Put each version in force unless it is already, or something speaks against it; the order given is kept.

    `shares` are the guard's limits by list, the usual ones where a list has none.
    """
    failed, warned = _checked([v for v in versions if _is_news(v, _in_force(connection, v.list_id))])
    attempts = []
    for version in versions:
        key = (version.list_id, version.list_version)
        known = replace(version, warnings=(*version.warnings, *warned.get(key, ())))
        limits = shares.get(version.list_id, GuardShares())
        judged = None
        while judged is None:  # another refresh of the list may come first; then it is judged against what that brought
            judged = _judge(connection, known, limits, failed.get(key, []))
        attempts.append(judged)
    return attempts


def _judge(
    connection: duckdb.DuckDBPyConnection, version: ListVersion, shares: GuardShares, failed: Sequence[str]
) -> Attempt | None:
    """Put a version in force if nothing speaks against it; None when the version in force changed meanwhile."""
    in_force = _in_force(connection, version.list_id)
    if in_force and not _is_news(version, in_force):
        return Attempt(version.list_id, "unchanged", in_force.list_version, version=version)
    reasons = (*objections(version, in_force, shares), *failed)
    if reasons:
        return Attempt(version.list_id, "refused", version.list_version, reasons, version)
    if not replace_version(connection, version, in_force.list_version if in_force else None):
        return None
    return Attempt(version.list_id, "loaded", version.list_version, (), version)


def _from_source(
    connection: duckdb.DuckDBPyConnection, home: Path, source: Source, files: Sequence[KeptFile], now: datetime
) -> list[Attempt]:
    try:
        versions = read([home / str(file.raw_file) for file in files], published=_day(files, now), retrieved_at=now)
    except ListError as error:
        return [Attempt(list_id, "refused", reasons=(str(error),)) for list_id in source.lists]
    foreign = [v for v in versions if v.list_id not in source.lists and not source.may_bring_new_lists]
    welcome = [version for version in versions if version not in foreign]
    attempts = bring_in(connection, welcome, {version.list_id: source.guard for version in welcome})
    attempts += [
        Attempt(v.list_id, "refused", v.list_version, (f"{source.id} is not said to hold this list",), v)
        for v in foreign
    ]
    lost = vanished(versions, _all_in_force(connection, versions[0].format))
    if len(source.lists) == 1 and not welcome:
        lost[source.lists[0]] = "the answer is another list"
    return attempts + [Attempt(name, "refused", reasons=(lost[name],)) for name in source.lists if name in lost]


def _day(files: Sequence[KeptFile], now: datetime) -> date:
    """Return the day of publication for lists that do not say it: the server's, else the day it was first seen."""
    days = []
    for file in files:
        try:
            days.append(parsedate_to_datetime(file.last_modified or "").date())
        except ValueError:
            continue
    return max(days, default=now.date())


def _kept_version(home: Path, files: Sequence[KeptFile], list_id: str, list_version: str) -> ListVersion:
    day = list_version.rpartition("-")[0]
    published = None if day == "undated" else date.fromisoformat(day)
    # Read from copies: the folder's own name holds a date, which would be taken for that of the list.
    with tempfile.TemporaryDirectory(prefix="accept-") as folder:
        copy_kept(home, files, Path(folder))
        versions = read([Path(folder)], published=published, retrieved_at=datetime.now(UTC))
    for version in versions:
        if (version.list_id, version.list_version) == (list_id, list_version):
            return version
    raise ListError(
        f"the kept files do not give version {list_version} of {list_id} any more",
        where=str(files[0].raw_file),
        remedy="The software may read them otherwise now: load or refresh the list again",
    )


def _is_news(version: ListVersion, in_force: InForce | None) -> bool:
    # What a list says decides, not its date: that may come from the name of a folder or the time of an answer.
    return in_force is None or in_force.content_hash != version.content_hash


def _in_force(connection: duckdb.DuckDBPyConnection, list_id: str) -> InForce | None:
    found = list_status(connection).filter(pl.col("is_in_force"), pl.col("list_id") == list_id)
    for row in found.iter_rows(named=True):
        names = ("list_id", "list_version", "published_date", "format", "content_hash")
        return InForce(
            **{name: row[name] for name in names}, tables=read_version(connection, list_id, row["list_version"])
        )
    return None


def _all_in_force(connection: duckdb.DuckDBPyConnection, list_format: str) -> list[InForce]:
    found = list_status(connection).filter(pl.col("is_in_force"), pl.col("format") == list_format)
    return [known for list_id in found["list_id"] if (known := _in_force(connection, list_id))]


def _versions_in_force(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    found = list_status(connection).filter("is_in_force")
    return dict(found.select("list_id", "list_version").rows())


_Keyed = dict[tuple[str, str], list[str]]


def _checked(versions: Sequence[ListVersion]) -> tuple[_Keyed, _Keyed]:
    """Hold versions against the suites for lists; return, by list and version, what fails and what is warned of."""
    if not versions:
        return {}, {}
    together = _broken_checks(versions)
    failed: _Keyed = {}
    warned: _Keyed = {}
    if together.is_empty():
        return failed, warned
    # Seldom: only now is it asked which of the versions it was.
    for version in versions:
        key = (version.list_id, version.list_version)
        for row in (_broken_checks([version]) if len(versions) > 1 else together).iter_rows(named=True):
            found = failed if row["severity"] == "fail" else warned
            found.setdefault(key, []).append(
                f"quality check {row['suite']}.{row['check_id']}: {row['meaning']}, but {row['observed']}"
            )
    return failed, warned


def _broken_checks(versions: Sequence[ListVersion]) -> pl.DataFrame:
    # Imported here: Great Expectations takes seconds, and only versions that are new need it.
    from screening.quality.gate import run_suites
    from screening.quality.suite_files import LIST

    with tempfile.TemporaryDirectory(prefix="list-quality-") as folder:
        tables = {}
        for name, table in TABLES.items():
            tables[table.name] = Path(folder) / f"{table.name}.parquet"
            pl.concat([getattr(version, name) for version in versions]).write_parquet(tables[table.name])
        results = run_suites(tables, "lists", datetime.now(UTC).date(), group=LIST)
    return results.filter(~pl.col("is_passed"))
