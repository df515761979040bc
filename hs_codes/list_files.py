"""Words that the files of control lists share: names of lists, regimes, strengths, and what a version is."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hs_codes.reference_data import read_sidecar

CHPL = "CHPL"
DUAL_USE = "DUAL-USE"
CHEMICALS_LIST = "CHEMICALS"
UNSCR_DPRK = "UNSCR-DPRK"
MILITARY = "MILITARY"
NSG_LISTS = {"T": "NSG-TRIGGER", "N": "NSG-DUAL-USE"}
PACKAGE_LISTS = (CHPL, DUAL_USE, *NSG_LISTS.values(), MILITARY, UNSCR_DPRK, CHEMICALS_LIST)

REGIMES = ("Wassenaar", "MTCR", "NSG", "AG", "CWC")
STRENGTHS = ("exact", "likely", "possible")
"""From the strongest to the weakest."""

NATIONAL, BAN = "NATIONAL", "BAN"
"""Regimes of loaded lists: a national control list, a ban by country."""


def list_version(*paths: Path) -> str:
    """Return the version of what these files hold together: the newest date and the start of a hash over all."""
    sidecars = [read_sidecar(path.with_suffix(".meta.yml")) for path in paths]
    newest = max(sidecar.version for sidecar in sidecars)
    digest = hashlib.sha256("".join(sidecar.sha256 for sidecar in sidecars).encode()).hexdigest()
    return f"{newest.isoformat()}-{digest[:8]}"
