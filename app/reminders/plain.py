"""A letter as plain text: complete by itself, in lines of at most 78 characters."""

import textwrap

from app.reminders.content.draft import Draft, Paragraph, Row
from app.web.formats import hari_tanggal

WIDTH = 78


def plain_text(draft: Draft) -> str:
    """Return the letter as text. Only a web address may be longer than a line: broken, it would not open."""
    blocks = [
        _wrap(f"{draft.sender.office}\n{draft.sender.parent}\n{hari_tanggal(draft.written_on)}"),
        _wrap(f"{draft.greeting}\n{draft.position}".rstrip()),
        _headline(draft.heading),
        *(_paragraph(paragraph) for paragraph in draft.lead),
        _rows(draft),
        _action(draft),
        *(_paragraph(paragraph) for paragraph in draft.closing),
        "-- \n" + _wrap(draft.footer) + _pause(draft),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _headline(heading: str) -> str:
    lines = _wrap(heading)
    return f"{lines}\n{'=' * max(len(line) for line in lines.split(chr(10)))}"


def _paragraph(paragraph: Paragraph) -> str:
    return _wrap("".join(paragraph))


def _rows(draft: Draft) -> str:
    return "\n".join([draft.section, *(_row(row) for row in draft.rows)]) if draft.rows else ""


def _row(row: Row) -> str:
    title = f"{row.title}: {row.value}" if row.value else row.title
    return "\n".join([_wrap(title, first="- ", indent="  "), _wrap(row.note, indent="  ")])


def _action(draft: Draft) -> str:
    action = draft.action
    return "" if action is None else f"{_wrap(action.label + ':')}\n{action.url}\n{_wrap(action.note)}"


def _pause(draft: Draft) -> str:
    return f"\n{_wrap(draft.pause.label + ':')}\n{draft.pause.url}" if draft.pause else ""


def _wrap(text: str, *, first: str | None = None, indent: str = "") -> str:
    """Fill each line of `text`; line breaks that the writer made stay."""
    filled: list[str] = []
    for line in text.split("\n"):
        start = first if first is not None and not filled else indent
        filled += textwrap.wrap(
            line,
            WIDTH,
            initial_indent=start,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(filled)
