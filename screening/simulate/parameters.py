"""The distributions of the simulated administration: one file, each section with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from screening.errors import SettingsError


@dataclass(frozen=True)
class Parameters:
    """The content of a parameter file. `sections` holds each section without its reason."""

    version: str
    sections: Mapping[str, Mapping[str, Any]]
    reasons: Mapping[str, str]

    def __getitem__(self, section: str) -> Mapping[str, Any]:
        return self.sections[section]

    def __hash__(self) -> int:
        return hash(self.version)


@cache
def load_parameters(path: Path | None = None) -> Parameters:
    """Read a parameter file, or the one in this package; raises SettingsError that names the section."""
    where = str(path) if path else "screening/simulate/parameters.yml"
    try:
        text = path.read_text("utf-8") if path else (resources.files(__package__) / "parameters.yml").read_text("utf-8")
        content = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError("the parameters cannot be read", where=where, remedy="Give a YAML file in UTF-8") from error
    if not isinstance(content, dict) or not isinstance(content.get("version"), str):
        raise SettingsError("the parameters have no version", where=where, remedy='Begin with version: "…"')
    version = content.pop("version")
    for name, section in content.items():
        if not isinstance(section, dict) or not str(section.get("reason") or "").strip():
            raise SettingsError(f"section {name} gives no reason", where=where, remedy="Say why the numbers are so")
    sections = {name: {k: v for k, v in section.items() if k != "reason"} for name, section in content.items()}
    if path is not None:
        missing = sorted(load_parameters().sections.keys() - sections.keys())
        if missing:
            raise SettingsError(
                f"sections missing: {', '.join(missing)}", where=where, remedy="Copy them from the package"
            )
    return Parameters(version, sections, {name: section["reason"] for name, section in content.items()})


@cache
def load_words() -> Mapping[str, Any]:
    """Read the words that names and addresses are made of."""
    content: dict[str, Any] = yaml.safe_load((resources.files(__package__) / "words.yml").read_text("utf-8"))
    return content


def pick(rng: np.random.Generator, shares: Mapping[Any, float], size: int) -> np.ndarray:
    """Draw `size` positions in `shares`, by weight."""
    weights = np.array(list(shares.values()), dtype=float)
    return np.searchsorted(np.cumsum(weights / weights.sum())[:-1], rng.random(size), side="right")


def pick_keys(rng: np.random.Generator, shares: Mapping[Any, float], size: int) -> np.ndarray:
    """Draw `size` keys of `shares`, by weight, as an array of objects."""
    drawn: np.ndarray = np.array(list(shares), dtype=object)[pick(rng, shares, size)]
    return drawn
