"""Plausible answers: offices, unsur, layanan, hours and petugas differ, and some data are in trouble. All from one seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.responses.intake import Answer
from app.responses.models import Collection
from app.responses.profile import AgeBand, Education, Occupation, OfficeKind, Position, Sex
from app.workdays import NATIONAL_CALENDAR

# How far each unsur lies from the office's own level, questionnaire order: waiting, rooms and complaints are weaker,
# cost is praised (most layanan are free).
UNSUR = (0.05, -0.02, -0.24, 0.34, 0.05, 0.09, 0.12, -0.17, -0.21)
SARAN = (
    "Antrean terlalu lama, mohon ditambah loket.", "Sudah baik, pertahankan.", "Petugas ramah dan membantu.",
    "Ruang tunggu panas, kipas angin mati.", "Datang pagi, baru dipanggil siang.", "Mohon papan petunjuk syarat diperjelas.",
    "Parkir sempit.", "Layanan daring sering gagal saat unggah berkas.", "Nomor antrean sebaiknya lewat ponsel.",
    "Kursi tunggu kurang.", "Jam istirahat loket tetap dibuka satu.", "Toilet perlu dibersihkan.",
    "Terima kasih, prosesnya cepat.", "Informasi biaya sudah jelas.", "Pengaduan saya belum ditanggapi.",
    "Mohon ada petugas khusus lansia.",
)  # fmt: skip
ASKED = (Collection.PETUGAS, Collection.SERAH_PONSEL)
WAYS = ((*ASKED, Collection.TAUTAN), (62, 22, 16))
HOURS = (8, 8, 9, 9, 9, 10, 10, 11, 11, 13, 13, 14, 14, 15)


@dataclass(frozen=True)
class Petugas:
    membership_id: UUID
    lift: float  # how much higher this one's interviews come out
    copies: bool = False  # writes four everywhere, fast, now and then: a note for the quality page


@dataclass(frozen=True)
class Layanan:
    id: UUID
    internal: bool
    lift: float
    free: bool
    titik: tuple[UUID, ...]
    wanted: int  # how many answers


@dataclass(frozen=True)
class Field:
    """Where answers come from: one survey and its window."""

    survey_id: UUID
    upp_id: UUID
    questionnaire_id: UUID
    level: float
    days: tuple[date, ...]
    layanan: Sequence[Layanan]
    petugas: Sequence[Petugas]
    imported: bool = False


def working_days(first: date, last: date) -> tuple[date, ...]:
    return tuple(
        day
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
        if NATIONAL_CALENDAR.is_working_day(day)
    )


def answers(field: Field, rng: Random, zone: ZoneInfo) -> Iterator[Answer]:
    """Yield the survey's answers, unordered."""
    for layanan in field.layanan:
        for _ in range(layanan.wanted):
            yield _answer(field, layanan, rng, zone)


def _answer(field: Field, layanan: Layanan, rng: Random, zone: ZoneInfo) -> Answer:
    petugas = rng.choice(field.petugas)
    hour = rng.choice(HOURS)
    late = rng.random() < 0.006  # outside service hours
    start = datetime.combine(
        rng.choice(field.days), time(20 if late else hour, rng.randrange(60), rng.randrange(60)), zone
    )
    stamped = petugas.copies and rng.random() < 0.4
    seconds = rng.randrange(9, 15) if stamped or rng.random() < 0.01 else int(rng.lognormvariate(4.6, 0.35))
    crowd = -0.12 if 10 <= hour <= 11 else 0.0
    scores = (4,) * 9 if stamped else _scores(field.level + layanan.lift + petugas.lift + crowd, layanan.free, rng)
    way = Collection.IMPOR if field.imported else Collection.PETUGAS if stamped else rng.choices(*WAYS)[0]
    return Answer(
        id=UUID(int=rng.getrandbits(128), version=4),
        survey_id=field.survey_id,
        upp_id=field.upp_id,
        layanan_id=layanan.id,
        titik_id=rng.choice(layanan.titik),
        questionnaire_id=field.questionnaire_id,
        collection=way,
        scores=scores,
        petugas_id=petugas.membership_id if way in ASKED else None,
        started_at=start,
        finished_at=start + timedelta(seconds=seconds),
        saran=rng.choice(SARAN) if rng.random() < 0.28 else "",
        **_profile(layanan.internal, rng),
    )


def _scores(level: float, free: bool, rng: Random) -> tuple[int | None, ...]:
    mood = rng.gauss(0, 0.33)  # of the respondent: what makes answers of one person alike
    scores: list[int | None] = []
    for index, offset in enumerate(UNSUR):
        lift = 0.35 if index == 3 and free else 0.0
        value = round(level + offset + lift + mood + rng.gauss(0, 0.42))
        scores.append(min(4, max(1, value)))
    if rng.random() < 0.04:
        scores[rng.randrange(9)] = None
    return tuple(scores)


def _profile(internal: bool, rng: Random) -> dict[str, Any]:
    if internal:
        return {
            "office_kind": _maybe(rng.choice(list(OfficeKind)), rng),
            "position": _maybe(rng.choice(list(Position)), rng),
        }
    return {
        "sex": _maybe(rng.choices([Sex.MALE, Sex.FEMALE], [47, 53])[0], rng),
        "age_band": _maybe(rng.choices(list(AgeBand), [4, 24, 30, 22, 13, 7])[0], rng),
        "education": _maybe(rng.choices(list(Education), [1, 6, 11, 44, 9, 3, 22, 4, 0.3])[0], rng),
        "occupation": _maybe(rng.choices(list(Occupation), OCCUPATION_WEIGHTS)[0], rng),
    }


OCCUPATION_WEIGHTS = tuple(
    {"SWASTA": 34, "WIRAUSAHA": 17, "IBU_RUMAH_TANGGA": 22, "PELAJAR": 10, "PNS": 5}.get(each.value, 2)
    for each in Occupation
)


def _maybe(value: str, rng: Random) -> str | None:
    return None if rng.random() < 0.03 else str(value)
