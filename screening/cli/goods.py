"""`screening goods …`: control lists and nomenclatures: what is loaded, load more, templates to fill in."""

from __future__ import annotations

import typer

app = typer.Typer(help="Goods: control lists, nomenclatures, checks of single items.", no_args_is_help=True)
