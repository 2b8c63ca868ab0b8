"""Reading the saran: counted answers only, texts as they were masked at intake, no profile and no time of day.

Which saran there are, and their themes, is what the fold has kept (`saran_entries`, `saran_tallies`): a page never reads
through the answers.

Within a day the order is that of a hash, so that a list never tells who came after whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, and_, any_, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import REGCONFIG

from app.extensions import db
from app.opd.models import CustomerKind, Layanan, Upp
from app.responses.models import Response, SaranEntry, SaranMark, SaranTally
from app.responses.themes import BY_KEY, EVERY, LANGUAGE, OTHER


@dataclass(frozen=True)
class Handled:
    """That a saran was dealt with, by whom, and by which plan (RTL)."""

    at: datetime
    by: str
    note: str
    followup_id: UUID | None


@dataclass(frozen=True)
class SaranLine:
    """`handled` is None while nobody has dealt with it."""

    id: UUID
    survey_id: UUID
    text: str
    day: date
    layanan: str
    upp: str
    themes: tuple[str, ...]
    cursor: str  # the place of this line in the list
    handled: Handled | None = None


@dataclass(frozen=True)
class SaranFilter:
    """Which saran are wanted; nothing set means all of the surveys'."""

    surveys: tuple[UUID, ...]
    layanan_id: UUID | None = None
    words: str = ""
    theme: str = ""
    kind: CustomerKind | None = None
    upp_id: UUID | None = None
    handled: bool | None = None  # None: whether dealt with or not


@dataclass(frozen=True)
class ThemeCounts:
    """How many saran there are, and how many touch each theme (by key), in all and by layanan."""

    total: int = 0
    other: int = 0  # touches no theme
    by_theme: dict[str, int] = field(default_factory=dict)
    by_layanan: dict[str, dict[str, int]] = field(default_factory=dict)  # theme → name of the layanan → saran

    def layanan_most(self, theme: str) -> str | None:
        """Return the layanan with most saran in a theme; None where there is only one layanan, or a tie."""
        counts = sorted(self.by_layanan.get(theme, {}).items(), key=lambda item: -item[1])
        return counts[0][0] if len(counts) > 1 and counts[0][1] > counts[1][1] else None


def list_saran(wanted: SaranFilter, *, after: str = "", limit: int = 50) -> list[SaranLine]:
    """Return saran, the latest day first, that stand after a line's cursor."""
    day, key = SaranEntry.day, _key()
    statement = (
        select(
            SaranEntry,
            Response.saran,
            Layanan.name.label("layanan"),
            Upp.name.label("upp"),
            key.label("key"),
            SaranMark,
        )
        .join(Response, _of(Response.id))
        .join(Layanan, Layanan.id == SaranEntry.layanan_id)
        .join(Upp, Upp.id == SaranEntry.upp_id)
        .outerjoin(SaranMark, _of(SaranMark.response_id))
        .where(*_conditions(wanted))
        .order_by(day.desc(), key)
        .limit(limit)
    )
    place = _place(after)
    if place:
        statement = statement.where(or_(day < place[0], and_(day == place[0], key > place[1])))
    return [
        SaranLine(
            id=row.SaranEntry.response_id,
            survey_id=row.SaranEntry.survey_id,
            text=row.saran,
            day=row.SaranEntry.day,
            layanan=row.layanan,
            upp=row.upp,
            themes=tuple(row.SaranEntry.themes),
            cursor=f"{row.SaranEntry.day:%Y%m%d}{row.key}",
            handled=_handled(row.SaranMark),
        )
        for row in db.session.execute(statement)
    ]


def count_saran(wanted: SaranFilter) -> int:
    statement = (
        select(func.count())
        .select_from(SaranEntry)
        .outerjoin(SaranMark, _of(SaranMark.response_id))
        .where(*_conditions(wanted))
    )
    if wanted.words:
        statement = statement.join(Response, _of(Response.id))
    return db.session.scalar(statement) or 0


def count_handled(surveys: Sequence[UUID]) -> int:
    """Return how many saran of these surveys were dealt with and are still counted."""
    return count_saran(SaranFilter(tuple(surveys), handled=True))


def count_themes(surveys: Sequence[UUID], layanan_ids: Sequence[UUID]) -> ThemeCounts:
    """Return how many saran of these layanan touch each theme."""
    rows = db.session.execute(
        select(Layanan.name, SaranTally.theme, func.sum(SaranTally.n))
        .join(Layanan, Layanan.id == SaranTally.layanan_id)
        .where(SaranTally.survey_id.in_(surveys), SaranTally.layanan_id.in_(layanan_ids), SaranTally.n != 0)
        .group_by(Layanan.id, Layanan.name, Layanan.position, SaranTally.theme)
        .order_by(Layanan.position, Layanan.name)
    ).all()
    by_layanan: dict[str, dict[str, int]] = {}
    for name, theme, count in rows:
        by_layanan.setdefault(theme, {})[name] = int(count)
    return ThemeCounts(
        total=sum(by_layanan.get(EVERY, {}).values()),
        other=sum(by_layanan.get(OTHER, {}).values()),
        by_theme={key: sum(by_layanan.get(key, {}).values()) for key in BY_KEY},
        by_layanan={key: by_layanan.get(key, {}) for key in BY_KEY},
    )


def _conditions(wanted: SaranFilter) -> list[Any]:
    conditions: list[Any] = [SaranEntry.survey_id.in_(wanted.surveys)]
    if wanted.layanan_id is not None:
        conditions.append(SaranEntry.layanan_id == wanted.layanan_id)
    if wanted.kind is not None:
        conditions.append(SaranEntry.layanan_id.in_(select(Layanan.id).where(Layanan.customer_kind == wanted.kind)))
    if wanted.upp_id is not None:
        conditions.append(SaranEntry.upp_id == wanted.upp_id)
    if wanted.words:
        conditions.append(_says(wanted.words))
    if wanted.theme:
        conditions.append(literal(wanted.theme) == any_(SaranEntry.themes))
    if wanted.handled is not None:
        marked = SaranMark.response_id.is_not(None)
        conditions.append(marked if wanted.handled else ~marked)
    return conditions


def _says(words: str) -> Any:
    """Say that a saran holds these words in whatever form ("mengantri" finds "antrian"), or exactly these signs."""
    stems = func.plainto_tsquery(cast(literal(LANGUAGE), REGCONFIG), words)
    return or_(SaranEntry.words.op("@@")(stems), Response.saran.icontains(words, autoescape=True))


def _of(response_id: Any) -> Any:
    return response_id == SaranEntry.response_id


def _handled(mark: SaranMark | None) -> Handled | None:
    return Handled(mark.handled_at, mark.handled_by, mark.note, mark.followup_id) if mark else None


def _key() -> Any:
    return func.md5(cast(SaranEntry.response_id, String))


def _place(cursor: str) -> tuple[date, str] | None:
    """Return day and key of a cursor; None for one that we never wrote."""
    day, key = cursor[:8], cursor[8:]
    if not (day.isascii() and day.isdigit() and len(key) == 32 and key.isalnum() and key.isascii()):
        return None
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:])), key
    except ValueError:
        return None
