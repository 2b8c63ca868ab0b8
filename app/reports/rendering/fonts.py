"""The report's typeface, registered with reportlab once per process."""

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, SEMIBOLD, BOLD = "PlusJakartaSans", "PlusJakartaSans-SemiBold", "PlusJakartaSans-Bold"
FILES = {REGULAR: "Regular", SEMIBOLD: "SemiBold", BOLD: "Bold"}
# The typeface's narrow space (0.17) counts on kerning, which reportlab does not do: words would run together.
SPACES, SPACE_WIDTH = (0x20, 0xA0), 205
FOLDER = Path(__file__).parent / "fonts"

# The Latin file lacks these; officers paste them from word processors.
SUBSTITUTES = str.maketrans(
    {"→": "->", "←": "<-", "⇒": "=>", "≥": ">=", "≤": "<=", "≠": "!=", "✓": "v", "✔": "v", "▾": "v",
     "●": "•", "▪": "•", "■": "•", "\u2011": "-", "\t": " "}
)  # fmt: skip


@cache
def register() -> None:
    """Make the three weights known; <b> inside a paragraph means the semi-bold."""
    for name, style in FILES.items():
        font = TTFont(name, FOLDER / f"PlusJakartaSans-{style}.ttf")
        font.face.charWidths |= dict.fromkeys(SPACES, SPACE_WIDTH)
        registerFont(font)
    registerFontFamily(REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=REGULAR, boldItalic=SEMIBOLD)
    registerFontFamily(BOLD, normal=BOLD, bold=BOLD, italic=BOLD, boldItalic=BOLD)


def printable(text: str) -> str:
    """Text the font can set: known stand-ins for what it lacks, no control characters or half surrogates."""
    text = text.translate(SUBSTITUTES)
    return "".join(c for c in text if c == "\n" or (c.isprintable() and not "\ud800" <= c <= "\udfff") or c == "\xa0")


def width(text: str, font: str, size: float) -> float:
    """Width of one line in points."""
    return pdfmetrics.stringWidth(text, font, size)


def fit(text: str, font: str, size: float, room: float) -> str:
    """The text, or as much of its beginning as fits in `room` points with an ellipsis."""
    text = printable(text).replace("\n", " ")
    if width(text, font, size) <= room:
        return text
    while text and width(text + "…", font, size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, font: str, size: float, room: float) -> list[str]:
    """Lines no wider than `room` points; a word that is wider alone is broken."""
    return [line for part in printable(text).split("\n") for line in _wrap_part(part, font, size, room)]


def at_most(lines: list[str], most: int) -> list[str]:
    """The first `most` lines; what is left out shows as an ellipsis."""
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1].rstrip() + "…"]


def _wrap_part(text: str, font: str, size: float, room: float) -> list[str]:
    if width(text, font, size) <= room:
        return [text.strip()]
    lines, line = [], ""
    for word in text.split():
        joined = f"{line} {word}".strip()
        if width(joined, font, size) <= room:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while width(line, font, size) > room:
            cut = _cut(line, font, size, room)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines


def _cut(word: str, font: str, size: float, room: float) -> int:
    """How many characters of a too long word fit, at least one."""
    used = 0.0
    for index, char in enumerate(word):
        used += width(char, font, size)
        if used > room:
            return max(index, 1)
    return len(word)


def balance(text: str, font: str, size: float, room: float) -> list[str]:
    """Wrap a heading to the fewest lines, then narrow them so that their lengths are alike."""
    lines = wrap(text, font, size, room)
    best = lines
    while room > size * 6:
        room -= size / 2
        lines = wrap(text, font, size, room)
        if len(lines) > len(best):
            return best
        best = lines
    return best
