"""What an evaluator reads of an OPD and of a UPP: verified results, RTL, media, PEKPPP, and the bukti dukung.

Everything is read inside the scope of the one OPD, by the queries that its own pages use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from app.errors import NotFound
from app.evaluator.bundle import without_answers
from app.evaluator.queries import LinkRef
from app.evaluator.verified import KindLine, Verified, read_verified
from app.followups.models import Followup, FollowupState
from app.followups.queries import list_followups
from app.ikm import Unsur
from app.opd.models import CustomerKind
from app.opd.queries import find_opd, get_upp, list_opd, list_upp
from app.publication.pekppp import Score, scores
from app.publication.queries import list_publications
from app.publication.standing import facts_of
from app.reports.documents import Today
from app.reports.materials import get_file
from app.reports.models import DocumentKind, Report, ReportFile
from app.reports.queries import find_latest, get_report, is_current
from app.surveys.models import Survey
from app.surveys.queries import find_frozen, list_surveys
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope

NOTHING = "Halaman ini tidak ada."
OF_SAMPLE = 6  # the indicator whose reason tells how many people answered
TOO_FEW = "Alasannya memuat jumlah responden yang kurang dari lima, sehingga tidak ditampilkan."


@dataclass(frozen=True)
class UppLine:
    """A UPP in the list; without `kinds` it has no verified result in this periode."""

    kode: str
    name: str
    kinds: tuple[KindLine, ...]


@dataclass(frozen=True)
class OpdEntry:
    kode: str
    name: str
    upp: tuple[UppLine, ...]


@dataclass(frozen=True)
class PlanLine:
    unsur: str
    activity: str
    quarter: int
    year: int
    state: FollowupState
    outcome: str
    done_on: date | None


@dataclass(frozen=True)
class MediumLine:
    id: UUID
    label: str
    place: str
    electronic: bool
    published_on: date
    evident: bool


@dataclass(frozen=True)
class BundleLine:
    id: UUID
    kind: CustomerKind
    ready_at: datetime | None


@dataclass(frozen=True)
class UppPage:
    """`public`: the result stands at Potret's own public page, which is a medium too."""

    opd_kode: str
    opd_name: str
    kode: str
    name: str
    kinds: tuple[KindLine, ...]
    verification_codes: tuple[str, ...]
    plans: tuple[PlanLine, ...]
    media: tuple[MediumLine, ...]
    public: bool
    scores: tuple[Score, ...]
    bundles: tuple[BundleLine, ...]


def list_entries(link: LinkRef) -> list[OpdEntry]:
    """Return the OPD that the link opens and that take part in its periode, by name."""
    opened = [(opd.id, opd.kode, opd.name) for opd in list_opd(active_only=False) if link.covers(opd.id)]
    found = []
    for opd_id, kode, name in opened:
        with opd_scope(opd_id):
            lines = tuple(_upp_lines(link))
        if lines:
            found.append(OpdEntry(kode, name, lines))
    return found


def read_upp(link: LinkRef, opd_kode: str, upp_kode: str) -> UppPage:
    """Return the page of one UPP; NotFound where the link does not open it or nothing is verified."""
    opd_id, opd_name = _opened(link, opd_kode)
    with opd_scope(opd_id):
        upp, verified = get_upp(upp_kode), read_verified(link.periode_id)
        surveys, kinds = verified.surveys_of(upp.id), verified.kinds_of(upp.id)
        frozen = [find_frozen(each.id) for each in surveys]
        return UppPage(
            opd_kode=opd_kode,
            opd_name=opd_name,
            kode=upp.kode,
            name=upp.name,
            kinds=kinds,
            verification_codes=tuple(each.verification_code for each in frozen if each),
            plans=tuple(_plan_line(row) for each in surveys for row in list_followups(each.id)),
            media=tuple(_media(surveys)),
            public=any(each.state is SurveyState.DIPUBLIKASIKAN for each in surveys),
            scores=tuple(_score(each, kinds) for each in scores(facts_of(surveys[-1]))),
            bundles=tuple(
                BundleLine(row.id, CustomerKind(row.kind), row.ready_at) for row in _bundles(verified, upp.id)
            ),
        )


def read_evidence(link: LinkRef, opd_kode: str, upp_kode: str, publication_id: UUID) -> ReportFile:
    """Return the picture that shows a medium of a verified result."""
    opd_id, _ = _opened(link, opd_kode)
    with opd_scope(opd_id):
        upp, verified = get_upp(upp_kode), read_verified(link.periode_id)
        for survey in verified.surveys_of(upp.id):
            for row in list_publications(survey.id):
                if row.id == publication_id and row.evidence_id:
                    return get_file(survey.id, row.evidence_id)
    raise NotFound(NOTHING)


def read_bundle(link: LinkRef, opd_kode: str, upp_kode: str, report_id: UUID) -> bytes:
    """Return the bukti dukung of a verified result, without the sheet of answers."""
    opd_id, _ = _opened(link, opd_kode)
    with opd_scope(opd_id):
        upp, verified = get_upp(upp_kode), read_verified(link.periode_id)
        for report in _bundles(verified, upp.id):
            if report.id == report_id:
                return without_answers(get_report(report.survey_id, report.id).content or b"")
    raise NotFound(NOTHING)


def _opened(link: LinkRef, kode: str) -> tuple[UUID, str]:
    opd = find_opd(kode)
    if opd is None or not link.covers(opd.id):
        raise NotFound(NOTHING)
    return opd.id, opd.name


def _upp_lines(link: LinkRef) -> Iterator[UppLine]:
    enrolled = {survey.upp_id for survey in list_surveys(periode_id=link.periode_id)}
    verified = read_verified(link.periode_id)
    for upp in list_upp(active_only=False):
        if upp.id in enrolled:
            yield UppLine(upp.kode, upp.name, verified.kinds_of(upp.id))


def _score(score: Score, kinds: Sequence[KindLine]) -> Score:
    few = score.no == OF_SAMPLE and any(each.held_back for each in kinds)
    return replace(score, reason=TOO_FEW) if few else score


def _plan_line(row: Followup) -> PlanLine:
    return PlanLine(
        Unsur(row.unsur).official_name, row.activity, row.quarter, row.due_year, row.state, row.outcome, row.done_on
    )


def _media(surveys: Sequence[Survey]) -> Iterator[MediumLine]:
    for survey in surveys:
        for row in list_publications(survey.id):
            yield MediumLine(
                row.id,
                row.medium.label,
                row.place,
                row.medium.electronic,
                row.published_on,
                row.evidence_id is not None,
            )


def _bundles(verified: Verified, upp_id: UUID) -> Iterator[Report]:
    """Yield the bukti dukung that were made and still say what was verified."""
    for survey in verified.surveys_of(upp_id):
        for kind in verified.kinds_of(upp_id):
            report = None if kind.held_back else find_latest(survey.id, kind.kind, DocumentKind.BUKTI_DUKUNG)
            if report is not None and is_current(report, Today(survey, kind.kind)):
                yield report
