"""`screening goods …`: control lists and nomenclatures: what is loaded, load more, templates to fill in."""

from __future__ import annotations

import typer

from screening.cli import goods_check, goods_model

app = typer.Typer(help="Goods: control lists, nomenclatures, checks of single items.", no_args_is_help=True)
goods_check.register(app)
goods_model.register(app)
