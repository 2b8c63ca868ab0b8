"""Measures of the page and the few paragraph styles. All lengths are points; everything is black and grey."""

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from .fonts import BOLD, REGULAR, SEMIBOLD

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT, RIGHT = 66, 51  # the left margin leaves room for binding
TOP, BOTTOM = 66, 58
WIDTH = PAGE_WIDTH - LEFT - RIGHT
HEIGHT = PAGE_HEIGHT - TOP - BOTTOM


def grey(level: float) -> Color:
    """A grey from 0 (black) to 1 (white)."""
    return Color(level, level, level)


INK, SOFT, FILL, RULE, PALE = grey(0.07), grey(0.33), grey(0.75), grey(0.78), grey(0.9)

BODY = ParagraphStyle(
    "body",
    fontName=REGULAR,
    fontSize=10,
    leading=15,
    textColor=INK,
    spaceAfter=6,
    allowWidows=0,
    allowOrphans=0,
)
LEAD = ParagraphStyle("lead", parent=BODY, keepWithNext=1)
ITEM = ParagraphStyle("item", parent=BODY, leftIndent=18, bulletIndent=0, spaceAfter=2)
NOTE = ParagraphStyle("note", parent=BODY, fontSize=9, leading=13, textColor=SOFT, spaceBefore=5)
CAPTION = ParagraphStyle("caption", parent=BODY, spaceBefore=8, spaceAfter=5)
CHAPTER = ParagraphStyle(
    "chapter", parent=BODY, fontName=BOLD, fontSize=16.5, leading=19.5, spaceAfter=12, keepWithNext=1
)
SECTION = ParagraphStyle(
    "section",
    parent=BODY,
    fontName=SEMIBOLD,
    fontSize=13.5,
    leading=17,
    spaceBefore=10,
    spaceAfter=5,
    keepWithNext=1,
)
MINOR = ParagraphStyle(
    "minor",
    parent=BODY,
    fontName=SEMIBOLD,
    fontSize=10.5,
    leading=15,
    spaceBefore=7,
    spaceAfter=3,
    keepWithNext=1,
)
CENTRED = ParagraphStyle("centred", parent=BODY, alignment=TA_CENTER)
