"""Every text can be read on every ground it stands on, in both themes (look.md: 4.5:1, controls 3:1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).resolve().parents[2] / "app/static/css/tokens.css"
PAGES = ("ground", "surface", "brand-ground", "selected")
ON_PAGES = (
    *("ink", "ink-soft", "brand", "brand-strong", "error"),
    *("mutu-a-text", "mutu-b-text", "mutu-c-text", "mutu-d-text"),
    *("status-done", "status-track", "status-behind", "status-none", "status-overdue"),
)
PAIRS = [(text, ground) for text in ON_PAGES for ground in PAGES] + [
    ("accent", "ground"),
    ("accent", "surface"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-error", "error"),
    ("on-error", "error-strong"),
    ("error", "error-ground"),
    ("ink", "error-ground"),
    ("ink", "warning-ground"),
    ("ink-soft", "warning-ground"),
    ("status-behind", "warning-ground"),
    ("ink", "success-ground"),
    ("ink-soft", "success-ground"),
    ("status-done", "success-ground"),
    ("ink-soft", "disabled"),
    ("on-dock", "dock"),
    ("on-dock-soft", "dock"),
    ("ground", "ink"),
]
EDGES = [
    (edge, ground)
    for edge in ("control", "focus", "mutu-a", "mutu-b", "mutu-c", "mutu-d")
    for ground in ("ground", "surface")
] + [("dock-line", "dock")]
LOOK = {  # the table of look.md, so that no hand changes the identity in passing
    "ink": ("#16202e", "#edf1f6"),
    "ink-soft": ("#50607a", "#a9b6c8"),
    "ground": ("#f6f4ef", "#10161f"),
    "surface": ("#ffffff", "#18212d"),
    "line": ("#ddd9cf", "#2c3948"),
    "control": ("#7f858f", "#6e7b8c"),
    "brand": ("#0a5a72", "#5cc1db"),
    "brand-ground": ("#e3f1f4", "#12303a"),
    "accent": ("#b4511e", "#f0a274"),
}


def _colours(selector: str) -> dict[str, str]:
    """Return the colour tokens of the first block with this selector."""
    block = SHEET.read_text(encoding="utf-8").split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


THEMES = {
    "light": _colours("\n:root"),
    "dark, by the system": _colours(':root:not([data-theme="light"])'),
    "dark, chosen": _colours(':root[data-theme="dark"]'),
}


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_stands_out_from_its_ground(theme):
    colours = THEMES[theme]
    faint = {
        f"{text} on {ground}": round(contrast(colours[text], colours[ground]), 2)
        for text, ground in PAIRS
        if contrast(colours[text], colours[ground]) < 4.5
    }
    assert faint == {}


@pytest.mark.parametrize("theme", THEMES)
def test_every_edge_of_a_control_or_figure_can_be_seen(theme):
    colours = THEMES[theme]
    faint = {
        f"{edge} on {ground}": round(contrast(colours[edge], colours[ground]), 2)
        for edge, ground in EDGES
        if contrast(colours[edge], colours[ground]) < 3
    }
    assert faint == {}


def test_the_colours_are_those_of_the_agreed_look():
    for name, (light, dark) in LOOK.items():
        assert THEMES["light"][name] == light, name
        assert THEMES["dark, chosen"][name] == dark, name


def test_the_dark_theme_is_the_same_whoever_asked_for_it():
    assert THEMES["dark, by the system"] == THEMES["dark, chosen"]
    assert THEMES["dark, chosen"].keys() == THEMES["light"].keys()
