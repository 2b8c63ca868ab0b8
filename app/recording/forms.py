"""The posted interview as typed values, or as messages beside the fields.

Shape only: whether the layanan, titik and questionnaire exist and may be used is decided by the intake.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from app.responses.masking import mask_personal
from app.responses.profile import (
    MAX_AGE,
    MIN_AGE,
    Education,
    Occupation,
    OfficeKind,
    Position,
    Sex,
)
from app.vocabulary import Labelled

MAX_SARAN = 500
MAX_OCCUPATION_OTHER = 60
MAX_POSTED = 4000  # of one field: what a person types is far below, and the rest need not be read

TOO_YOUNG = f"Responden berusia {MIN_AGE} tahun ke atas; untuk anak, pendamping yang menjawab."
TOO_OLD = f"Usia paling tinggi {MAX_AGE} tahun. Periksa angkanya."
NOT_A_NUMBER = "Tulis usia dengan angka, misalnya 35, atau kosongkan."
NOTHING_ANSWERED = "Belum ada pertanyaan yang dijawab. Jawab sedikitnya satu, lalu kirim."
STALE_PAGE = "Data halaman ini tidak lengkap. Kembali ke Beranda, lalu mulai wawancara lagi."


class Question(Protocol):
    @property
    def code(self) -> str: ...


class Questionnaire(Protocol):
    @property
    def version_id(self) -> Any: ...

    @property
    def questions(self) -> Sequence[Question]: ...

    @property
    def extras(self) -> Sequence[Question]: ...


@dataclass(frozen=True)
class RecordedInterview:
    """One interview as the form tells it; `scores` in the order of the questionnaire, None = not answered."""

    response_id: UUID
    questionnaire_id: Any
    layanan_id: UUID
    titik_id: UUID
    started_at: datetime
    finished_at: datetime | None
    scores: tuple[int | None, ...]
    sex: Sex | None
    age: int | None
    education: Education | None
    occupation: Occupation | None
    occupation_other: str
    office_kind: OfficeKind | None
    position: Position | None
    saran: str
    extra_scores: Mapping[str, int] = field(default_factory=dict)  # of pertanyaan tambahan, by code

    def asked(self, *, internal: bool) -> RecordedInterview:
        """Return what was asked: of internal customers kind of office and position instead of the citizen's profile.

        A page may be older than the layanan's kind; who somebody is as a citizen is then neither needed nor kept.
        """
        if internal:
            return replace(self, sex=None, age=None, education=None, occupation=None, occupation_other="")
        return replace(self, office_kind=None, position=None)


@dataclass(frozen=True)
class FormRules:
    """What the profile screen offers and says, so that page, browser and server use the same words."""

    sex: list[tuple[str, str]]
    education: list[tuple[str, str]]
    occupation: list[tuple[str, str]]
    office_kind: list[tuple[str, str]]
    position: list[tuple[str, str]]
    min_age: int = MIN_AGE
    max_age: int = MAX_AGE
    max_saran: int = MAX_SARAN
    max_occupation_other: int = MAX_OCCUPATION_OTHER
    too_young: str = TOO_YOUNG
    too_old: str = TOO_OLD
    not_a_number: str = NOT_A_NUMBER
    nothing_answered: str = NOTHING_ANSWERED


RULES = FormRules(
    sex=Sex.choices(),
    education=Education.choices(),
    occupation=Occupation.choices(),
    office_kind=OfficeKind.choices(),
    position=Position.choices(),
)


def parse(values: Mapping[str, str], questionnaire: Questionnaire) -> RecordedInterview | dict[str, str]:
    """Return the interview, or {field name: Indonesian message} when anything in it cannot be accepted.

    The field "jawaban" carries the message that no question at all was answered.
    """
    read = _Reader(values)
    entry = dict(
        response_id=read("response_id", _identifier),
        questionnaire_id=read("questionnaire_id", lambda text: _version(text, questionnaire)),
        layanan_id=read("layanan_id", _identifier),
        titik_id=read("titik_id", _identifier),
        started_at=read("started_at", _moment),
        finished_at=read("finished_at", _optional(_moment)),
        scores=tuple(read(f"jawaban-{q.code}", _optional(_score)) for q in questionnaire.questions),
        extra_scores=_given({e.code: read(f"jawaban-{e.code}", _optional(_score)) for e in questionnaire.extras}),
        sex=read("jenis_kelamin", _choice(Sex)),
        age=read("usia", _optional(_age)),
        education=read("pendidikan", _choice(Education)),
        occupation=read("pekerjaan", _choice(Occupation)),
        occupation_other=read("pekerjaan_lain", _text(MAX_OCCUPATION_OTHER, "Pekerjaan")),
        office_kind=read("jenis_kantor", _choice(OfficeKind)),
        position=read("jabatan", _choice(Position)),
        saran=read("saran", _text(MAX_SARAN, "Saran")),
    )
    if entry["saran"]:  # the mask may be longer than what it hides, the column is not
        entry["saran"] = mask_personal(entry["saran"])[:MAX_SARAN]
    if entry["occupation"] != Occupation.OTHER:
        entry["occupation_other"] = ""
    errors = read.errors | _across(entry, read.errors)
    return errors or RecordedInterview(**entry)


def _given(scores: Mapping[str, int | None]) -> dict[str, int]:
    return {code: score for code, score in scores.items() if score is not None}


def _across(entry: dict[str, Any], errors: dict[str, str]) -> dict[str, str]:
    """Return the messages that need more than one field."""
    found = {}
    if (
        not any(entry["scores"])
        and not entry["extra_scores"]
        and not any(name.startswith("jawaban-") for name in errors)
    ):
        found["jawaban"] = NOTHING_ANSWERED
    started, finished = entry["started_at"], entry["finished_at"]
    if started and finished and finished < started:
        found["finished_at"] = STALE_PAGE
    return found


class _Reader:
    """Read one field after the other and keep the first message of each."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.errors: dict[str, str] = {}

    def __call__(self, name: str, convert: Callable[[str], Any]) -> Any:
        try:
            return convert(self.values.get(name, "")[:MAX_POSTED].strip())
        except _Unacceptable as problem:
            self.errors[name] = str(problem)
            return None


class _Unacceptable(Exception):
    """Its text is the message beside the field."""


def _optional(convert: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: convert(text) if text else None


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise _Unacceptable(STALE_PAGE) from None


def _version(text: str, questionnaire: Questionnaire) -> Any:
    if text != str(questionnaire.version_id):
        raise _Unacceptable(STALE_PAGE)
    return questionnaire.version_id


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _Unacceptable(STALE_PAGE) from None
    if moment.tzinfo is None:
        raise _Unacceptable(STALE_PAGE)
    return moment


def _score(text: str) -> int:
    if text not in {"1", "2", "3", "4"}:
        raise _Unacceptable("Pilih salah satu jawaban, 1 sampai 4.")
    return int(text)


def _age(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise _Unacceptable(NOT_A_NUMBER)
    age = int(text[:6])
    if age < MIN_AGE:
        raise _Unacceptable(TOO_YOUNG)
    if age > MAX_AGE:
        raise _Unacceptable(TOO_OLD)
    return age


def _choice(vocabulary: type[Labelled]) -> Callable[[str], Labelled | None]:
    members = {member.value: member for member in vocabulary}

    def convert(text: str) -> Labelled | None:
        try:
            return members[text] if text else None
        except KeyError:
            raise _Unacceptable("Pilih salah satu, atau Tidak menjawab.") from None

    return convert


def _text(longest: int, what: str) -> Callable[[str], str]:
    """Accept one line of text: control characters become spaces, runs of spaces one, composed as NFC."""

    def convert(text: str) -> str:
        visible = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
        line = " ".join(unicodedata.normalize("NFC", visible).split())
        if len(line) > longest:
            raise _Unacceptable(f"{what} paling banyak {longest} huruf; sekarang {len(line)}. Persingkat dahulu.")
        return line

    return convert
