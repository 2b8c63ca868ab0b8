"""From a survey to the data of its report. The figures are the same objects as the page's, so they cannot differ."""

from __future__ import annotations


from flask import current_app
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.followups.models import Followup, FollowupState
from app.followups.queries import list_followups
from app.ikm import Figures, Unsur, mutu_of
from app.ikm.mutu import HIGHEST_IKM, LOWEST_IKM
from app.opd.models import Opd, Titik
from app.opd.queries import get_upp_by_id, list_titik, list_upp
from app.opd.models import CustomerKind
from app.periods.models import Periode
from app.periods.policy import Policy, SampleBasis
from app.reports.rendering import data
from app.reports.rendering.data import SkmReport
from app.results import interpretation, respondents
from app.results.surveys import KindResult, LayananResult, SurveyResult, result_of
from app.surveys.models import Executor, Survey
from app.surveys.queries import list_surveys
from app.surveys.questionnaire import get_questionnaire
from app.surveys.states import FROZEN
from app.tenancy.scope import current_opd_id
from app.web.formats import angka, jam

FEWEST = 5  # an IKM of fewer answers says nothing about a layanan
STATUS = {FollowupState.SELESAI: "selesai", FollowupState.BERJALAN: "sebagian", FollowupState.RENCANA: "belum"}


def assemble(survey: Survey, kind: CustomerKind) -> SkmReport:
    """Return everything that the report of one kind of customer prints."""
    result = result_of(survey)
    part = next(each for each in result.kinds if each.kind is kind)
    periode = db.session.get_one(Periode, survey.periode_id)
    earlier = _earlier(survey, periode, kind)
    before = earlier[-1][1] if earlier else None
    codes = {code: number for number, code in enumerate(result.codes, start=1)}
    return SkmReport(
        office=_office(survey),
        issue=_issue(result),
        title_period=periode.name.removeprefix("SKM ").strip() or str(periode.year),
        collected_from=survey.window_from or periode.opens_on,
        collected_to=survey.window_to or periode.deadline,
        executor=_executor(survey, result),
        channels=tuple(
            data.Channel(way, found.n) for way, found in part.segments.get("cara", {}).items()
        ),
        sample=_sample(part, periode),
        unsur=_unsur(part, codes, before),
        index=_index(part.figures),
        aggregation_rule="semua jawaban digabung",
        customer=kind.value,
        weights=_weights(part.figures),
        profiles=tuple(
            data.ProfileTable(table.title, tuple((row.label, row.n) for row in table.rows))
            for table in respondents.profile(kind, part.segments)
        ),
        titik=tuple(_titik(row) for row in list_titik(survey.upp_id) if row.active),
        trend=tuple(
            data.TrendPoint(str(past.year), found.figures.ikm, found.figures.mutu, found.figures.n) for past, found in earlier
        ),
        change_sentence=_change(part, before),
        interval_sentence=_interval(part),
        rtl=tuple(_rtl(row) for row in list_followups(survey.id)),
        followups=_last_followups(survey, periode),
        questionnaire=tuple(
            data.Question(question.no, question.unsur_name, question.text, question.options)
            for question in get_questionnaire(survey.questionnaire_id).questions
        ),
        signature=data.Signature(role=f"Kepala {get_upp_by_id(survey.upp_id).name}", name=""),
    )


def _office(survey: Survey) -> data.Office:
    opd = db.session.get_one(Opd, current_opd_id())
    city = current_app.config["CITY_NAME"]
    several = len(list_upp()) > 1
    return data.Office(
        city=f"PEMERINTAH {city.upper()}",
        opd=opd.name,
        short_name=f"{opd.short_name} {city}",
        upp=get_upp_by_id(survey.upp_id).name if several else None,
        address_lines=tuple(line for line in opd.address.split("\n") if line),
    )


def _issue(result: SurveyResult) -> data.Issue:
    signed = result.certified_at or result.frozen_at
    return data.Issue(
        place=current_app.config["CITY_NAME"].removeprefix("Kota ").removeprefix("Kabupaten "),
        formula_version=result.formula_version or "1.0",
        signed_on=signed.astimezone(clock.zone()).date() if signed else None,
        verification_code=result.verification_code,
        frozen_version=result.frozen_version,
        provisional=result.provisional,
    )


def _executor(survey: Survey, result: SurveyResult) -> data.Executor:
    if survey.executor is Executor.PIHAK_KETIGA:
        return data.Executor("pihak_ketiga", survey.executor_name)
    return data.Executor("mandiri", f"Tim SKM {result.upp_name}")


def _sample(part: KindResult, periode: Periode) -> data.Sample:
    return data.Sample(
        population=sum(each.users or 0 for each in part.layanan),
        target=part.target,
        achieved=part.figures.n,
        population_label=f"tahun {periode.year - 1}",
        layanan=tuple(_layanan(each) for each in part.layanan),
        rule="layanan" if Policy.from_json(periode.policy).sample_basis is SampleBasis.LAYANAN else "upp",
    )


def _layanan(each: LayananResult) -> data.Layanan:
    enough = each.figures.n >= FEWEST
    note = "" if enough else f"responden {angka(each.figures.n)}, IKM tidak dihitung."
    if enough and each.shortfall:
        note = f"nilainya dibaca dengan hati-hati, kurang {angka(each.shortfall)} responden."
    return data.Layanan(
        name=each.name,
        population=each.users or 0,
        target=each.target,
        n=each.figures.n,
        ikm=each.figures.ikm if enough else None,
        mutu=each.figures.mutu if enough else None,
        note=note,
    )


def _unsur(part: KindResult, numbers: dict[str, int], before: KindResult | None) -> tuple[data.Unsur, ...]:
    figures = part.figures
    past = {row.code: row.exact for row in before.figures.unsur} if before else {}
    ranks = {code: place for place, code in enumerate(figures.lowest, start=1)} if figures.exact is not None else {}
    return tuple(
        data.Unsur(
            no=numbers[row.code],
            code=row.code,
            name=Unsur(row.code).official_name,
            short_name=Unsur(row.code).short_name,
            n=row.count,
            total=row.total,
            nrr=row.exact,
            weighted=row.exact / len(figures.unsur) if row.exact is not None else None,
            converted=row.exact * 25 if row.exact is not None else None,
            mutu=row.mutu,
            lowest_rank=ranks.get(row.code),
            previous_nrr=past.get(row.code),
            frequencies=part.statistics.frequencies(numbers[row.code] - 1),
        )
        for row in figures.unsur
    )


def _index(figures: Figures) -> data.Index:
    return data.Index(
        ikm=figures.ikm,
        mutu=figures.mutu,
        kinerja=figures.kinerja,
        missing=tuple(Unsur(code).official_name for code in figures.missing),
    )


def _weights(figures: Figures) -> tuple[data.Weight, ...]:
    labels = {"persis": "Persis 1/9", "0.111": "Bobot 0,111", "0.11": "Bobot 0,11"}
    return tuple(
        data.Weight(labels[row.label], row.ikm, mutu_of(min(max(row.ikm, LOWEST_IKM), HIGHEST_IKM)), row.label == "persis")
        for row in figures.weights
        if row.ikm is not None
    )


def _titik(row: Titik) -> data.Titik:
    hours = f"{jam(row.opens_at)}–{jam(row.closes_at)}" if row.opens_at and row.closes_at else "24 jam"
    return data.Titik(row.name, hours=hours)


def _earlier(survey: Survey, periode: Periode, kind: CustomerKind) -> list[tuple[Periode, KindResult]]:
    """Return the UPP's frozen results of earlier periode, the oldest first, five at most."""
    deadlines = {row.id: row for row in db.session.scalars(select(Periode).where(Periode.deadline < periode.deadline))}
    found = []
    for past in list_surveys(upp_id=survey.upp_id):
        if past.periode_id in deadlines and past.state in FROZEN:
            part = next((each for each in result_of(past).kinds if each.kind is kind), None)
            if part is not None:
                found.append((deadlines[past.periode_id], part))
    return sorted(found, key=lambda pair: pair[0].deadline)[-5:]


def _interval(part: KindResult) -> str | None:
    found = interpretation.find_interval(part.complete)
    if found is None:
        return None
    return (
        f"Rentang 95 % IKM {angka(found.lower, 2)} sampai {angka(found.upper, 2)}, dari {angka(found.n)} jawaban lengkap; "
        "perkiraan, bila responden terpilih acak."
    )


def _change(part: KindResult, before: KindResult | None) -> str | None:
    if before is None:
        return None
    beyond = interpretation.beyond(part.complete, before.complete)
    if beyond.variation is None or beyond.subject is None:
        return None
    return f"{beyond.subject} dari periode lalu {beyond.variation.value}; perkiraan, bila responden terpilih acak."


def _rtl(row: Followup) -> data.Rtl:
    return data.Rtl(Unsur(row.unsur).official_name, row.activity, (row.quarter,), row.responsible)


def _last_followups(survey: Survey, periode: Periode) -> tuple[data.FollowUp, ...]:
    past = [
        each
        for each in list_surveys(upp_id=survey.upp_id)
        if each.id != survey.id and db.session.get_one(Periode, each.periode_id).deadline < periode.deadline
    ]
    if not past:
        return ()
    return tuple(
        data.FollowUp(row.activity, STATUS[row.state], row.outcome, row.obstacle) for row in list_followups(past[0].id)
    )


