"""`screening goods check`: judge one item at the terminal, or a file of items, by every rule on goods."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.options import Language, LanguageOption

if TYPE_CHECKING:  # Polars takes a quarter of a second; `--help` does not wait for it
    import polars as pl

_COLUMNS = ("id", "hs_code", "description", "maker", "part_number")


def register(app: typer.Typer) -> None:
    """Add this command to `screening goods`."""
    app.command()(check)


def check(
    code: Annotated[str, typer.Option(help="HS or TN VED code, 2 to 10 digits; may be left out")] = "",
    text: Annotated[str, typer.Option(help="Description of the goods (box 31)")] = "",
    maker: Annotated[str, typer.Option(help="Maker")] = "",
    part: Annotated[str, typer.Option(help="Model, mark, article or part number")] = "",
    to: Annotated[str, typer.Option("--to", help="Country of destination, two letters")] = "",
    origin: Annotated[str, typer.Option("--from", help="Country of origin and dispatch, two letters")] = "",
    flow: Annotated[str, typer.Option(help="import, export or transit")] = "import",
    csv: Annotated[Path | None, typer.Option("--csv", help=f"File to judge instead: {', '.join(_COLUMNS)}")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write: id, rule_id, reference, strength, detail")
    ] = None,
    language: LanguageOption = Language.EN,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON")] = False,
) -> None:
    """Say for which control entries goods are candidates, on what basis, and what to verify. Proves nothing."""
    if csv is not None:
        _check_file(csv, out)
        return
    if not (code or text or part):
        raise typer.BadParameter("give --code, --text or --part, or a file with --csv")
    row = {
        "id": "1", "hs_code": code, "description": text, "maker": maker, "part_number": part, "flow": flow,
        "destination_country_code": to.upper(), "origin_country_code": origin.upper(),
        "dispatch_country_code": origin.upper(),
    }  # fmt: skip
    import polars as pl

    _explain(_found(pl.DataFrame([row])), language.value, as_json)


def _check_file(path: Path, out: Path | None) -> None:
    import polars as pl

    from screening.cli.output import safe_csv
    from screening.names.files import read_columns

    given = read_columns(path, ("id", "description"), ("hs_code", "maker", "part_number"))
    found = _found(given)
    # The detail of a hit says more than its reference; the entry stands first, as people look for it.
    table = found.select(
        pl.col("declaration_id").alias("id"),
        "rule_id",
        pl.format("{} {}", "reference_id", "reference").alias("reference"),
        pl.col("strength").round(4),
        "detail",
    ).sort("id", "rule_id", "reference")
    if out is None:
        typer.echo(safe_csv(table), nl=False)
        return
    out.write_text(safe_csv(table), encoding="utf-8")
    typer.echo(f"{given.height} items: {table.height} hits on {table['id'].n_unique()} of them, written to {out}")


def _found(given: pl.DataFrame) -> pl.DataFrame:
    """Return the hits on the items; control lists and model of the lake are used where there is a lake."""
    import polars as pl

    from hs_codes import clean_codes, load_control_lists
    from hs_codes.in_force import with_loaded
    from screening.alerts.policy import load_policy
    from screening.lake import lake_exists, open_lake, require_current
    from screening.rules.goods.check import check_goods
    from screening.rules.goods.model import HeadingModel
    from screening.rules.goods.model_store import model_in_force
    from screening.settings import load_settings

    settings, day = load_settings(), datetime.now(UTC).date()
    control, model = load_control_lists(), None
    if lake_exists(settings):
        with open_lake(settings, read_only=True) as connection:
            require_current(connection)
            control = with_loaded(connection, control, day)
            content = model_in_force(connection)
        model = HeadingModel.from_bytes(content) if content else None
    names = {"description": "goods_description", "maker": "maker_name", "part_number": "model_name"}
    goods = given.rename(names, strict=False)
    for name in ("hs_code", "goods_description", "maker_name", "model_name", "brand_name"):
        if name not in goods.columns:
            goods = goods.with_columns(pl.lit(None, dtype=pl.String).alias(name))
    goods = goods.with_columns(pl.col(pl.String).replace("", None)).with_columns(clean_codes(pl.col("hs_code")))
    policy = load_policy(settings.policy, settings.indicators)
    weights = {rule_id: rule.weight for rule_id, rule in policy.rules.items()}
    found = check_goods(goods, day, control, policy.parameters, model)
    points = pl.col("rule_id").replace_strict(weights, return_dtype=pl.Float64) * pl.col("strength")
    return found.with_columns(points.round(2).alias("points")).sort(
        "declaration_id", "points", "rule_id", "reference_id", descending=[False, True, False, False]
    )


def _explain(found: pl.DataFrame, language: str, as_json: bool) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from screening.alerts.spoken import spoken
    from screening.rules.catalogue import rules
    from screening.texts import text

    reasons = spoken(found, language)
    if as_json:
        kept = ("rule_id", "strength", "points", "reference_id", "reference", "reference_list", "reference_version")
        shown = [
            {name: reason[name] for name in kept}
            | {"explanation": reason["explanation"], "verify": rules()[reason["rule_id"]].meaning[language]}
            | {"source": rules()[reason["rule_id"]].source, "detail": json.loads(reason["detail"])}
            for reason in reasons
        ]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    console = Console()
    if not reasons:
        console.print(text("goods.check.none", language))
        return
    for number, reason in enumerate(reasons, start=1):
        rule = rules()[reason["rule_id"]]
        head = f"{number}. {rule.title[language]} [{rule.rule_id}] {text('explain.strength', language)} "
        console.print(Text(head + f"{reason['strength']:.2f}", style="bold"))
        lines = [
            reason["explanation"],
            *_basis(reason["detail"], language),
            f"{text('explain.list', language)}: {reason['reference_list']}, {text('explain.version', language)} "
            f"{reason['reference_version']}",
            f"{text('explain.todo', language)}: {rule.meaning[language]}",
            f"{text('explain.source', language)}: {rule.source}",
        ]
        for line in lines:
            console.print(Padding(Text(line), (0, 0, 0, 3)))
    console.print(text("goods.check.candidate", language))


def _basis(detail: str, language: str) -> list[str]:
    from screening.cli.explain import is_of_another

    shown = {
        key: value
        for key, value in json.loads(detail).items()
        if value not in (None, "", []) and not is_of_another(key, language)
    }
    return [
        f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}" for key, value in shown.items()
    ]
