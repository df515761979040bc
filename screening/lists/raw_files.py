"""List files as they were obtained, under `lists/SOURCE/TIME-HASH/` in the home folder; none is there half."""

from __future__ import annotations

import shutil
import ssl
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import duckdb

from screening.errors import ListError
from screening.lists.fetch import Answer, Limits, fetch
from screening.lists.mapping_file import ENDING
from screening.lists.refreshes import BY_HAND, KeptFile
from screening.lists.sources import Source, SourceAddress
from screening.lists.version import ListVersion

KEPT_ATTEMPTS = 10
"""How many of a source's latest downloads are kept, beside those whose versions are in the lake."""

_FOLDER = "lists"
_STALE_SECONDS = 24 * 3600


def obtain(
    home: Path,
    source: Source,
    known: Mapping[str, KeptFile],
    *,
    token: str | None,
    context: ssl.SSLContext,
    now: datetime,
    limits: Limits | None = None,
) -> tuple[list[KeptFile], bool]:
    """Fetch the files of a source that changed; return all of them, and whether any is other than in `known`.

    `known` are the files of the versions in force, by address. Raises ListError when a file cannot be had.
    """
    if source.token_parameter and not token:
        raise ListError(
            "the publisher asks for a token and none is set",
            where=source.files[0].shown,
            remedy=f"Put {source.id}=TOKEN into SCREENING_LIST_TOKENS",
        )
    root = home / _FOLDER / source.id
    root.mkdir(parents=True, exist_ok=True)
    here = {address: file for address, file in known.items() if _is_whole(home, file)}
    with tempfile.TemporaryDirectory(dir=root, prefix=".partial-") as name:
        partial = Path(name)
        answers = {file: _answer(partial, source, file, here, token, context, limits) for file in source.files}
        is_same = all(
            file.shown in here and (not answer.is_new or answer.file_hash == here[file.shown].file_hash)
            for file, answer in answers.items()
        )
        if is_same:
            return [_again(here[file.shown], answer) for file, answer in answers.items()], False
        for file, answer in answers.items():
            if not answer.is_new:
                shutil.copyfile(home / str(here[file.shown].raw_file), partial / file.name)
        hashes = [sha256((partial / file.name).read_bytes()).hexdigest() for file in source.files]
        folder = _folder(root, now, hashes)
        if not folder.exists():
            partial.chmod(0o755)
            partial.rename(folder)
    return [
        replace(_again(here[file.shown], answer), raw_file=_relative(home, folder / file.name))
        if not answer.is_new
        else KeptFile(
            url=file.shown,
            file_hash=answer.file_hash,
            byte_count=answer.byte_count,
            raw_file=_relative(home, folder / file.name),
            http_status=answer.status,
            etag=answer.etag,
            last_modified=answer.last_modified,
        )
        for file, answer in answers.items()
    ], True


def keep_copies(home: Path, paths: Sequence[Path], versions: Sequence[ListVersion], now: datetime) -> list[KeptFile]:
    """Copy the files of `versions`, which were given by hand and refused, so that they can be accepted later."""
    wanted = {line.partition(" sha256:")[2] for version in versions for line in version.source_files}
    found: dict[str, tuple[Path, bytes]] = {}
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else (path, path.with_name(path.name + ENDING)):
            if file.is_file() and (digest := sha256(data := file.read_bytes()).hexdigest()) in wanted:
                found[digest] = (file, data)
    if not found:
        return []
    root = home / _FOLDER / BY_HAND
    root.mkdir(parents=True, exist_ok=True)
    folder = _folder(root, now, sorted(found))
    with tempfile.TemporaryDirectory(dir=root, prefix=".partial-") as name:
        partial = Path(name)
        for digest, (file, data) in found.items():
            # Files of several versions may have the same name; those of one folder stay together.
            place = partial / sha256(str(file.resolve().parent).encode()).hexdigest()[:8]
            place.mkdir(exist_ok=True)
            (place / file.name).write_bytes(data)
            found[digest] = (place.relative_to(partial) / file.name, data)
        if not folder.exists():
            partial.chmod(0o755)
            partial.rename(folder)
    return [
        KeptFile(url=None, file_hash=digest, byte_count=len(data), raw_file=_relative(home, folder / file))
        for digest, (file, data) in found.items()
    ]


def copy_kept(home: Path, files: Sequence[KeptFile], target: Path) -> None:
    """Copy kept files into `target`; raises ListError when one is gone or no longer what it was."""
    for file in files:
        if not _is_whole(home, file):
            raise ListError(
                "the kept file is gone or was changed", where=str(file.raw_file), remedy="Obtain the list again"
            )
        path = home / str(file.raw_file)
        shutil.copyfile(path, target / path.name)


def prune(connection: duckdb.DuckDBPyConnection, home: Path, source: str) -> None:
    """Remove old downloads of a source: all but the latest, and those that a version in the lake was read from."""
    root = home / _FOLDER / source
    if not root.is_dir():
        return
    for left in root.glob(".partial-*"):  # by a process that was killed here
        if time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    used = connection.execute(
        "SELECT DISTINCT raw_file FROM ops.list_refreshes"
        " WHERE source = $source AND raw_file IS NOT NULL AND outcome IN ('loaded', 'unchanged', 'accepted')",
        {"source": source},
    ).fetchall()
    in_use = {Path(raw_file).parts[2] for (raw_file,) in used}
    folders = sorted(folder for folder in root.iterdir() if folder.is_dir() and not folder.name.startswith("."))
    for folder in folders[:-KEPT_ATTEMPTS]:
        if folder.name not in in_use:
            shutil.rmtree(folder, ignore_errors=True)


def _answer(
    partial: Path,
    source: Source,
    file: SourceAddress,
    here: Mapping[str, KeptFile],
    token: str | None,
    context: ssl.SSLContext,
    limits: Limits | None,
) -> Answer:
    known = here.get(file.shown)
    return fetch(
        file.address,
        partial / file.name,
        hosts=source.allowed_hosts,
        max_bytes=source.max_bytes,
        context=context,
        query={source.token_parameter: token} if source.token_parameter and token else None,
        etag=known.etag if known else None,
        last_modified=known.last_modified if known else None,
        limits=limits,
    )


def _again(known: KeptFile, answer: Answer) -> KeptFile:
    """Return a known file as this answer confirms it; a 304 need not repeat what the last answer said."""
    return replace(
        known,
        http_status=answer.status,
        etag=answer.etag or known.etag,
        last_modified=answer.last_modified or known.last_modified,
    )


def _is_whole(home: Path, file: KeptFile) -> bool:
    path = home / file.raw_file if file.raw_file else None
    return bool(path and path.is_file() and sha256(path.read_bytes()).hexdigest() == file.file_hash)


def _folder(root: Path, now: datetime, hashes: Sequence[str]) -> Path:
    return root / f"{now:%Y%m%dT%H%M%SZ}-{sha256(''.join(hashes).encode()).hexdigest()[:8]}"


def _relative(home: Path, path: Path) -> str:
    return path.relative_to(home).as_posix()
