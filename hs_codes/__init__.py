"""Goods nomenclature and control lists: HS codes, the Common High Priority List, control-list correlations."""
