"""Mapping files: how the columns of somebody else's table become canonical ones, without code."""

from screening.intake.mapping.apply import apply
from screening.intake.mapping.find import Mappings, find, load_mappings
from screening.intake.mapping.mapping_file import Mapping, read_mapping

__all__ = ["Mapping", "Mappings", "apply", "find", "load_mappings", "read_mapping"]
