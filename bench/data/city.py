"""A city straight into the tables: OPD with one UPP each, layanan, titik, links, people, and one survey a periode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from secrets import token_urlsafe
from uuid import UUID, uuid4

from app.access.roles import Role
from app.accounts.models import Membership, User
from app.accounts.passwords import hash_password
from app.devices.models import Device, DevicePerson
from app.devices.tokens import hash_of
from app.links.codes import new_code
from app.links.models import LinkCode
from app.opd.models import Assignment, Layanan, Opd, Titik, Upp
from app.periods.models import Periode, PeriodeState
from app.periods.policy import Policy
from app.surveys.models import Executor, Questionnaire, Survey, SurveyLayanan
from app.surveys.questionnaire import STANDARD, standard_questions
from app.surveys.states import SurveyState
from bench.data.writer import Writer
from local.postgres import Urls

PASSWORD = "kalimat sandi untuk ukur"
USERS = 900  # of a layanan in the periode before


@dataclass(frozen=True)
class Spot:
    """A layanan at a titik, with the survey of the last periode and what leads there."""

    opd_id: UUID
    kode: str
    upp_id: UUID
    survey_id: UUID
    layanan_id: UUID
    titik_id: UUID
    questionnaire_id: UUID
    petugas_id: UUID
    code: str  # of its link
    token: str  # of a phone that may send from here


@dataclass(frozen=True)
class City:
    spots: tuple[Spot, ...]
    surveys: int


def person(writer: Writer, address: str, role: Role, opd_id: UUID | None = None) -> UUID:
    """Write somebody with one membership, and return its id."""
    now = datetime.now(UTC)
    user = writer.add(
        User, id=uuid4(), email=f"{address}@contoh.test", name=address, password_hash=_secret(), created_at=now,
        demo=role is Role.ORGANISASI, last_sign_in_at=now,
    )  # fmt: skip
    code = "P-01" if role is Role.PETUGAS else None
    membership: UUID = writer.add(
        Membership, id=uuid4(), user_id=user, role=role, opd_id=opd_id, petugas_code=code, created_at=now
    )
    return membership


def standard_questionnaire(writer: Writer) -> UUID:
    found: UUID = writer.add(
        Questionnaire, id=uuid4(), code=STANDARD, questions=list(standard_questions()), created_at=datetime.now(UTC)
    )
    return found


def build(urls: Urls, *, opds: int = 1, layanan: int = 4, years: int = 1) -> City:
    """Write a city whose surveys of the last year are running, and whose earlier ones are closed."""
    writer, now = Writer(), datetime.now(UTC)
    questionnaire = standard_questionnaire(writer)
    person(writer, "organisasi", Role.ORGANISASI)
    periode = [_periode(writer, now.year - age, running=age == 0) for age in range(years)]
    spots: list[Spot] = []
    for number in range(opds):
        kode, name = f"opd-{number}", f"Dinas Urusan Nomor {number}"
        opd_id = writer.add(
            Opd, id=uuid4(), kode=kode, name=name, short_name=f"OPD {number}", kind="dinas", created_at=now
        )
        upp_id = writer.add(Upp, opd_id=opd_id, id=uuid4(), kode=kode, name=name, created_at=now)
        titik = writer.add(Titik, opd_id=opd_id, upp_id=upp_id, id=uuid4(), name="Loket 1", created_at=now)
        people = {
            role: person(writer, f"{role.value}.{kode}", role, opd_id)
            for role in (Role.ADMIN_OPD, Role.KEPALA, Role.PETUGAS)
        }
        token = token_urlsafe(32)
        device = writer.add(
            Device, id=uuid4(), opd_id=opd_id, label="Ponsel", token_hash=hash_of(token), created_at=now
        )
        writer.add(DevicePerson, opd_id=opd_id, device_id=device, membership_id=people[Role.PETUGAS], added_at=now)
        surveys = [
            writer.add(
                Survey, opd_id=opd_id, upp_id=upp_id, id=uuid4(), periode_id=each, target=380, questionnaire_id=questionnaire,
                state=SurveyState.BERJALAN if age == 0 else SurveyState.DITUTUP, executor=Executor.MANDIRI, created_at=now,
                window_from=(now - timedelta(days=365 * age + 60)).date(), window_to=(now - timedelta(days=365 * age - 20)).date(),
            )
            for age, each in enumerate(periode)
        ]  # fmt: skip
        for position in range(layanan):
            layanan_id = writer.add(
                Layanan, opd_id=opd_id, upp_id=upp_id, id=uuid4(), name=f"Layanan {position}", users=USERS, position=position, created_at=now
            )  # fmt: skip
            code = new_code()
            writer.add(
                LinkCode, id=uuid4(), code=code, opd_id=opd_id, upp_id=upp_id, layanan_id=layanan_id, titik_id=titik, created_at=now
            )  # fmt: skip
            writer.add(
                Assignment, opd_id=opd_id, upp_id=upp_id, membership_id=people[Role.PETUGAS], layanan_id=layanan_id, titik_id=titik
            )  # fmt: skip
            for survey in surveys:
                writer.add(
                    SurveyLayanan, opd_id=opd_id, upp_id=upp_id, survey_id=survey, layanan_id=layanan_id, users=USERS, target=95
                )  # fmt: skip
            spots.append(
                Spot(opd_id, kode, upp_id, surveys[0], layanan_id, titik, questionnaire, people[Role.PETUGAS], code, token)
            )  # fmt: skip
    writer.write(urls.owner)
    return City(tuple(spots), opds * years)


def _periode(writer: Writer, year: int, *, running: bool) -> UUID:
    today = datetime.now(UTC).date()
    deadline = today.replace(year=year) + timedelta(days=20)
    found: UUID = writer.add(
        Periode, id=uuid4(), year=year, name=f"SKM {year}", opens_on=deadline - timedelta(days=150), deadline=deadline,
        state=PeriodeState.BERJALAN if running else PeriodeState.SELESAI, policy=Policy().to_json(),
        created_at=datetime.now(UTC),
    )  # fmt: skip
    return found


@cache
def _secret() -> str:
    """Return one hash for everybody: it is slow by design."""
    return hash_password(PASSWORD)
