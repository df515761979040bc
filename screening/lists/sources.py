"""Where lists are fetched: a reviewed YAML file, in the package or of the user's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from screening.errors import NotFoundError, SettingsError
from screening.lists.guard import GuardShares

_HOST = r"^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$"


def _https(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password or parts.fragment:
        raise ValueError("an address begins with https://, names a host and holds no user")
    return address


class SourceAddress(BaseModel):
    """One file of a source: its address and the name under which it is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Annotated[str, AfterValidator(_https)]
    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    is_verified: bool

    @property
    def shown(self) -> str:
        """The address without its query, which may hold what must not be told."""
        return self.address.partition("?")[0]


class Source(BaseModel):
    """A publisher's files that are fetched together, and the lists that they hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    lists: tuple[Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]*$")], ...] = Field(min_length=1)
    files: tuple[SourceAddress, ...] = Field(min_length=1)
    hosts: tuple[Annotated[str, Field(pattern=_HOST)], ...] = ()
    licence: str
    cadence_days: int = Field(gt=0)
    max_megabytes: float = Field(gt=0, le=2000)
    token_parameter: str | None = Field(None, pattern=r"^\w+$")
    may_bring_new_lists: bool = False
    guard: GuardShares = GuardShares()

    @model_validator(mode="after")
    def _has_names_once(self) -> Source:
        if len({file.name for file in self.files}) < len(self.files):
            raise ValueError("two files have the same name")
        return self

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """Hosts that may be asked: those of the addresses, and those to which a redirect may lead."""
        own = dict.fromkeys(str(urlsplit(file.address).hostname) for file in self.files)
        return (*own, *self.hosts)

    @property
    def max_bytes(self) -> int:
        """Largest size of one file, as sent and as unpacked."""
        return int(self.max_megabytes * 1_000_000)


class Sources(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_ids_once(self) -> Sources:
        for what, counts in (
            ("source", Counter(source.id for source in self.sources)),
            ("list", Counter(name for source in self.sources for name in source.lists)),
        ):
            if repeated := sorted(name for name, count in counts.items() if count > 1):
                raise ValueError(f"{what} {repeated[0]} is there twice")
        return self


def load_sources(path: Path | None = None) -> tuple[Source, ...]:
    """Read a file of sources, or the one in this package; raises SettingsError that names the key that is wrong."""
    where = str(path) if path else "screening/lists/sources.yml"
    remedy = "Mend the file that SCREENING_LIST_SOURCES names"
    try:
        text = path.read_text("utf-8") if path else (resources.files(__package__) / "sources.yml").read_text("utf-8")
        return Sources.model_validate(yaml.safe_load(text)).sources
    except OSError as error:
        raise SettingsError(
            f"the list sources cannot be read ({error.strerror})",
            where=where,
            remedy="Check the path and its permissions; without SCREENING_LIST_SOURCES those in the package are used",
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError("the list sources are not UTF-8", where=where, remedy="Save them as UTF-8") from error
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise SettingsError(f"the list sources are not YAML ({reason})", where=where, remedy=remedy) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{key or 'sources'}: {first['msg']}", where=where, remedy=remedy) from error


def cadences(sources: Sequence[Source]) -> dict[str, int]:
    """Return the days between two versions that are expected of each list."""
    return {list_id: source.cadence_days for source in sources for list_id in source.lists}


def chosen(sources: Sequence[Source], names: Sequence[str]) -> list[Source]:
    """Return the sources named, by their own id or that of a list; all when none is. Raises NotFoundError."""
    found: dict[str, Source] = {}
    for name in names:
        matching = [source for source in sources if name == source.id or name in source.lists]
        if not matching:
            known = ", ".join(source.id for source in sources)
            raise NotFoundError(f"there is no list source {name}", remedy=f"Name one of these: {known}")
        found |= {source.id: source for source in matching}
    return list(found.values()) if names else list(sources)


def tokens(setting: str) -> dict[str, str]:
    """Return the token of each source, from a setting of the form `source=token other=token`.

    Raises SettingsError, which does not repeat the setting.
    """
    pairs = [part.partition("=") for part in setting.replace(",", " ").split()]
    if any(not (name and sign and token) for name, sign, token in pairs):
        raise SettingsError(
            "it is not of the form source=token", where="SCREENING_LIST_TOKENS", remedy="Write e.g. eu_fsf=TOKEN"
        )
    return {name: token for name, _, token in pairs}
