"""All rules in one place: what they are called, what they say, and which table they are listed in."""

from __future__ import annotations

from pathlib import Path

from screening.rules.goods import GOODS_RULES
from screening.rules.indicators import indicators
from screening.rules.parties.identifier import PARTY_EXACT_ID, VESSEL_LISTED, WALLET_LISTED
from screening.rules.parties.name import PARTY_NAME_FUZZY
from screening.rules.rule import Rule


def rules(own: Path | None = None) -> dict[str, Rule]:
    """Return every rule by its id: parties, goods, then indicators, and those of the folder `own` (see indicators)."""
    written = (PARTY_EXACT_ID, PARTY_NAME_FUZZY, VESSEL_LISTED, WALLET_LISTED, *GOODS_RULES)
    return {rule.rule_id: rule for rule in (*written, *(indicator.rule for indicator in indicators(own)))}
