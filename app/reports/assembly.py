"""From a survey to the data of its report: what is printed, and the fingerprint that tells whether it still holds.

Nothing here depends on the time of day, so the same data give the same report.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from hashlib import sha256

from flask import current_app

from app import clock
from app.access.roles import Role
from app.audit.actions import LABELS, Action
from app.audit.queries import list_entries
from app.followups.models import Followup
from app.followups.queries import list_followups
from app.ikm import Unsur
from app.opd.models import CustomerKind, Opd
from app.opd.queries import get_opd, has_several_upp, list_titik
from app.periods.policy import Policy
from app.periods.queries import get_periode
from app.reports import comparison, figures, materials
from app.reports.models import ReportHead
from app.reports.rendering import data
from app.reports.words import head_of, title_period
from app.responses.models import COLLECTION_LABELS
from app.responses.saran import count_themes
from app.responses.themes import THEMES
from app.results import respondents
from app.results.freezing import FORMULA_VERSION
from app.results.reading import result_of
from app.results.surveys import KindResult, SurveyResult
from app.surveys.models import Executor, Survey
from app.surveys.questionnaire import ASKED_WHERE, QuestionnaireVersion, get_questionnaire
from app.web.formats import jam

EDITION = 3  # of the printed words and layout: raise it with them, and reports made before count as out of date
TO_FILL_IN = "…………………………"  # by hand, on paper


def assemble(survey: Survey, kind: CustomerKind, *, pictures: bool = True) -> data.SkmReport:
    """Return everything that the report of one kind of customer prints. The survey must be in scope.

    Without `pictures` logo and photos are left unread: enough to tell whether a made report still holds.
    """
    result = result_of(survey)
    part = next(each for each in result.kinds if each.kind is kind)
    periode = get_periode(survey.periode_id)
    earlier = comparison.list_earlier(survey, kind)
    before = earlier[-1].part if earlier else None
    head = materials.find_head(survey.upp_id)
    decrees = materials.list_decrees(survey.id)
    asked = get_questionnaire(survey.questionnaire_id)
    office = _office(survey, result, head, pictures=pictures)
    return data.SkmReport(
        office=office,
        issue=issue_of(result, head),
        title_period=title_period(periode.name, periode.year),
        collected_from=survey.window_from or periode.opens_on,
        collected_to=survey.window_to or periode.deadline,
        executor=_executor(survey, office.unit, decrees),
        channels=_channels(part),
        sample=figures.sample(part, periode.year, Policy.from_json(periode.policy).sample_basis),
        unsur=figures.unsur(part, result.codes, before, asked),
        own_unsur=figures.own_unsur(part, asked),
        index=figures.index(part.figures),
        aggregation_rule="semua jawaban digabung",
        customer=kind.value,
        weights=figures.weights(part.figures),
        profiles=_profiles(part),
        titik=tuple(
            data.Titik(row.name, hours=_hours(row.opens_at, row.closes_at))
            for row in list_titik(survey.upp_id)
            if row.active
        ),
        trend=comparison.trend(survey, kind, earlier),
        change_sentence=comparison.change_sentence(part, before),
        interval_sentence=comparison.interval_sentence(part),
        rtl=tuple(_rtl(row) for row in list_followups(survey.id)),
        followups=comparison.last_followups(survey, earlier),
        saran=_themes(survey, part),
        questionnaire=_questions(asked),
        photos=materials.list_photos(survey.id, pictures=pictures),
        attachments=tuple(f"{each.caption} (berkas {each.file_name})" for each in decrees),
        signature=_signature(survey, result, office, head),
        texts=materials.texts_of(survey.id, kind),
    )


def fingerprint(report: data.SkmReport) -> str:
    """Return the hash of all that the report prints: another one today means that the made report is out of date."""
    return sha256(f"{EDITION} {report!r}".encode()).hexdigest()


def _office(survey: Survey, result: SurveyResult, head: ReportHead | None, *, pictures: bool) -> data.Office:
    opd = get_opd(survey.opd_id)
    city = current_app.config["CITY_NAME"]
    several = has_several_upp()
    return data.Office(
        city=f"PEMERINTAH {city.upper()}",
        opd=opd.name,
        short_name=f"{result.upp_name}, {opd.short_name} {city}" if several else f"{opd.short_name} {city}",
        upp=result.upp_name if several and result.upp_name != opd.name else None,
        address_lines=tuple(line.strip() for line in _address(opd, head).splitlines() if line.strip()),
        crest=head.logo if head and pictures else None,
        crest_sha256=head.logo_sha256 if head else "",
    )


def _address(opd: Opd, head: ReportHead | None) -> str:
    return head.address if head and head.address else opd.address


def issue_of(result: SurveyResult, head: ReportHead | None = None) -> data.Issue:
    """Return number and day left open: both are given when the report is signed."""
    certified = result.certified_at
    return data.Issue(
        place=head.place if head and head.place else city_place(),
        formula_version=result.formula_version or FORMULA_VERSION,
        signed_on=certified.astimezone(clock.zone()).date() if certified else None,
        number=None if result.provisional else TO_FILL_IN,
        verification_code=result.verification_code,
        frozen_version=result.frozen_version,
        provisional=result.provisional,
    )


def city_place() -> str:
    """Return where documents of this city are signed: `Tangerang Selatan`."""
    return str(current_app.config["CITY_NAME"]).removeprefix("Kota ").removeprefix("Kabupaten ")


def _signature(
    survey: Survey, result: SurveyResult, office: data.Office, head: ReportHead | None
) -> data.Signature | None:
    """Return who signs: as the office has written it, else whoever certified the figures, else the head of the OPD.

    Provisional figures are not signed.
    """
    if result.provisional:
        return None
    if head and head.signer_name:
        position = head.signer_position or head_of(office.unit)
        return data.Signature(position, head.signer_name, head.signer_rank or None, head.signer_nip or None)
    by_upp = bool(result.certified_by) and _certified_by_upp(survey)
    return data.Signature(head_of(office.unit if by_upp else office.opd), result.certified_by or f"({TO_FILL_IN})")


def _certified_by_upp(survey: Survey) -> bool:
    entries = list_entries("surveys", survey.id)
    submitted = next((entry for entry in entries if entry.label == LABELS[Action.SURVEY_SUBMITTED]), None)
    return submitted is not None and submitted.actor_role == Role.KEPALA_UPP.label


def _executor(survey: Survey, unit: str, decrees: Sequence[materials.Decree]) -> data.Executor:
    decree = decrees[0].caption if decrees else None
    if survey.executor is Executor.PIHAK_KETIGA:
        return data.Executor("pihak_ketiga", survey.executor_name, decree)
    return data.Executor("mandiri", f"Tim SKM {unit}", decree)


def _channels(part: KindResult) -> tuple[data.Channel, ...]:
    found = part.segments.get("cara", {})
    return tuple(data.Channel(way.value, found[way.value].n) for way in COLLECTION_LABELS if way.value in found)


def _profiles(part: KindResult) -> tuple[data.ProfileTable, ...]:
    tables = respondents.profile(part.kind, part.segments)
    return tuple(
        data.ProfileTable(table.title, tuple((row.label, row.n) for row in table.rows))
        for table in tables
        if table.rows
    )


def _themes(survey: Survey, part: KindResult) -> tuple[tuple[str, int], ...]:
    """Return what people wrote about, the most first; words are never quoted."""
    counts = count_themes([survey.id], [each.id for each in part.layanan])
    found = [(theme.label, counts.by_theme.get(theme.key, 0)) for theme in THEMES]
    named = sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1])
    return (*named, ("Lainnya", counts.other)) if counts.other else tuple(named)


def _questions(version: QuestionnaireVersion) -> tuple[data.Question, ...]:
    """Return all that is asked, in the order and with the numbers of the forms."""
    return tuple(
        data.Question(
            each.no, each.unsur_name, each.text, each.options,
            tuple((ASKED_WHERE[situation], wording.text, wording.options) for situation, wording in each.wordings),
        )
        for each in version.asked
    )  # fmt: skip


def _rtl(row: Followup) -> data.Rtl:
    program = f"{row.activity.rstrip('.')} ({row.due_year})"
    return data.Rtl(Unsur(row.unsur).official_name, program, (row.quarter,), row.responsible)


def _hours(opens_at: time | None, closes_at: time | None) -> str:
    if opens_at is None or closes_at is None:
        return "24 jam"
    return f"{jam(opens_at)}–{jam(closes_at)} {clock.local_now().tzname()}"
