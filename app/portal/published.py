"""The published results of a periode, all OPD at once: what the public pages and the open data are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.ikm import Figures
from app.opd.models import CustomerKind, Opd, Upp
from app.periods.models import Periode
from app.results.statistics import Statistics, add_up
from app.surveys.models import FrozenResult, Survey
from app.surveys.states import SurveyState
from app.tenancy.scope import all_opds


@dataclass(frozen=True)
class LayananPublished:
    id: str
    name: str
    kind: CustomerKind
    users: int | None
    statistics: Statistics
    codes: tuple[str, ...]

    @cached_property
    def figures(self) -> Figures:
        return self.statistics.figures(self.codes)


@dataclass(frozen=True)
class UppPublished:
    """A UPP's published result of a periode; the parts of a semester or triwulan are pooled."""

    id: UUID
    kode: str
    name: str
    surveys: tuple[UUID, ...]
    codes: tuple[str, ...]
    layanan: tuple[LayananPublished, ...]
    verification_codes: tuple[str, ...]

    def of(self, kind: CustomerKind) -> tuple[LayananPublished, ...]:
        """Return the layanan that serve this kind of customer; citizens and internal customers are never mixed."""
        return tuple(each for each in self.layanan if each.kind is kind)

    def statistics(self, kind: CustomerKind) -> Statistics:
        return add_up(each.statistics for each in self.of(kind))

    def users(self, kind: CustomerKind) -> int | None:
        """Return N of these layanan together; None while one of them is unknown."""
        known = [each.users for each in self.of(kind)]
        return None if not known or None in known else sum(users or 0 for users in known)


@dataclass(frozen=True)
class OpdPublished:
    id: UUID
    kode: str
    name: str
    short_name: str
    upp: tuple[UppPublished, ...]

    @property
    def surveys(self) -> tuple[UUID, ...]:
        return tuple(survey for upp in self.upp for survey in upp.surveys)


@dataclass(frozen=True)
class Published:
    """`version` changes whenever anything of this periode is published or taken back."""

    opd: tuple[OpdPublished, ...]
    version: str


def list_published_periode() -> list[Periode]:
    """Return the periode of which anything is published, the latest first."""
    with all_opds("portal: which periode have published results"):
        ids = set(db.session.scalars(select(Survey.periode_id).where(_PUBLISHED).distinct()))
    return list(db.session.scalars(select(Periode).where(Periode.id.in_(ids)).order_by(Periode.deadline.desc())))


def version_of(periode_id: UUID) -> str:
    """Return what tells one state of the published results from the next, without reading them."""
    with all_opds("portal: whether the published results changed"):
        count, latest = db.session.execute(
            select(func.count(), func.max(Survey.published_at)).where(_PUBLISHED, Survey.periode_id == periode_id)
        ).one()
    return f"{periode_id.hex[:8]}-{count}-{_stamp(latest)}"


def load(periode_id: UUID) -> Published:
    """Return every published result of a periode, OPD by name."""
    return _load(periode_id, version_of(periode_id))


@lru_cache(maxsize=32)  # the public reads the same few periode over and over; a new version is a new key
def _load(periode_id: UUID, version: str) -> Published:
    with all_opds("portal: the published results"):
        rows = db.session.execute(_statement(periode_id)).all()
    by_opd: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_opd[row.opd_id].append(row)
    return Published(tuple(_opd(found) for found in by_opd.values()), version)


_PUBLISHED = Survey.state == SurveyState.DIPUBLIKASIKAN


def _statement(periode_id: UUID) -> Any:
    latest = (
        select(FrozenResult.opd_id, FrozenResult.survey_id, func.max(FrozenResult.version).label("version"))
        .group_by(FrozenResult.opd_id, FrozenResult.survey_id)
        .subquery()
    )
    return (
        select(
            Survey.opd_id,
            Opd.kode.label("opd_kode"),
            Opd.name.label("opd_name"),
            Opd.short_name,
            Survey.upp_id,
            Upp.kode.label("upp_kode"),
            Upp.name.label("upp_name"),
            Survey.id.label("survey_id"),
            FrozenResult.verification_code,
            FrozenResult.figures["codes"].label("codes"),
            FrozenResult.figures["layanan"].label("layanan"),
        )
        .join(Opd, Opd.id == Survey.opd_id)
        .join(Upp, (Upp.opd_id == Survey.opd_id) & (Upp.id == Survey.upp_id))
        .join(latest, (latest.c.opd_id == Survey.opd_id) & (latest.c.survey_id == Survey.id))
        .join(
            FrozenResult,
            (FrozenResult.opd_id == Survey.opd_id)
            & (FrozenResult.survey_id == Survey.id)
            & (FrozenResult.version == latest.c.version),
        )
        .where(_PUBLISHED, Survey.periode_id == periode_id)
        .order_by(Opd.name, Upp.name, Survey.part)
    )


def _opd(rows: Sequence[Any]) -> OpdPublished:
    by_upp: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_upp[row.upp_id].append(row)
    first = rows[0]
    upp = tuple(_upp(found) for found in by_upp.values())
    return OpdPublished(first.opd_id, first.opd_kode, first.opd_name, first.short_name, upp)


def _upp(parts: Sequence[Any]) -> UppPublished:
    first = parts[0]
    codes = tuple(first.codes)
    return UppPublished(
        id=first.upp_id,
        kode=first.upp_kode,
        name=first.upp_name,
        surveys=tuple(row.survey_id for row in parts),
        codes=codes,
        layanan=tuple(_pooled(codes, (each for row in parts for each in row.layanan))),
        verification_codes=tuple(row.verification_code for row in parts),
    )


def _pooled(codes: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> Iterable[LayananPublished]:
    """Return each layanan once, the answers of all parts of the year together."""
    by_id: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_id[row["id"]].append(row)
    for layanan_id, parts in by_id.items():
        last = parts[-1]
        yield LayananPublished(
            id=layanan_id,
            name=last["name"],
            kind=CustomerKind(last["kind"]),
            users=last["users"],
            statistics=add_up(Statistics.from_json(part["statistics"]) for part in parts),
            codes=codes,
        )


def _stamp(moment: datetime | None) -> str:
    return moment.strftime("%Y%m%d%H%M%S%f") if moment else "0"
