"""Reading the results of surveys: of one or of a hundred with the same few queries, and never a response."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.opd.models import CustomerKind, Layanan, Upp
from app.results import statistics
from app.results.freezing import main_kind
from app.results.segments import ALL, PRINTED
from app.results.statistics import EMPTY, Held, Statistics, add_up
from app.results.surveys import KindResult, LayananResult, SurveyResult
from app.surveys.models import FrozenResult, Survey, SurveyLayanan
from app.surveys.questionnaire import get_questionnaire
from app.surveys.states import FROZEN

Codes = tuple[str, ...]
Kinds = tuple[KindResult, ...]


def result_of(
    survey: Survey, *, segments: Sequence[str] = PRINTED, version: FrozenResult | None = None
) -> SurveyResult:
    """Return the frozen figures of a survey that has been closed, its running ones otherwise.

    `segments`: those to read; a list of many surveys needs none. `version`: that one instead of the latest.
    """
    if version is not None:
        return _read([survey], {survey.id: version}, segments)[survey.id]
    return results_of([survey], segments=segments)[survey.id]


def results_of(surveys: Sequence[Survey], *, segments: Sequence[str] = PRINTED) -> dict[UUID, SurveyResult]:
    """Return the result of each survey, by its id."""
    return _read(surveys, _read_frozen([each.id for each in surveys if each.state in FROZEN], segments), segments)


def _read(surveys: Sequence[Survey], frozen: Mapping[UUID, Any], segments: Sequence[str]) -> dict[UUID, SurveyResult]:
    """Return the result of each survey; `frozen`: the version to read, of those that have one."""
    running = _Running([each for each in surveys if each.id not in frozen], segments)
    upp = {
        each.id: each for each in db.session.scalars(select(Upp).where(Upp.id.in_({each.upp_id for each in surveys})))
    }
    found = {}
    for survey in surveys:
        row = frozen.get(survey.id)
        codes, kinds = _frozen_kinds(row.figures, segments) if row else running.kinds_of(survey)
        found[survey.id] = SurveyResult(
            survey_id=survey.id,
            periode_id=survey.periode_id,
            upp_id=survey.upp_id,
            upp_name=upp[survey.upp_id].name,
            upp_kode=upp[survey.upp_id].kode,
            state=survey.state,
            target=survey.target,
            codes=codes,
            kinds=kinds,
            frozen_version=row.version if row else None,
            frozen_at=row.frozen_at if row else None,
            formula_version=row.formula_version if row else None,
            questionnaire_id=survey.questionnaire_id,
            verification_code=row.verification_code if row else None,
            fingerprint=row.fingerprint if row else None,
            certified_by=row.certified_by if row else "",
            certified_at=row.certified_at if row else None,
        )
    return found


def _read_frozen(survey_ids: Sequence[UUID], segments: Sequence[str]) -> dict[UUID, Any]:
    """Return the latest frozen version of each survey that has one; without segments these are not even fetched."""
    if not survey_ids:
        return {}
    figures: Any = FrozenResult.figures if segments else FrozenResult.figures.op("-")("segments")
    latest = (
        select(
            FrozenResult.survey_id, FrozenResult.version, FrozenResult.frozen_at, FrozenResult.formula_version,
            FrozenResult.verification_code, FrozenResult.fingerprint, FrozenResult.certified_by, FrozenResult.certified_at,
            figures.label("figures"), func.max(FrozenResult.version).over(partition_by=FrozenResult.survey_id).label("last"),
        )
        .where(FrozenResult.survey_id.in_(survey_ids))
        .subquery()
    )  # fmt: skip
    rows = db.session.execute(select(latest).where(latest.c.version == latest.c.last))
    return {row.survey_id: row for row in rows}


class _Running:
    """What is needed for the running figures of some surveys."""

    def __init__(self, surveys: Sequence[Survey], segments: Sequence[str]) -> None:
        self.segments = segments
        ids = [each.id for each in surveys]
        self.held: Mapping[UUID, Mapping[str, Held]] = statistics.read(ids, [ALL, *segments]) if ids else {}
        self.asked: dict[UUID, dict[UUID, SurveyLayanan]] = defaultdict(dict)
        self.layanan: dict[UUID, list[Layanan]] = defaultdict(list)
        if not ids:
            return
        for row in db.session.scalars(select(SurveyLayanan).where(SurveyLayanan.survey_id.in_(ids))):
            self.asked[row.survey_id][row.layanan_id] = row
        units = {each.upp_id for each in surveys}
        statement = select(Layanan).where(Layanan.upp_id.in_(units)).order_by(Layanan.position, Layanan.name)
        for layanan in db.session.scalars(statement):
            self.layanan[layanan.upp_id].append(layanan)

    def kinds_of(self, survey: Survey) -> tuple[Codes, Kinds]:
        codes = get_questionnaire(survey.questionnaire_id).codes
        held, asked = self.held[survey.id], self.asked[survey.id]
        found = {layanan_id: part for (layanan_id, _), part in held[ALL].items()}
        layanan = [each for each in self.layanan[survey.upp_id] if each.id in asked or each.id in found]
        main = main_kind(layanan, found)
        kinds = []
        for kind in sorted(CustomerKind, key=lambda kind: kind is not main):
            own = [each for each in layanan if each.customer_kind is kind]
            if not own and kind is not main:
                continue
            parts = tuple(
                LayananResult(
                    id=each.id,
                    name=each.name,
                    users=asked[each.id].users if each.id in asked else None,
                    target=asked[each.id].target if each.id in asked else 0,
                    statistics=found.get(each.id, EMPTY),
                    codes=codes,
                )
                for each in own
            )
            ids = [each.id for each in own]
            values = {name: statistics.by_value(held[name], ids) for name in self.segments}
            kinds.append(_kind(kind, parts, values, codes))
        return codes, tuple(kinds)


def _frozen_kinds(figures: Mapping[str, Any], segments: Sequence[str]) -> tuple[Codes, Kinds]:
    codes = tuple(figures["codes"])
    kept = [(row, Statistics.from_json(row["statistics"])) for row in figures["layanan"]]
    present = {row["kind"] for row, _ in kept} or {CustomerKind.MASYARAKAT.value}
    kinds = []
    for kind in CustomerKind:  # masyarakat stands first where it is there
        if kind.value not in present:
            continue
        parts = tuple(
            LayananResult(UUID(row["id"]), row["name"], row["users"], row["target"], part, codes)
            for row, part in kept
            if row["kind"] == kind.value
        )
        values = {
            name: {value: Statistics.from_json(part) for value, part in kept_values.items()}
            for name, kept_values in figures.get("segments", {}).get(kind.value, {}).items()
            if name in segments
        }
        kinds.append(_kind(kind, parts, values, codes))
    return codes, tuple(kinds)


def _kind(
    kind: CustomerKind, parts: tuple[LayananResult, ...], segments: dict[str, dict[str, Statistics]], codes: Codes
) -> KindResult:
    whole = add_up(part.statistics for part in parts)
    return KindResult(kind, parts, whole, whole.figures(codes), segments)
