"""Archives (zip, gz, tar, tar.gz), unpacked with limits into a folder of ours, each member under a name of ours.

The names inside an archive are never used as paths. What is refused, is refused for the whole archive: a path that
leads out of it, a link or device, a password, too many members, too much content, or content that grows beyond what
declarations can be packed by.
"""

from __future__ import annotations

import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Literal

from screening.errors import IntakeError
from screening.intake.xlsx_file import is_workbook

MAX_MEMBERS = 1_000
MAX_TOTAL_BYTES = 20 << 30
MAX_RATIO = 200
"""Declarations in XML shrink to a thirtieth, in CSV to a tenth; a bomb to a thousandth and less."""
RATIO_FROM_BYTES = 32 << 20
"""Below this, a ratio does no harm."""
MAX_NESTING = 2
_BLOCK = 1 << 20
_SEND_AGAIN = "Ask the sender for the archive again"
ArchiveFormat = Literal["zip", "gz", "tar"]


@dataclass(frozen=True)
class Member:
    """A file that was in an archive: where it lies now, and what it was called there (the last part of its path)."""

    path: Path
    name: str


def archive_format(path: Path) -> ArchiveFormat | None:
    """Tell whether a file is an archive, by its content; an Excel workbook is none."""
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith(b"\x1f\x8b"):
        return "gz"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return None if is_workbook(path) else "zip"
    return "tar" if head[257:262] == b"ustar" else None


def unpack(path: Path, form: ArchiveFormat, folder: Path) -> Iterator[Member]:
    """Yield the members one by one, each unpacked into `folder` under a number.

    Raises IntakeError as soon as a limit is passed or the archive is broken; members yielded before that are whole.
    """
    read = {"zip": _zip, "gz": _gz, "tar": _tar}[form]
    budget = _Budget(path)
    with _refused(path):
        for number, (name, stream) in enumerate(read(path), start=1):
            if number > MAX_MEMBERS:
                raise _too_large(path, f"the archive has more than {MAX_MEMBERS:,} members")
            target = folder / f"{number}{PurePosixPath(name).suffix[:10]}"
            with target.open("xb") as out:
                while block := stream.read(_BLOCK):
                    budget.spend(len(block))
                    out.write(block)
            yield Member(target, name)


class _Budget:
    """How much an archive may still unpack to."""

    def __init__(self, path: Path) -> None:
        self._path, self._packed, self._unpacked = path, max(path.stat().st_size, 1), 0

    def spend(self, count: int) -> None:
        self._unpacked += count
        if self._unpacked > MAX_TOTAL_BYTES:
            raise _too_large(self._path, f"the archive unpacks to more than {MAX_TOTAL_BYTES >> 30} GB")
        if self._unpacked > RATIO_FROM_BYTES and self._unpacked > MAX_RATIO * self._packed:
            raise _too_large(self._path, f"the archive unpacks to more than {MAX_RATIO} times its size")


def _too_large(path: Path, what: str) -> IntakeError:
    return IntakeError(what, where=str(path), remedy="Send its files by themselves", check_id="FILE_TOO_LARGE")


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    # All that the readers of the standard library raise on bytes that are no archive any more, found by mutating some.
    except (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError, KeyError,
            ValueError, NotImplementedError, RuntimeError, OverflowError) as error:  # fmt: skip
        raise IntakeError(
            f"the archive is broken or cut off ({type(error).__name__})",
            where=str(path), remedy=_SEND_AGAIN, check_id="FILE_DAMAGED",
        ) from None  # fmt: skip


def _safe_name(path: Path, name: str) -> str:
    """The last part of a member's path; raises IntakeError when the path leads out of the archive."""
    parts = PureWindowsPath(name).parts  # knows both separators, and drives
    if not parts or PureWindowsPath(name).drive or name.startswith(("/", "\\")) or ".." in parts or "\0" in name:
        raise IntakeError(
            "a path in the archive leads out of it",
            where=str(path), remedy="Ask the sender who made it", check_id="FILE_UNSAFE",
        )  # fmt: skip
    return parts[-1]


def _zip(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name = _safe_name(path, info.filename)
            if info.is_dir():
                continue
            if info.flag_bits & 0x1:
                raise IntakeError(
                    "the archive has a password", where=str(path), remedy="Send it without", check_id="FILE_UNREADABLE"
                )
            with archive.open(info) as stream:
                yield name, stream


def _gz(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with gzip.open(path) as stream:
        is_tar = stream.peek(512)[257:262] == b"ustar"
        if not is_tar:
            yield path.name.removesuffix(".gz").removesuffix(".GZ") or "member", stream  # type: ignore[misc]
            return
    yield from _tar(path)


def _tar(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(path, "r|*") as archive:
        for info in archive:
            name = _safe_name(path, info.name)
            if info.isdir():
                continue
            stream = archive.extractfile(info) if info.isreg() else None
            if stream is None:
                raise IntakeError(
                    "the archive holds a link or a device",
                    where=str(path), remedy="Ask the sender who made it", check_id="FILE_UNSAFE",
                )  # fmt: skip
            yield name, stream
