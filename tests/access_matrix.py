"""Fills the addresses of all routes with objects of the two-OPD world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import clock
from app.access.gate import Declaration, declaration_of
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.api import operations as tokens
from app.api.models import ApiToken
from app.api.scopes import OF_OPD
from app.audit.operations import SYSTEM
from app.db import transaction
from app.devices import operations as devices
from app.extensions import db
from app.followups import operations as followups
from app.ikm import Unsur
from app.letters.models import Letter, LetterKind
from app.links.codes import new_code
from app.links.models import LinkCode
from app.opd.models import UppPredecessor
from app.paper import operations as paper
from app.publication.models import Medium, Publication
from app.quality import operations as exclusions
from app.reminders.models import ReminderPause
from app.reports.models import Report, ReportFile, ReportState
from app.reports.operations import files as report_files
from app.responses import intake
from app.surveys.models import VerifierNote
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from app.tickets.models import TicketBatch
from tests.imports.steps import prepared
from tests.world import Place, World

PEOPLE = (
    "organisasi", "pemantau", "kepala.a", "admin.a", "petugas.a", "kepala_upp.a", "admin_upp.a", "kepala.b", "admin.b", "petugas.b",
)  # fmt: skip
# Routes whose address names something that belongs to the person who asks, not to an OPD.
OWN_THINGS = {"session_id", "city_token_id", "evaluator_link_id"}


@dataclass(frozen=True)
class Case:
    rule: Rule
    method: str
    declaration: Declaration
    place: Place
    address: str

    @property
    def names_opd(self) -> bool:
        return "kode" in self.rule.arguments

    @property
    def names_upp(self) -> bool:
        return "upp" in self.rule.arguments


class Visitor:
    """Somebody who signs in again when an act before has ended the session."""

    def __init__(self, sign_in: Callable[[str], FlaskClient], who: str) -> None:
        self.sign_in, self.who = sign_in, who
        self.client = sign_in(who)

    def ask(self, case: Case) -> TestResponse:
        answer = self.client.open(case.address, method=case.method)
        if answer.status_code == 302 and answer.headers["Location"].startswith("/masuk"):
            self.client = self.sign_in(self.who)
            answer = self.client.open(case.address, method=case.method)
        return answer


def objects_of(place: Place) -> dict[str, str]:
    """Make one of everything that an address can name, in this place; return its ids by the names of the parameters."""
    now = clock.now()
    with opd_scope(place.opd_id):
        answer = place.answer()
        intake.record(place.opd_id, answer)
        with transaction():
            petugas = _somebody(place)  # whose role may be taken away: not one of the people who sign in
            letter = Letter(
                kind=LetterKind.MANUAL_REMINDER,
                to_name="x",
                to_email="x@contoh.test",
                facts={},
                created_at=now,
                user_id=None,
            )
            report = Report(
                upp_id=place.upp_id, survey_id=place.survey_id, state=ReportState.SIAP, content=b"%PDF-1.4", requested_by="x",
                created_at=now, ready_at=now, pages=1,
            )  # fmt: skip
            db.session.add_all([letter, report])
            followup = followups.add(
                get_survey(place.survey_id), unsur=Unsur.WAKTU, activity="Menambah loket", quarter=1, due_year=clock.today().year,
                responsible="Kepala seksi", by=SYSTEM,
            )  # fmt: skip
            member = db.session.get_one(Membership, petugas)
            device = devices.enrol(member, token="", label="Ponsel", by=SYSTEM, way="masuk")
            setup_id = devices.prepare_setup(member, by=SYSTEM)
            link = LinkCode(
                code=new_code(), opd_id=place.opd_id, upp_id=place.upp_id, layanan_id=place.layanan_id, titik_id=place.titik_id, created_at=now,
            )  # fmt: skip
            db.session.add(link)
            db.session.flush()
            batch = paper.open_batch(
                get_survey(place.survey_id), layanan_id=place.layanan_id, titik_id=place.titik_id, collected_on=clock.today(),
                first_number=1, expected=None, double_entry=False, by=SYSTEM,
            )  # fmt: skip
            tickets = TicketBatch(
                upp_id=place.upp_id, layanan_id=place.layanan_id, titik_id=place.titik_id, count=1, expires_at=now, made_at=now, made_by="x",
            )  # fmt: skip
            former = UppPredecessor(
                upp_id=place.upp_id, old_opd_id=place.opd_id, old_upp_id=uuid4(), old_name="Dinas Lama", created_at=now
            )
            db.session.add_all([tickets, former])
            db.session.flush()
            typing = uuid4()
            scores: dict[str, object] = {f"jawaban-{unsur}": 3 for unsur in Unsur}
            paper.type_sheet(batch.id, typing_id=typing, number=1, values=scores | {"pekerjaan_lain": "", "saran": ""})
            proposal = exclusions.propose(
                place.survey_id, note="Terlalu cepat", response_ids=[answer.id], reason="x", by=SYSTEM
            )
            photo = _photo(place)
            note = VerifierNote(
                upp_id=place.upp_id, survey_id=place.survey_id, version=1, point="rtl", title="x", text="x", returned=True,
                written_by="x", written_at=now,
            )  # fmt: skip
            publication = Publication(
                upp_id=place.upp_id, survey_id=place.survey_id, medium=Medium.POSTER, place="x", published_on=clock.today(),
                recorded_by="x", recorded_at=now,
            )  # fmt: skip
            pause = ReminderPause(
                periode_id=get_survey(place.survey_id).periode_id, user_id=member.user_id, membership_id=member.id, until=clock.today(),
                reason="x", made_at=now,
            )  # fmt: skip
            db.session.add_all([note, publication, pause])
            db.session.flush()
            ids = {
                "file_id": photo.id, "note_id": note.id, "publication_id": publication.id, "pause_id": pause.id,
                "batch_id": batch.id, "typing_id": typing, "import_id": prepared(place),
                "device_id": device.device_id, "link_id": link.id, "ticket_batch_id": tickets.id, "setup_id": setup_id,
                "survey_id": place.survey_id, "upp_id": place.upp_id, "layanan_id": place.layanan_id, "titik_id": place.titik_id, "membership_id": petugas,
                "proposal_id": proposal.id, "token_id": _token(place.opd_id), "letter_id": letter.id, "report_id": report.id, "followup_id": followup.id, "response_id": answer.id,
            }  # fmt: skip
    return {name: str(value) for name, value in ids.items()}


def _token(opd_id: UUID) -> UUID:
    tokens.issue(opd_id, name="x", scopes=OF_OPD, days=1, by=SYSTEM)
    return db.session.scalars(select(ApiToken.id).where(ApiToken.opd_id == opd_id).limit(1)).one()


def _photo(place: Place) -> ReportFile:
    return report_files.add_photo(
        get_survey(place.survey_id), caption="Loket", file_name="loket.jpg", content=b"\xff\xd8\xff", by=SYSTEM
    )


def _somebody(place: Place) -> UUID:
    now = clock.now()
    user = User(email=f"{uuid4().hex}@contoh.test", name="Petugas Lain", created_at=now)
    db.session.add(user)
    db.session.flush()
    limited = place.upp_id if place.upp_kode == "a2" else None
    row = Membership(
        user_id=user.id,
        role=Role.PETUGAS,
        opd_id=place.opd_id,
        upp_id=limited,
        petugas_code=f"X-{uuid4().hex[:6]}",
        created_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def cases(app: Flask, world: World, place: Place, ids: dict[str, str]) -> list[Case]:
    """Return every route × method, with its address filled for the place."""
    fill = ids | {
        "kode": place.kode,
        "upp": place.upp_kode,
        "periode_id": str(world.periode_id),
        "bagian": "kesimpulan",
        "version": "1",
        "request_id": "1",
        "jenis": "layanan",
        "session_id": str(uuid4()),
        "city_token_id": str(uuid4()),
        "evaluator_link_id": str(uuid4()),
    }
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        declaration = declaration_of(rule.endpoint)
        assert declaration is not None
        if declaration.permission is None:
            continue
        unknown = rule.arguments - fill.keys()
        assert not unknown, f"{rule.rule}: say in tests/access_matrix.py what stands for {unknown}."
        values = {name: _typed(fill[name], rule, name) for name in rule.arguments}
        address = adapter.build(rule.endpoint, values)
        found += [Case(rule, method, declaration, place, address) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


def _typed(text: str, rule: Rule, name: str) -> UUID | str | int:
    if type(rule._converters[name]).__name__ == "IntegerConverter":
        return int(text)
    return UUID(text) if type(rule._converters[name]).__name__ == "UUIDConverter" else text
