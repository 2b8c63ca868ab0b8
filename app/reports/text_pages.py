"""What the pages of chapter texts show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.opd.models import CustomerKind
from app.reports.assembly import assemble
from app.reports.materials import list_texts
from app.reports.models import ReportText
from app.reports.rendering.data import SkmReport
from app.reports.rendering.texts import CHAPTERS, TITLES, Section, default_text, text_of
from app.surveys.models import Survey


@dataclass(frozen=True)
class TextLine:
    """A section: what it prints, and whether these are the office's own words.

    `moved_on`: the default that stood there when the words were saved is another one today.
    """

    section: Section
    title: str
    text: str
    default: str
    own: bool
    moved_on: bool
    changed_by: str
    changed_at: datetime | None

    @property
    def opening(self) -> str:
        """Return the beginning, by which a section is recognised in the list."""
        words = " ".join(self.text.split())
        return words if len(words) <= 220 else words[:220].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True)
class Chapter:
    title: str
    texts: tuple[TextLine, ...]


def list_chapters(survey: Survey, kind: CustomerKind) -> list[Chapter]:
    report, rows = assemble(survey, kind, pictures=False), list_texts(survey.id, kind)
    return [
        Chapter(title, tuple(_line(report, section, rows.get(section.value)) for section in sections))
        for title, sections in CHAPTERS.items()
    ]


def get_text(survey: Survey, kind: CustomerKind, section: Section) -> TextLine:
    rows = list_texts(survey.id, kind)
    return _line(assemble(survey, kind, pictures=False), section, rows.get(section.value))


def _line(report: SkmReport, section: Section, row: ReportText | None) -> TextLine:
    default = default_text(report, section)
    return TextLine(
        section=section,
        title=TITLES[section],
        text=text_of(report, section),
        default=default,
        own=row is not None,
        moved_on=row is not None and row.default_text != default,
        changed_by=row.changed_by if row else "",
        changed_at=row.changed_at if row else None,
    )
