"""From a survey to the data of its sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from app.ikm import Unsur
from app.opd.models import CustomerKind
from app.opd.queries import get_opd
from app.periods.policy import Policy
from app.periods.queries import get_periode
from app.reports import answers
from app.reports.answers import AnswerLine
from app.reports.assembly import issue_of
from app.reports.rendering import facts
from app.reports.rendering.xlsx.data import Head, Processing, RawData, Scores, UnsurName, Variable
from app.reports.words import title_period
from app.responses.masking import mask_personal
from app.responses.models import COLLECTION_LABELS, ResponseState
from app.responses.profile import AgeBand, Education, Occupation, OfficeKind, Position, Sex
from app.results.reading import result_of
from app.results.surveys import KindResult, SurveyResult
from app.surveys.models import Survey
from app.surveys.questionnaire import Question, get_questionnaire
from app.vocabulary import Labelled

PERSON: tuple[tuple[str, str, type[Labelled]], ...] = (
    ("jenis_kelamin", "Jenis kelamin", Sex),
    ("kelompok_umur", "Umur dalam tahun, sebagai kelompok", AgeBand),
    ("pendidikan", "Pendidikan terakhir", Education),
    ("pekerjaan", "Pekerjaan", Occupation),
    ("jenis_kantor", "Jenis kantor pelanggan internal", OfficeKind),
    ("jabatan", "Jabatan pelanggan internal", Position),
)
COUNTED, TOO_FEW, EXCLUDED, LATE = "dihitung", "kurang_terisi", "dikecualikan", "susulan"


def processing(survey: Survey, kind: CustomerKind) -> Processing:
    """Return the processing sheet: the answers that the printed figures were counted from."""
    result = result_of(survey, segments=())
    part = part_of(result, kind)
    version = get_questionnaire(survey.questionnaire_id)
    names = {question.code: question.unsur_name for question in version.questions}
    columns = [question.code for question in version.asked]
    found = answers.list_counted(survey.id, layanan_ids(part), as_of=result.frozen_at)
    least = _min_answered(survey)
    rows = tuple(
        _in_order(columns, version.codes, said)
        for said in found
        if sum(score is not None for score in said[0]) >= least
    )
    return Processing(
        head=head(survey, result, kind),
        unsur=tuple(UnsurName(code, names[code]) for code in result.codes),
        rows=rows,
        printed_ikm=part.figures.ikm,
        min_answered=least,
        left_out=len(found) - len(rows),
        sizes=tuple(1 + sum(each.unsur == code for each in version.extras) for code in result.codes),
        questions=tuple(each.text for each in version.sub_questions),
        own=tuple(UnsurName(each.code, each.name) for each in version.own_unsur),
    )


def _in_order(columns: Sequence[str], codes: Sequence[str], said: answers.Said) -> Scores:
    scores, extra = said
    found: dict[str, int | None] = dict(zip(codes, scores, strict=True))
    return tuple(found.get(code, extra.get(code)) for code in columns)


def raw_data(survey: Survey, kind: CustomerKind) -> RawData:
    """Return every answer of the survey, whatever became of it, with its codebook."""
    result = result_of(survey, segments=())
    lines = answers.list_answers(survey.id, layanan_ids(part_of(result, kind)))
    version = get_questionnaire(survey.questionnaire_id)
    extras = tuple(question for question in version.asked if question.code in version.extra_codes)
    least = _min_answered(survey)
    return RawData(
        head=head(survey, result, kind),
        variables=_variables((*version.questions, *extras), least),
        rows=tuple(_row(number, line, least, extras) for number, line in enumerate(lines, 1)),
        saran=_saran(lines),
    )


def head(survey: Survey, result: SurveyResult, kind: CustomerKind) -> Head:
    periode = get_periode(survey.periode_id)
    return Head(
        opd=get_opd(survey.opd_id).name,
        unit=result.upp_name,
        title_period=title_period(periode.name, periode.year),
        customer=kind.value,
        collected_from=survey.window_from or periode.opens_on,
        collected_to=survey.window_to or periode.deadline,
        data_version=facts.version_of(issue_of(result)),
    )


def part_of(result: SurveyResult, kind: CustomerKind) -> KindResult:
    return next(each for each in result.kinds if each.kind is kind)


def layanan_ids(part: KindResult) -> list[UUID]:
    return [each.id for each in part.layanan]


def _min_answered(survey: Survey) -> int:
    return Policy.from_json(get_periode(survey.periode_id).policy).min_answered


def _row(number: int, line: AnswerLine, least: int, extras: Sequence[Question]) -> tuple[str | int | date | None, ...]:
    return (
        number, line.day, line.layanan, line.titik, line.collection.value, _status(line, least), line.sex, line.age_band,
        line.education, line.occupation, mask_personal(line.occupation_other), line.office_kind, line.position, *line.scores,
        *(line.extra_scores.get(each.code) for each in extras), line.seconds, line.exclusion_reason,
    )  # fmt: skip


def _status(line: AnswerLine, least: int) -> str:
    if line.state is ResponseState.SUSULAN:
        return LATE
    if line.excluded:
        return EXCLUDED
    return COUNTED if line.answered >= least else TOO_FEW


def _saran(lines: Sequence[AnswerLine]) -> tuple[tuple[date, str, str], ...]:
    """Return the saran of answers in time that are not excluded, masked at intake and once more here.

    By day, the longest first within a day: an order of their own, not that of the answers.
    """
    taken = [line for line in lines if line.saran and line.state is ResponseState.DITERIMA and not line.excluded]
    found = [(line.day, line.layanan, mask_personal(line.saran)) for line in taken]
    return tuple(sorted(found, key=lambda each: (each[0], -len(each[2]), each[2])))


def _variables(questions: Sequence[Question], least: int) -> tuple[Variable, ...]:
    person = [Variable(name, meaning, tuple(words.choices())) for name, meaning, words in PERSON]
    person.insert(4, Variable("pekerjaan_lain", "Pekerjaan bila LAINNYA, seperti ditulis responden"))
    return (
        Variable("no", "Nomor urut di berkas ini saja"),
        Variable("tanggal", "Hari jawaban diberikan"),
        Variable("layanan", "Layanan yang dinilai"),
        Variable("titik", "Titik layanan tempat jawaban diberikan"),
        Variable("cara", "Cara pengumpulan", tuple((way.value, label) for way, label in COLLECTION_LABELS.items())),
        Variable("status", "Apakah jawaban ini dihitung", _statuses(least)),
        *person,
        *(_score(question) for question in questions),
        Variable("durasi_detik", "Lama pengisian dalam detik; kosong bila tidak dicatat"),
        Variable("alasan", "Alasan jawaban dikecualikan"),
    )


def _score(question: Question) -> Variable:
    name = Unsur(question.code).official_name if question.code in set(Unsur) else question.unsur_name
    meaning = f"{name}: {question.text}"
    values = tuple((str(value), words) for value, words in enumerate(question.options, 1))
    return Variable(question.code, meaning, values)


def _statuses(least: int) -> tuple[tuple[str, str], ...]:
    return (
        (COUNTED, "Masuk ke dalam IKM"),
        (TOO_FEW, f"Kurang dari {least} unsur terisi, tidak dihitung"),
        (EXCLUDED, "Dikecualikan dengan alasan, tidak dihitung"),
        (LATE, "Tiba sesudah survei ditutup, tidak dihitung"),
    )
