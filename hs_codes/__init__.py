"""Goods nomenclature and control lists: HS codes, the Common High Priority List, control-list correlations."""

from hs_codes.code import HSCode, HSCodeError, clean_codes
from hs_codes.control_lists import ControlLists, load_control_lists
from hs_codes.editions import Edition, edition_on
from hs_codes.list_files import CHPL, DUAL_USE

__all__ = [
    "CHPL",
    "DUAL_USE",
    "ControlLists",
    "Edition",
    "HSCode",
    "HSCodeError",
    "clean_codes",
    "edition_on",
    "load_control_lists",
]
