"""Charts for ECharts, which NiceGUI brings along. Colours are read in the browser, so that they follow light and dark.

A key that begins with a colon is JavaScript, evaluated in the browser; only constants of ours stand in such keys.
"""

from __future__ import annotations

import json
from typing import Any

from screening.dashboard.peers import PriceAmongPeers
from screening.dashboard.texts import Speaker

Options = dict[str, Any]


def _colour(name: str) -> str:
    return f"getComputedStyle(document.documentElement).getPropertyValue('--{name}').trim()"


_FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"
_TEXT: Options = {":color": _colour("quiet"), "fontFamily": _FONT, "fontSize": 12}
_LINES: Options = {"lineStyle": {":color": _colour("line")}}
_CALM = ["#4c7fb0", "#8f7034", "#5b8c6a", "#9a5b7a", "#6a6fb0", "#a06a4a", "#4f8f93", "#7d7d4f"]
_BASE: Options = {"animation": False, "color": _CALM, "textStyle": _TEXT, "aria": {"enabled": True}}


def _numbers(say: Speaker) -> str:
    # Browsers know no Kazakh numbers, which are written as Russian ones.
    return f"(value) => value.toLocaleString('{'ru' if say.language == 'kk' else say.language}')"


def _axis(kind: str, **more: object) -> Options:
    return {"type": kind, "axisLabel": _TEXT, "axisLine": _LINES, "splitLine": _LINES, "nameTextStyle": _TEXT} | more


def price_chart(found: PriceAmongPeers, say: Speaker) -> Options:
    """Return the peers as dots along a logarithmic axis, their median as a line, the item as a diamond."""
    # The height of a dot says nothing; it keeps dots of one price apart, the same way each time.
    dots = [
        [round(price, 4), (number * 37 % 61) / 61 - 0.5, same]
        for number, (price, same) in enumerate(found.peers.select("price", "is_same_origin").iter_rows())
    ]
    median = {"xAxis": round(found.median, 4), "name": say("price.median")}
    return _BASE | {
        "grid": {"left": 16, "right": 24, "top": 50, "bottom": 46},
        "legend": {"top": 0, "textStyle": _TEXT, "itemGap": 16},
        "xAxis": _axis(
            "log",
            name=f"{found.currency} / {say.unit(found.per)}",
            nameLocation="middle",
            nameGap=28,
            splitNumber=4,
            axisLabel=_TEXT | {":formatter": _numbers(say)},
        ),
        "yAxis": {"type": "value", "show": False, "min": -1, "max": 1},
        "tooltip": {"trigger": "item"},
        "series": [
            _dots(say("price.other_origins"), [dot[:2] for dot in dots if not dot[2]], "edge", 7),
            _dots(say("price.same_origin"), [dot[:2] for dot in dots if dot[2]], "low", 8),
            _dots(say("price.this_item"), [[round(found.price, 4), 0]], "critical", 18)
            | {
                "symbol": "diamond",
                "z": 5,
                "markLine": {
                    "symbol": "none",
                    "silent": True,
                    "label": {"formatter": "{b}", **_TEXT},
                    "lineStyle": {":color": _colour("quiet"), "type": "dashed"},
                    "data": [median],
                },
            },
        ],
    }


def _dots(name: str, data: list[list[Any]], colour: str, size: int) -> Options:
    return {
        "type": "scatter",
        "name": name,
        "data": data,
        "symbolSize": size,
        "itemStyle": {":color": _colour(colour), "opacity": 0.75},
    }


def days_chart(days: list[str], counts: dict[str, list[int]], say: Speaker) -> Options:
    """Return alerts by day as columns, one colour for each severity. `counts`: for each severity, one number a day."""
    return _BASE | {
        "grid": {"left": 44, "right": 12, "top": 34, "bottom": 28},
        "legend": {"top": 0, "textStyle": _TEXT, "itemGap": 16},
        "tooltip": {"trigger": "axis"},
        "xAxis": _axis("category", data=days),
        "yAxis": _axis("value", minInterval=1, axisLabel=_TEXT | {":formatter": _numbers(say)}),
        "series": [
            {
                "type": "bar",
                "stack": "alerts",
                "name": say(f"severity.{severity}"),
                "data": numbers,
                "barMaxWidth": 36,
                "itemStyle": {":color": _colour(severity)},
            }
            for severity, numbers in counts.items()
        ],
    }


def corridors_chart(legs: list[dict[str, Any]], say: Speaker) -> Options:
    """Return the ways of the goods as a Sankey picture: dispatch, trade, destination. `legs`: source, target, count.

    A country stands once in each of the three columns, so that a way never runs in a circle.
    """
    names = list(dict.fromkeys(end for leg in legs for end in (leg["source"], leg["target"])))
    columns = {"1": say("corridor.dispatch"), "2": say("corridor.trade"), "3": say("corridor.destination")}
    return _BASE | {
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "sankey",
                "left": 8,
                "right": 56,
                "top": 12,
                "bottom": 12,
                "nodeGap": 10,
                "emphasis": {"focus": "adjacency"},
                "label": {":formatter": "(node) => node.name.slice(2)", **_TEXT, ":color": _colour("ink")},
                "lineStyle": {"color": "gradient", "opacity": 0.4},
                "tooltip": {":formatter": _SANKEY_TIP.replace("COLUMNS", json.dumps(columns, ensure_ascii=False))},
                "data": [{"name": name, "depth": int(name[0]) - 1} for name in names],
                "links": [{"source": leg["source"], "target": leg["target"], "value": leg["count"]} for leg in legs],
            }
        ],
    }


_SANKEY_TIP = (
    "(one) => { const end = (name) => (COLUMNS)[name[0]] + ' ' + name.slice(2);"
    " return one.dataType === 'edge' ? end(one.data.source) + ' → ' + end(one.data.target) + ': ' + one.value"
    " : end(one.name) + ': ' + one.value; }"
)
