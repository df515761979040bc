"""Fetching a list's file: from allowed hosts only, over TLS, within limits of size and time, with new tries.

Messages name the address without its query and never a token. A file is under its name only when it is whole.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type

from screening.errors import ListError, SettingsError
from screening.version import code_version

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
_CHUNK = 1 << 16
_STAYS = "The version in force stays; it is tried again with the next refresh"


@dataclass(frozen=True)
class Limits:
    """How long one file may take, in seconds, and how often it is tried.

    `total_seconds` bounds everything, pauses included: a server that sends a byte a second ends there.
    """

    connect_seconds: float = 10
    read_seconds: float = 60
    total_seconds: float = 900
    attempts: int = 4
    first_pause_seconds: float = 2
    longest_pause_seconds: float = 120
    redirects: int = 5


@dataclass(frozen=True)
class Answer:
    """What a server said. `path` is the file, None when it has not changed (304); no address holds a query."""

    path: Path | None
    status: int
    etag: str | None
    last_modified: str | None
    byte_count: int
    file_hash: str

    @property
    def is_new(self) -> bool:
        """Whether the server sent a file."""
        return self.path is not None


class _PassingFaultError(Exception):
    """A fault that may be gone in a moment; `pause` is what the server asked for, in seconds."""

    def __init__(self, what: str, pause: float | None = None) -> None:
        super().__init__(what)
        self.pause = pause


def tls_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """Return the certificates to trust: the usual ones, and those in `ca_file`. Raises SettingsError."""
    context = httpx.create_ssl_context()
    if ca_file:
        try:
            context.load_verify_locations(cafile=str(ca_file))
        except (OSError, ssl.SSLError):
            raise SettingsError(
                "the certificates cannot be read", where="SCREENING_LIST_CA_FILE", remedy="Name a file in PEM form"
            ) from None
    return context


def fetch(
    address: str,
    target: Path,
    *,
    hosts: Sequence[str],
    max_bytes: int,
    context: ssl.SSLContext,
    query: Mapping[str, str] | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
    limits: Limits | None = None,
) -> Answer:
    """Fetch `address` into the file `target`, unless it is as `etag` and `last_modified` say.

    Only https and only `hosts` are asked, whatever redirects say. `query` is added to the address alone.
    Raises ListError when the file cannot be had: the address or a redirect is not allowed, the answer is an error,
    it is too large as sent or as unpacked, it takes too long, or it breaks off each time.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.total_seconds
    headers = {"User-Agent": f"screening/{code_version()}", "Accept": "*/*", "Accept-Encoding": "gzip"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    shown = address.partition("?")[0]
    url = str(httpx.URL(address).copy_merge_params(dict(query))) if query else address
    part = target.with_name(f".{target.name}.part")

    def pause(state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        asked = fault.pause if isinstance(fault, _PassingFaultError) else None
        growing = limits.first_pause_seconds * 2 ** (state.attempt_number - 1)
        return min(asked if asked is not None else growing, limits.longest_pause_seconds)

    def is_over(state: RetryCallState) -> bool:
        fault = state.outcome.exception() if state.outcome else None
        asked = fault.pause if isinstance(fault, _PassingFaultError) else None
        too_long = asked is not None and asked > limits.longest_pause_seconds
        is_last = state.attempt_number >= limits.attempts
        return is_last or too_long or time.monotonic() + pause(state) >= deadline

    timeout = httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds)
    try:
        with httpx.Client(verify=context, timeout=timeout, follow_redirects=False) as client:
            for attempt in Retrying(
                retry=retry_if_exception_type(_PassingFaultError),
                wait=pause,
                stop=is_over,
                reraise=True,
            ):
                with attempt:
                    answer = _once(client, url, headers, part, hosts, max_bytes, deadline, limits, shown)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, _PassingFaultError):
            raise ListError(str(error), where=shown, remedy=_STAYS) from None
        raise
    if answer.status == 304:
        return answer
    part.rename(target)
    return Answer(target, answer.status, answer.etag, answer.last_modified, answer.byte_count, answer.file_hash)


def _once(
    client: httpx.Client,
    url: str,
    headers: Mapping[str, str],
    part: Path,
    hosts: Sequence[str],
    max_bytes: int,
    deadline: float,
    limits: Limits,
    shown: str,
) -> Answer:
    """Ask once, following redirects; raises _PassingFaultError for what may pass, ListError for what will not."""
    port = urlsplit(url).port or 443
    try:
        for _ in range(limits.redirects + 1):
            _refuse_unless_allowed(url, hosts, port, shown)
            _refuse_if_late(deadline, shown)
            with client.stream("GET", url, headers=dict(headers)) as response:
                if response.status_code in _REDIRECTS:
                    url = urljoin(url, response.headers.get("Location", ""))
                    continue
                return _taken(response, part, max_bytes, deadline, shown)
    except httpx.TimeoutException:
        raise _PassingFaultError("the server does not answer in time") from None
    except (httpx.TransportError, httpx.InvalidURL, zlib.error) as error:
        # The error's own text may hold the address with its query.
        if _is_certificate_fault(error):
            raise ListError("the server's certificate is not trusted", where=shown, remedy=_STAYS) from None
        raise _PassingFaultError(f"the connection broke ({type(error).__name__})") from None
    raise ListError(f"the server redirects more than {limits.redirects} times", where=shown, remedy=_STAYS)


def _is_certificate_fault(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(cause):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _refuse_unless_allowed(url: str, hosts: Sequence[str], port: int, shown: str) -> None:
    try:
        parts = urlsplit(url)
        at = parts.port or 443
    except ValueError:
        raise ListError("the server redirects to no address", where=shown, remedy=_STAYS) from None
    host = (parts.hostname or "").lower()
    if parts.scheme != "https":
        raise ListError("the address or a redirect is not https", where=shown, remedy=_STAYS)
    if not any(host == known or (known.startswith("*.") and host.endswith(known[1:])) for known in hosts):
        raise ListError(
            f"the server redirects to {host[:100]}, which is not an allowed host",
            where=shown,
            remedy="Add it to the source's hosts if it is the publisher's",
        )
    if at not in (443, port) or parts.username or parts.password:
        raise ListError(f"the server redirects to another port or user of {host}", where=shown, remedy=_STAYS)


def _refuse_if_late(deadline: float, shown: str) -> None:
    if time.monotonic() > deadline:
        raise ListError("the server takes longer than is allowed for a file", where=shown, remedy=_STAYS)


def _taken(response: httpx.Response, part: Path, max_bytes: int, deadline: float, shown: str) -> Answer:
    """Write the answer's body to `part`, checked on the way; a 304 has none."""
    status, headers = response.status_code, response.headers
    etag, last_modified = headers.get("ETag"), headers.get("Last-Modified")
    if status == 304:
        return Answer(None, status, etag, last_modified, 0, "")
    if status in _PASSING:
        raise _PassingFaultError(f"the server answers {status}", _retry_after(headers.get("Retry-After")))
    if status != 200:
        raise ListError(f"the server answers {status}", where=shown, remedy=_STAYS)
    if int(headers.get("Content-Length", "0")) > max_bytes:
        _refuse_size(max_bytes, shown)
    digest, size = sha256(), 0
    with part.open("wb") as file:
        for chunk in _unpacked(response, max_bytes, shown):
            _refuse_if_late(deadline, shown)
            size += len(chunk)
            if size > max_bytes:
                _refuse_size(max_bytes, shown)
            digest.update(chunk)
            file.write(chunk)
    return Answer(part, status, etag, last_modified, size, digest.hexdigest())


def _unpacked(response: httpx.Response, max_bytes: int, shown: str) -> Iterator[bytes]:
    """Yield the body in pieces of bounded size, however much a piece unpacks to.

    Unpacked here, since the client's own unpacking has no limit: a few kilobytes may be gigabytes.
    """
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip"):
        raise ListError(f"the answer is packed as {packing[:20]}, which was not asked for", where=shown, remedy=_STAYS)
    sent = 0
    unpacker = zlib.decompressobj(wbits=31) if packing.endswith("gzip") else None
    for raw in response.iter_raw():  # as it comes: gathered into larger pieces, a slow answer would pass the deadline
        sent += len(raw)
        if sent > max_bytes:
            _refuse_size(max_bytes, shown)
        if unpacker is None:
            yield raw
            continue
        while raw:
            if unpacker.eof:  # gzip may come in several members, one after another
                unpacker = zlib.decompressobj(wbits=31)
            yield unpacker.decompress(raw, _CHUNK)
            raw = unpacker.unconsumed_tail or unpacker.unused_data
    if unpacker is not None:
        yield unpacker.flush()
        if not unpacker.eof:
            raise _PassingFaultError("the packed answer is cut off")


def _refuse_size(max_bytes: int, shown: str) -> None:
    raise ListError(
        f"the answer is larger than {max_bytes / 1e6:g} MB, as sent or as unpacked",
        where=shown,
        remedy="Raise the source's max_megabytes if the list has grown",
    )


def _retry_after(value: str | None) -> float | None:
    """Return the seconds that a `Retry-After` asks for, given in seconds or as a time; None without a sensible one."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((moment.astimezone(UTC) - datetime.now(UTC)).total_seconds(), 0.0)
