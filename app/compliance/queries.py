"""Where every OPD stands in a periode, read once for board, letters, sheets and calendar: three queries, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Date, Integer, Uuid, and_, any_, bindparam, case, cast, func, select, true

from app import clock
from app.compliance.pace import RecentDays
from app.compliance.standing import (
    City,
    Exempt,
    Gathered,
    LayananStanding,
    OpdStanding,
    SurveyFacts,
    Term,
    UppPlan,
    UppStanding,
    plan_of,
    stand_opd,
    stand_upp,
)
from app.extensions import db
from app.followups.models import Followup
from app.opd.models import Kewajiban, Layanan, Opd, Upp
from app.results.models import DailyCount
from app.surveys.models import FrozenResult, Survey, SurveyLayanan
from app.surveys.states import FINISHED
from app.tenancy.scope import all_opds, current_opd_id

# Who must run the SKM: the board and the reminders ask nobody else. A UPP that was deactivated or excused while its
# survey ran is asked for nothing more.
OBLIGED = (
    Opd.active,
    Opd.kewajiban != Kewajiban.DIKECUALIKAN,
    Upp.active,
    Upp.kewajiban != Kewajiban.DIKECUALIKAN,
)
OpdColumns = tuple[UUID, str, str, str, str, Kewajiban]


class _Unit(NamedTuple):
    """A UPP with an obligation, before its answers are counted."""

    place: tuple[UUID, str, str]
    plan: UppPlan


def read_city(periode_id: UUID, term: Term, *, before: date | None = None, for_letters: bool = False) -> City:
    """Return where every OPD stands; with `before`, by the answers there were when that day began.

    `for_letters`: with the layanan and the RTL of each UPP, which only letters speak of.
    """
    with all_opds("where every OPD stands"):
        return _read(periode_id, term, before=before, for_letters=for_letters)


def find_own(periode_id: UUID, term: Term) -> OpdStanding | None:
    """Return where the OPD in scope stands, as letters need it; None where it has no obligation."""
    return next(iter(_read(periode_id, term, own=current_opd_id(), for_letters=True).opd), None)


def _read(
    periode_id: UUID, term: Term, *, own: UUID | None = None, before: date | None = None, for_letters: bool
) -> City:
    opd, exempt = [], []
    for facts, reason, units in _registry(periode_id, term, own):
        if units is None:
            exempt.append(Exempt(facts[2], reason))
        else:
            opd.append((facts, units))
    gathered = _gathered([(facts[0], unit.plan) for facts, units in opd for unit in units], before)
    found = [
        stand_opd(facts, tuple(stand_upp(unit.place, unit.plan, next(gathered), term) for unit in units), term)
        for facts, units in opd
    ]
    return City(tuple(_with_details(found, periode_id, before) if for_letters else found), tuple(exempt))


def _registry(periode_id: UUID, term: Term, own: UUID | None) -> Iterator[tuple[OpdColumns, str, list[_Unit] | None]]:
    """Yield each OPD by name (or one's own), why it is exempt, and its UPP with an obligation; None where nobody must."""
    submitted_on = cast(func.timezone(str(clock.zone()), Survey.first_submitted_at), Date)
    frozen = (
        select(FrozenResult.respondents)
        .where(FrozenResult.opd_id == Survey.opd_id, FrozenResult.survey_id == Survey.id)
        .order_by(FrozenResult.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows: Any = db.session.execute(
        select(
            Opd.id, Opd.kode, Opd.name, Opd.short_name, Opd.kind, Opd.kewajiban, Opd.exemption_reason,
            Upp.id, Upp.kode, Upp.name, Upp.kewajiban,
            Survey.id, Survey.state, Survey.window_from, Survey.window_to, Survey.executor, Survey.target,
            case((Survey.state.in_(FINISHED), frozen)), submitted_on, Survey.started_at, Survey.note,
        )
        .outerjoin(Upp, and_(Upp.opd_id == Opd.id, Upp.active))
        .outerjoin(
            Survey,
            and_(Survey.opd_id == Upp.opd_id, Survey.upp_id == Upp.id, Survey.periode_id == periode_id),
        )
        .where(Opd.active, true() if own is None else Opd.id == own)
        .order_by(Opd.name, Opd.kode, Upp.name, Upp.kode, Survey.part)
    ).all()  # fmt: skip
    for _, of_opd in groupby(rows, key=itemgetter(1)):
        own_rows = list(of_opd)
        first = own_rows[0]
        units = list(_units(own_rows, term))
        excused = first[5] is Kewajiban.DIKECUALIKAN or (first[7] is not None and not units)
        yield first[:6], first[6], None if excused else units


def _units(rows: list[Any], term: Term) -> Iterator[_Unit]:
    for kode, of_upp in groupby(rows, key=itemgetter(8)):
        own = list(of_upp)
        first = own[0]
        if kode is None or first[10] is Kewajiban.DIKECUALIKAN:
            continue
        surveys = [SurveyFacts._make(row[11:]) for row in own if row[11] is not None]
        yield _Unit(first[7:10], plan_of(surveys, term))


def _gathered(plans: Sequence[tuple[UUID, UppPlan]], before: date | None) -> Iterator[list[Gathered]]:
    """Yield the counted answers of the parts of each plan, given with its OPD's id. What is finished is frozen already."""
    running = [
        (opd_id, part.id, plan.recent) for opd_id, plan in plans for part in plan.parts if part.state not in FINISHED
    ]
    counted = iter(count_answers(running, before))
    for _, plan in plans:
        yield [Gathered(part.respondents or 0) if part.state in FINISHED else next(counted) for part in plan.parts]


def count_answers(surveys: Sequence[tuple[UUID, UUID, RecentDays | None]], before: date | None) -> list[Gathered]:
    """Return the counted answers of each survey, given by its OPD's id and its own, in order.

    One statement: the surveys go in as arrays, and each reads its own few rows by the index; answers of other years are
    never touched.
    """
    columns = func.unnest(
        array_of("opd_ids", Uuid, [opd_id for opd_id, _, _ in surveys]),
        array_of("survey_ids", Uuid, [survey_id for _, survey_id, _ in surveys]),
        array_of("firsts", Date, [days and days.first for _, _, days in surveys]),
        array_of("lasts", Date, [days and days.last for _, _, days in surveys]),
    )
    asked = columns.table_valued("opd_id", "survey_id", "first", "last", with_ordinality="place").render_derived(
        name="asked"
    )
    daily = (
        select(DailyCount.day, func.sum(DailyCount.n).label("n"))
        .where(DailyCount.opd_id == asked.c.opd_id, DailyCount.survey_id == asked.c.survey_id)
        .group_by(DailyCount.day)
        .correlate(asked)
    )
    if before is not None:
        daily = daily.where(DailyCount.day < before)
    days = daily.subquery("days")
    is_recent = days.c.day.between(asked.c.first, asked.c.last)
    found = select(
        cast(func.coalesce(func.sum(days.c.n), 0), Integer).label("achieved"),
        cast(func.coalesce(func.sum(days.c.n).filter(is_recent), 0), Integer).label("recent"),
        cast(func.coalesce(func.sum(days.c.n * days.c.n).filter(is_recent), 0), Integer).label("squares"),
        func.max(days.c.day).filter(days.c.n > 0).label("last_on"),
    ).lateral("found")
    rows = db.session.execute(
        select(found.c.achieved, found.c.recent, found.c.squares, found.c.last_on)
        .select_from(asked.join(found, true()))
        .order_by(asked.c.place)
    )
    return [Gathered._make(row) for row in rows]


def any_of(ids: Iterable[UUID]) -> Any:
    """Return the right side of `column == any_of(ids)`: one array, where IN would make a parameter of each id."""
    return any_(array_of("ids", Uuid, list(ids)))


def array_of(name: str, kind: Any, values: Sequence[Any]) -> Any:
    """Return many values as one parameter."""
    return bindparam(name, values, type_=ARRAY(kind), unique=True)


def _with_details(opd: Sequence[OpdStanding], periode_id: UUID, before: date | None) -> Iterator[OpdStanding]:
    """Yield the OPDs with the layanan and the RTL of each UPP."""
    layanan, with_rtl = _layanan(periode_id, before), _surveys_with_rtl(periode_id)
    for each in opd:
        yield each._replace(upps=tuple(_with_layanan(upp, layanan, with_rtl) for upp in each.upps))


def _with_layanan(
    upp: UppStanding, layanan: dict[UUID, list[LayananStanding]], with_rtl: frozenset[UUID]
) -> UppStanding:
    """Return the UPP with its layanan over all its parts; the RTL is that of the present part."""
    whole: dict[UUID, LayananStanding] = {}
    for part in upp.parts:
        for each in layanan.get(part.id, ()):
            before = whole.get(each.id, each._replace(achieved=0, target=0, missing=0))
            whole[each.id] = each._replace(
                achieved=before.achieved + each.achieved,
                target=before.target + each.target,
                missing=before.missing + each.missing,
            )
    present = upp.parts[upp.part - 1].id if upp.parts else None
    return upp._replace(layanan=tuple(whole.values()), rtl_missing=present not in with_rtl)


def count_days(survey_ids: Sequence[UUID]) -> dict[date, int]:
    """Return how many counted answers each day brought these surveys of the OPD in scope; days without any are left out."""
    rows = db.session.execute(
        select(DailyCount.day, func.sum(DailyCount.n))
        .where(DailyCount.survey_id.in_(survey_ids), DailyCount.n > 0)
        .group_by(DailyCount.day)
    )
    return {day: int(count) for day, count in rows}


def _layanan(periode_id: UUID, before: date | None) -> dict[UUID, list[LayananStanding]]:
    """Return the layanan of each survey of a periode in the order of its UPP, with their answers and targets."""
    counted = select(DailyCount.survey_id, DailyCount.layanan_id, func.sum(DailyCount.n).label("n"))
    if before is not None:
        counted = counted.where(DailyCount.day < before)
    counts = counted.group_by(DailyCount.survey_id, DailyCount.layanan_id).subquery()
    rows = db.session.execute(
        select(
            SurveyLayanan.survey_id, Layanan.id, Layanan.name, func.coalesce(counts.c.n, 0), SurveyLayanan.target,
            func.greatest(SurveyLayanan.target - func.coalesce(counts.c.n, 0), 0),
        )
        .join(Survey, and_(Survey.opd_id == SurveyLayanan.opd_id, Survey.id == SurveyLayanan.survey_id))
        .join(Layanan, and_(Layanan.opd_id == SurveyLayanan.opd_id, Layanan.id == SurveyLayanan.layanan_id))
        .outerjoin(
            counts, and_(counts.c.survey_id == SurveyLayanan.survey_id, counts.c.layanan_id == SurveyLayanan.layanan_id)
        )
        .where(Survey.periode_id == periode_id)
        .order_by(Layanan.position, Layanan.name)
    )  # fmt: skip
    found: dict[UUID, list[LayananStanding]] = defaultdict(list)
    for survey_id, *layanan in rows:
        found[survey_id].append(LayananStanding(*layanan))
    return found


def _surveys_with_rtl(periode_id: UUID) -> frozenset[UUID]:
    statement = (
        select(Followup.survey_id)
        .distinct()
        .join(Survey, and_(Survey.opd_id == Followup.opd_id, Survey.id == Followup.survey_id))
        .where(Followup.past_year.is_(None))
        .where(Survey.periode_id == periode_id)
    )
    return frozenset(db.session.scalars(statement))
