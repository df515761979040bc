"""The evaluation as one HTML page: tables, and plots drawn into it as SVG. Nothing is fetched, no script runs."""

from __future__ import annotations

from html import escape
from pathlib import Path

import altair as alt
import polars as pl
import vl_convert

from screening.simulate.evaluate import Evaluation
from screening.simulate.evaluation_tables import WordTable, about, tables
from screening.simulate.measure import RANKINGS, gains
from screening.simulate.texts import say

_COLOURS = ["#0b5394", "#b45f06", "#6a8759"]
_STYLE = """
body { font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
body { color: #1a1a1a }
h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { padding: .3rem .6rem; border-bottom: 1px solid #d8d8d8; text-align: right }
th:first-child, td:first-child { text-align: left }
.caution { border-left: 4px solid #b45f06; padding: .5rem 1rem; background: #fbf4ea }
svg { max-width: 100%; height: auto }
"""


def write_page(evaluation: Evaluation, path: Path, language: str) -> None:
    """Write the page of an evaluation."""
    sentences = about(evaluation, language)
    ranking, schemes, look_alikes = tables(evaluation, language)
    title = say("evaluate.title", language)
    parts = [
        f"<h1>{escape(title)}</h1>",
        *(f"<p>{escape(text)}</p>" for text in sentences[:-1]),
        f'<p class="caution">{escape(sentences[-1])}</p>',
        _table(ranking),
        _plot(say("evaluate.gains", language), _gains_chart(evaluation, language)),
        _plot(say("evaluate.scores", language), _score_chart(evaluation, language)),
        f"<h2>{escape(schemes.title)}</h2>",
        _table(schemes),
        _plot(schemes.title, _scheme_chart(evaluation, language)),
        f"<h2>{escape(look_alikes.title)}</h2>",
        _table(look_alikes),
    ]
    path.write_text(
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>\n" + "\n".join(parts) + "\n</body></html>\n",
        encoding="utf-8",
    )


def _table(table: WordTable) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in table.header)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _plot(title: str, chart: alt.Chart | alt.LayerChart) -> str:
    svg: str = vl_convert.vegalite_to_svg(chart.to_json(), allowed_base_urls=[])
    return f'<figure aria-label="{escape(title, quote=True)}">{svg}</figure>'


def _gains_chart(evaluation: Evaluation, language: str) -> alt.Chart:
    names = [say(f"ranking.{name}", language) for name in RANKINGS]
    curve = gains(evaluation.scored).with_columns(
        ranking=pl.col("ranking").replace_strict(dict(zip(RANKINGS, names, strict=True)))
    )
    chart: alt.Chart = (
        alt.Chart(curve, title=say("evaluate.gains", language), width=620, height=300)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("share:Q", title=say("evaluate.share_inspected", language), axis=alt.Axis(format="%")),
            y=alt.Y(
                "recall:Q",
                title=say("evaluate.recall", language),
                axis=alt.Axis(format="%"),
                scale=alt.Scale(domain=[0, 1]),
            ),
            color=alt.Color(
                "ranking:N",
                title=None,
                sort=names,
                legend=alt.Legend(labelLimit=400),
                scale=alt.Scale(domain=names, range=_COLOURS),
            ),
        )
    )
    return chart


def _score_chart(evaluation: Evaluation, language: str) -> alt.Chart:
    kinds = {kind: say(f"kind.{kind}", language) for kind in ("planted", "look_alike", "honest")}
    counted = (
        evaluation.scored.filter(pl.col("score") > 0)
        .with_columns(
            kind=pl.when("is_planted")
            .then(pl.lit(kinds["planted"]))
            .when(pl.col("look_alike").is_not_null())
            .then(pl.lit(kinds["look_alike"]))
            .otherwise(pl.lit(kinds["honest"])),
            bin=(pl.col("score").clip(0, 299) / 10).floor() * 10,
        )
        .group_by("kind", "bin")
        .agg(pl.len().alias("count"))
        .sort("kind", "bin")
    )
    chart: alt.Chart = (
        alt.Chart(counted, title=say("evaluate.scores", language), width=620, height=260)
        .mark_line(point=True)
        .encode(
            x=alt.X("bin:Q", title=say("evaluate.score", language)),
            y=alt.Y("count:Q", title=say("evaluate.count", language), scale=alt.Scale(type="symlog")),
            color=alt.Color(
                "kind:N",
                legend=alt.Legend(labelLimit=400),
                title=None,
                scale=alt.Scale(domain=list(kinds.values()), range=["#a61c00", "#b45f06", "#0b5394"]),
            ),
        )
    )
    return chart


def _scheme_chart(evaluation: Evaluation, language: str) -> alt.Chart:
    names = {name: say(f"ranking.{name}", language) for name in RANKINGS}
    long = evaluation.schemes.unpivot(
        on=[f"recall_{name}" for name in RANKINGS], index="scheme", variable_name="ranking", value_name="recall"
    ).with_columns(ranking=pl.col("ranking").str.strip_prefix("recall_").replace_strict(names))
    chart: alt.Chart = (
        alt.Chart(long, title=say("evaluate.by_scheme", language), width=480)
        .mark_point(filled=True, size=70, opacity=0.85)
        .encode(
            x=alt.X(
                "recall:Q",
                title=say("evaluate.recall", language),
                axis=alt.Axis(format="%"),
                scale=alt.Scale(domain=[0, 1]),
            ),
            y=alt.Y("scheme:N", title=None, axis=alt.Axis(grid=True, labelLimit=300)),
            color=alt.Color("ranking:N", title=None, scale=alt.Scale(domain=list(names.values()), range=_COLOURS)),
        )
    )
    return chart
