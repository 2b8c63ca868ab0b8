"""A Draft becomes a letter: plain text and HTML that e-mail programs show alike. Needs no request.

The HTML is tables with inline styles, 600 px at most, without pictures, fonts or scripts from anywhere. What
cannot be inlined (narrow screens, dark mode) stays in one style element that programs may ignore.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import css_inline
import jinja2

from app.reminders.content.draft import Draft, Strong
from app.reminders.message import Mailbox, to_message
from app.reminders.plain import plain_text
from app.web.formats import DAYS, tanggal

__all__ = ["Letter", "Mailbox", "render", "to_message"]

TEMPLATES = Path(__file__).parent.parent / "templates" / "letters"
BAR_WIDTH = 160  # px, the tick of the target beside it not counted


@dataclass(frozen=True)
class Letter:
    subject: str
    preheader: str
    text: str
    html: str


def render(draft: Draft) -> Letter:
    """Return the finished letter. Every word of the draft is escaped in the HTML."""
    html = _environment().get_template("letter.html").render(letter=draft)
    return Letter(
        subject=draft.subject,
        preheader=draft.preheader,
        text=plain_text(draft),
        html=_inliner().inline(html),
    )


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(hari=_weekday, tanggal=tanggal)
    environment.tests["strong"] = lambda span: isinstance(span, Strong)
    environment.globals["BAR_WIDTH"] = BAR_WIDTH
    return environment


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _weekday(day: date) -> str:
    return DAYS[day.weekday()]
