"""Which code this is: the release, and a hash of the files that are really there."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

import screening


@cache
def source_hash(package: str) -> str:
    """SHA-256 of a package's files, their names included: code, SQL, word lists, reference data."""
    digest = hashlib.sha256()
    with resources.as_file(resources.files(package)) as folder:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def code_version() -> str:
    """Return the release and the start of the source's hash: a changed rule is another version, whatever its name."""
    together = hashlib.sha256("".join(source_hash(name) for name in ("screening", "hs_codes")).encode()).hexdigest()
    return f"{screening.__version__}+{together[:8]}"
