"""What the document pages say: every document that this person may ask for, and what it will print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from app.access.roles import OUTSIDE_ROLES, Role
from app.opd.models import CustomerKind, Upp
from app.opd.queries import list_upp
from app.reports import materials, queries
from app.reports.documents import DOCUMENTS, Document, Today, fingerprint, refusal_of
from app.reports.materials import FileLine
from app.reports.models import DocumentKind, FilePurpose
from app.reports.queries import Standing
from app.reports.rendering import facts
from app.results.periode_choice import PeriodeRef, list_surveyed
from app.results.reading import result_of
from app.results.visibility import Sight, sight
from app.surveys.models import Survey
from app.surveys.queries import list_surveys
from app.surveys.states import SurveyState

Standings = dict[tuple[UUID, CustomerKind], Standing]


@dataclass(frozen=True)
class Line:
    """One report in the list. `several_kinds`: the survey has another report, of the other kind of customer."""

    survey_id: UUID
    upp_kode: str
    upp_name: str
    state: SurveyState
    kind: CustomerKind
    several_kinds: bool
    standing: Standing | None

    @property
    def can_be_asked(self) -> bool:
        return self.state is not SurveyState.BELUM_MULAI


@dataclass(frozen=True)
class Group:
    periode: PeriodeRef
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class DocumentLine:
    """One document of a survey: how the latest made one stands, and why none can be made (empty: it can)."""

    document: Document
    standing: Standing | None
    refusal: str


@dataclass(frozen=True)
class Signed:
    """The report as it was signed. `current`: it says what the report would say now."""

    file: FileLine
    current: bool


@dataclass(frozen=True)
class Documents:
    """Everything about one kind of customer: the report first, the other documents behind it."""

    kind: CustomerKind
    report: DocumentLine
    others: tuple[DocumentLine, ...]
    signed: tuple[Signed, ...]  # the latest first
    respondents: str
    ikm: Decimal | None
    mutu: str | None
    version: str
    plans: int
    last_plans: int
    without_users: int
    own_texts: int
    photos: int

    @property
    def standings(self) -> list[Standing | None]:
        return [line.standing for line in (self.report, *self.others)]


def visible(role: Role, survey: Survey, periode: PeriodeRef) -> bool:
    """Return whether this person may read a report of the survey: the rule of the result page, since it prints the same."""
    return sight(role, survey.state, show_running=periode.show_running) is Sight.SHOWN


def offered(role: Role) -> list[Document]:
    """Return the documents that this person may have: raw answers never leave the OPD."""
    return [each for each in DOCUMENTS.values() if not (each.inside_only and role in OUTSIDE_ROLES)]


def list_periode(role: Role) -> list[PeriodeRef]:
    """Return the periode of which this person may read a report, the latest first."""
    surveys = list_surveys()
    return [
        each
        for each in list_surveyed(surveys)
        if any(survey.periode_id == each.id and visible(role, survey, each) for survey in surveys)
    ]


def list_groups(role: Role, only: PeriodeRef | None = None) -> list[Group]:
    """Return the reports of the OPD in scope by periode, the latest first; of one periode where it is named."""
    upp = {each.id: each for each in list_upp()}
    groups = []
    for periode in [only] if only else list_periode(role):
        surveys = [each for each in list_surveys(periode.id) if each.upp_id in upp and visible(role, each, periode)]
        standings = queries.list_standings(surveys)
        lines = [line for survey in surveys for line in _lines(survey, upp[survey.upp_id], standings)]
        if lines:
            groups.append(Group(periode, tuple(sorted(lines, key=lambda line: line.upp_name))))
    return groups


def list_documents(survey: Survey, role: Role) -> list[Documents]:
    """Return the documents of a survey, for each kind of customer."""
    return [_documents(Today(survey, kind), role) for kind in kinds_of(survey)]


def list_standings(survey: Survey, role: Role) -> list[Standing | None]:
    """Return how every document stands, in the order of the page."""
    found: list[Standing | None] = []
    for kind in kinds_of(survey):
        standings = queries.list_document_standings(Today(survey, kind))
        found += [standings.get(each.kind) for each in offered(role)]
    return found


def kinds_of(survey: Survey) -> list[CustomerKind]:
    """Return the kinds of customer of a survey, the main one first; each has documents of its own."""
    return [part.kind for part in result_of(survey, segments=()).kinds]


def token(standings: Iterable[Standing | None]) -> str:
    """Return what a page shows of these, as a word: another one means that there is something new to show."""
    shown = [(each.id, each.state, each.progress, each.slow) if each else None for each in standings]
    return sha256(repr(shown).encode()).hexdigest()[:16]


def _lines(survey: Survey, upp: Upp, standings: Standings) -> list[Line]:
    kinds = kinds_of(survey)
    return [
        Line(survey.id, upp.kode, upp.name, survey.state, kind, len(kinds) > 1, standings.get((survey.id, kind)))
        for kind in kinds
    ]


def _documents(today: Today, role: Role) -> Documents:
    report, survey = today.report, today.survey
    standings = queries.list_document_standings(today)
    lines = {each.kind: DocumentLine(each, standings.get(each.kind), refusal_of(each, today)) for each in offered(role)}
    return Documents(
        kind=today.customer,
        report=lines.pop(DocumentKind.LAPORAN_PDF),
        others=tuple(lines.values()),
        signed=_signed(today),
        respondents=facts.against_target(report.sample),
        ikm=report.index.ikm,
        mutu=report.index.mutu,
        version=facts.data_version(report),
        plans=len(report.rtl),
        last_plans=len(report.followups),
        without_users=sum(row.population is None for row in report.sample.layanan),
        own_texts=len(materials.list_texts(survey.id, today.customer)),
        photos=len(report.photos),
    )


def _signed(today: Today) -> tuple[Signed, ...]:
    files: Sequence[FileLine] = materials.list_files(today.survey.id, FilePurpose.BERTANDA_TANGAN, today.customer)
    now = fingerprint(today.report)
    return tuple(Signed(each, each.fingerprint == now) for each in reversed(files))
