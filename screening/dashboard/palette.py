"""The colours of the pages, light and dark, as CSS variables. A test holds every pair to WCAG AA contrast."""

from __future__ import annotations

LIGHT = {
    "ground": "#f5f6f8",
    "surface": "#ffffff",
    "raised": "#eef1f5",
    "line": "#d5dae1",
    "edge": "#7a8596",
    "ink": "#1b2430",
    "quiet": "#515c6b",
    "accent": "#1f5a96",
    "accent-ink": "#ffffff",
    "accent-soft": "#e3edf8",
    "critical": "#a3182d",
    "critical-soft": "#fbe5e8",
    "high": "#994205",
    "high-soft": "#fdebdc",
    "medium": "#7a5a00",
    "medium-soft": "#fbf1d0",
    "low": "#2c5f7c",
    "low-soft": "#e2eff6",
    "good": "#1c6b3c",
    "good-soft": "#e0f2e6",
    "mark": "#ffd9a8",
}
DARK = {
    "ground": "#12171e",
    "surface": "#1a212b",
    "raised": "#232c38",
    "line": "#343f4e",
    "edge": "#7d8a9c",
    "ink": "#e6ebf2",
    "quiet": "#a9b4c3",
    "accent": "#8bbcf0",
    "accent-ink": "#0d1620",
    "accent-soft": "#22364c",
    "critical": "#ff9aa7",
    "critical-soft": "#452029",
    "high": "#ffb27a",
    "high-soft": "#432c1b",
    "medium": "#eccb62",
    "medium-soft": "#3b331a",
    "low": "#93cbe8",
    "low-soft": "#1d3542",
    "good": "#86d9a4",
    "good-soft": "#1c3a28",
    "mark": "#6d4413",
}
TEXT_PAIRS = (
    *(("ink", ground) for ground in ("ground", "surface", "raised", "accent-soft", "mark")),
    *(("quiet", ground) for ground in ("ground", "surface", "raised")),
    *(("accent", ground) for ground in ("ground", "surface", "raised", "accent-soft")),
    ("accent-ink", "accent"),
    *((tone, "surface") for tone in ("critical", "high", "medium", "low", "good")),
    *((tone, f"{tone}-soft") for tone in ("critical", "high", "medium", "low", "good")),
)
"""Text and what it stands on: at least 4.5 to 1."""
SHAPE_PAIRS = (("edge", "surface"), ("edge", "ground"), ("accent", "surface"), ("accent", "ground"))
"""Frames of fields and the mark of the focus, and what they stand on: at least 3 to 1."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours #rrggbb. Source: WCAG 2.2, relative luminance."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def stylesheet() -> str:
    """Return the variables as CSS: light, dark where the reader's system is, and either one when it was chosen."""
    light, dark = (
        "".join(f"--{name}:{value};" for name, value in colours.items()) + f"color-scheme:{scheme};"
        for scheme, colours in (("light", LIGHT), ("dark", DARK))
    )
    return (
        f":root{{{light}}}\n"
        f"@media (prefers-color-scheme: dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f":root[data-theme=dark]{{{dark}}}\n"
    )
