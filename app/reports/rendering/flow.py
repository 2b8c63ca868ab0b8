"""Paragraphs from plain text. Whatever a person typed is escaped here, so it can never become markup."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TypeVar
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from .facts import Strong
from .fonts import SEMIBOLD, printable, width
from .styles import BODY, CAPTION, ITEM, MINOR, NOTE, WIDTH


class Prose(Paragraph):
    """A paragraph that still knows its words, for the editable document."""

    parts: tuple[str, ...]
    bullet: str | None


P = TypeVar("P", bound=Prose)
LIST_ITEM = re.compile(r"(\d{1,3}\.|-) +(?=\S)")
TIED = re.compile(r"\b(Lampiran|Nomor|Pasal|Tahun) (?=\d)")  # never leave the number alone on a line
LONG_WORD = re.compile(r"\S{30,}")


def paragraph(
    parts: str | Iterable[str],
    style: ParagraphStyle = BODY,
    bullet: str | None = None,
    kind: type[P] = Prose,  # type: ignore[assignment]
) -> P:
    """One paragraph of plain and Strong stretches."""
    stretches = (parts,) if isinstance(parts, str) else tuple(parts)
    markup = "".join(_stretch(part, style) for part in stretches).replace("\n", "<br/>")
    made = kind(markup, style, bulletText=bullet)
    made.parts, made.bullet = stretches, bullet
    return made


def note(text: str) -> Prose:
    return paragraph(text, NOTE)


def minor_heading(text: str) -> Prose:
    return paragraph(text, MINOR)


def caption(label: str, text: str) -> Prose:
    """'Tabel 3.1 Nilai per unsur', its number in bold."""
    return paragraph((Strong(label), f" {text}"), CAPTION)


def prose(text: str) -> list[Flowable]:
    """Paragraphs and lists of an editable text (see texts.py for its shape)."""
    flowables: list[Flowable] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        flowables.extend(_block(block))
    return flowables


def _block(block: str) -> list[Flowable]:
    paragraphs: list[Prose] = []
    plain: list[str] = []
    for line in filter(None, (line.strip() for line in block.split("\n"))):
        item = LIST_ITEM.match(line)
        if not item:
            plain.append(line)
            continue
        if plain:
            paragraphs.append(paragraph("\n".join(plain)))
            plain = []
        bullet = "•" if item[1] == "-" else item[1]
        paragraphs.append(paragraph(line[item.end() :], ITEM, bullet))
    if plain:
        paragraphs.append(paragraph("\n".join(plain)))
    if paragraphs and paragraphs[-1].style is ITEM:
        paragraphs[-1].spaceAfter = BODY.spaceAfter
    for first, second in pairwise(paragraphs):
        if first.style is BODY and second.style is ITEM:
            first.keepWithNext = 1
    return list(paragraphs)


def _stretch(part: str, style: ParagraphStyle) -> str:
    text = escape(_breakable(TIED.sub("\\1\u00a0", printable(part)), style))
    return f"<b>{text}</b>" if isinstance(part, Strong) else text


def _breakable(text: str, style: ParagraphStyle) -> str:
    """Words wider than the line are split, since a paragraph breaks only at spaces."""
    room = WIDTH - style.leftIndent - 4

    def split(match: re.Match[str]) -> str:
        word, pieces = match[0], []
        while width(word, SEMIBOLD, style.fontSize) > room:
            cut = max(1, int(len(word) * room / width(word, SEMIBOLD, style.fontSize)) - 1)
            pieces.append(word[:cut])
            word = word[cut:]
        return " ".join([*pieces, word])

    return LONG_WORD.sub(split, text)
