"""Reading the saran: counted answers only, texts as they were masked at intake, no profile and no time of day.

Within a day the order is that of a hash, so that a list never tells who came after whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import String, and_, cast, func, or_, select

from app import clock
from app.extensions import db
from app.opd.models import CustomerKind, Layanan, Upp
from app.responses.models import Response, ResponseState
from app.responses.themes import BY_KEY, THEMES


@dataclass(frozen=True)
class SaranLine:
    text: str
    day: date
    layanan: str
    upp: str
    cursor: str  # the place of this line in the list


@dataclass(frozen=True)
class SaranFilter:
    """Which saran are wanted; nothing set means all of the surveys'."""

    surveys: tuple[UUID, ...]
    layanan_id: UUID | None = None
    words: str = ""
    theme: str = ""
    kind: CustomerKind | None = None
    upp_id: UUID | None = None


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
    day, key = _day(), _key()
    statement = (
        select(Response.saran, day.label("day"), Layanan.name, Upp.name, key)
        .join(Layanan, Layanan.id == Response.layanan_id)
        .join(Upp, Upp.id == Response.upp_id)
        .where(*_conditions(wanted))
        .order_by(day.desc(), key)
        .limit(limit)
    )
    place = _place(after)
    if place:
        statement = statement.where(or_(day < place[0], and_(day == place[0], key > place[1])))
    return [
        SaranLine(text, on, layanan, upp, f"{on:%Y%m%d}{digits}")
        for text, on, layanan, upp, digits in db.session.execute(statement)
    ]


def count_saran(wanted: SaranFilter) -> int:
    return db.session.scalar(select(func.count()).select_from(Response).where(*_conditions(wanted))) or 0


def count_themes(surveys: Sequence[UUID], layanan_ids: Sequence[UUID]) -> ThemeCounts:
    """Return how many saran of these layanan touch each theme."""
    touches = [func.count().filter(_touches(theme.key)) for theme in THEMES]
    rows = db.session.execute(
        select(Layanan.name, func.count(), func.count().filter(_other()), *touches)
        .select_from(Response)
        .join(Layanan, Layanan.id == Response.layanan_id)
        .where(*_conditions(SaranFilter(tuple(surveys))), Response.layanan_id.in_(layanan_ids))
        .group_by(Layanan.id, Layanan.name, Layanan.position)
        .order_by(Layanan.position, Layanan.name)
    ).all()
    by_layanan: dict[str, dict[str, int]] = {
        theme.key: {row[0]: int(row[number]) for row in rows if row[number]}
        for number, theme in enumerate(THEMES, start=3)
    }
    return ThemeCounts(
        total=sum(row[1] for row in rows),
        other=sum(row[2] for row in rows),
        by_theme={key: sum(counts.values()) for key, counts in by_layanan.items()},
        by_layanan=by_layanan,
    )


def _conditions(wanted: SaranFilter) -> list[Any]:
    conditions = [
        Response.survey_id.in_(wanted.surveys),
        Response.saran != "",
        Response.state == ResponseState.DITERIMA,
        Response.excluded_at.is_(None),
    ]
    if wanted.layanan_id is not None:
        conditions.append(Response.layanan_id == wanted.layanan_id)
    if wanted.kind is not None:
        conditions.append(Response.layanan_id.in_(select(Layanan.id).where(Layanan.customer_kind == wanted.kind)))
    if wanted.upp_id is not None:
        conditions.append(Response.upp_id == wanted.upp_id)
    if wanted.words:
        conditions.append(Response.saran.icontains(wanted.words, autoescape=True))
    if wanted.theme:
        conditions.append(_other() if wanted.theme not in BY_KEY else _touches(wanted.theme))
    return conditions


def _touches(theme: str) -> Any:
    return Response.saran.regexp_match(BY_KEY[theme].pattern, flags="i")


def _other() -> Any:
    return ~Response.saran.regexp_match("|".join(theme.pattern for theme in THEMES), flags="i")


def _day() -> Any:
    return func.date(func.timezone(str(clock.zone()), Response.finished_at))


def _key() -> Any:
    return func.md5(cast(Response.id, String))


def _place(cursor: str) -> tuple[date, str] | None:
    """Return day and key of a cursor; None for one that we never wrote."""
    day, key = cursor[:8], cursor[8:]
    if not (day.isascii() and day.isdigit() and len(key) == 32 and key.isalnum() and key.isascii()):
        return None
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:])), key
    except ValueError:
        return None
