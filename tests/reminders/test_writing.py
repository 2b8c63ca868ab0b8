"""What a letter says is read from the world when its turn comes: the right numbers, or no letter at all."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select, update

from app.accounts.models import Membership
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.letters.models import CityLetter, Letter, LetterState
from app.opd.models import Opd, Upp
from app.periods import operations as periods
from app.periods.models import Periode
from app.reminders import operations, writing
from app.reminders.deciding import decide_due
from app.reminders.operations import HandReminder
from app.surveys.models import Survey
from app.surveys.states import SurveyState
from app.tenancy.scope import opd_scope
from tests.reminders.conftest import answers, change_policy, give_back, submit


def text_to(who: str, opd_id, step: str = "H-7") -> str:
    """Return the plain text of somebody's letter as it would be sent now; "" where it would not."""
    with opd_scope(opd_id):
        letter = db.session.scalars(
            select(Letter).where(Letter.to_email == f"{who}@contoh.test", Letter.step == step)
        ).one()
        written = writing.write(letter)
        return f"{written.subject}\n{' '.join(written.text.split())}" if written else ""


def city_text(kind: str) -> str:
    written = writing.write(db.session.scalars(select(CityLetter).where(CityLetter.kind == kind)).one())
    return f"{written.subject}\n{' '.join(written.text.split())}" if written else ""


@pytest.fixture
def decided(november, days):
    """It is H−7; B has 60 answers of 306, ten on each of six working days, A none."""
    for day in ("13", "16", "17", "18", "19", "20"):
        answers(november.b, 10, f"2026-11-{day}")
    days.at("2026-11-23 08:00")
    decide_due()
    return november


def test_the_admin_reads_what_is_missing_of_each_layanan(decided) -> None:
    text = text_to("admin.b", decided.b.opd_id)
    assert "SKM Tahunan 2026 masih kurang 246 responden" in text
    assert "tenggat 7 hari lagi" in text
    assert "sudah tercatat 60 dari 306 responden" in text
    # 60 answers in the last ten working days: six a day; 246 / 6 = 41 working days from today on.
    assert "6 per hari kerja" in text
    assert "Layanan Satu: kurang 42" in text
    assert "Layanan Dua: kurang 204" in text
    # Five working days after today: 24, 25, 26 and 27 November are inside the plan, so 246 / 4.
    assert "62 responden per hari kerja" in text
    assert "http://localhost:8000/opd/b/pengumpulan" in text


def test_figures_are_those_of_the_moment_of_sending(decided, days) -> None:
    days.at("2026-11-23 14:00")
    answers(decided.b, 5, "2026-11-23")
    assert "masih kurang 241 responden" in text_to("admin.b", decided.b.opd_id)


def test_the_kepala_is_asked_as_somebody_higher_in_rank(decided) -> None:
    with transaction():
        db.session.execute(update(Membership).where(Membership.role == "kepala").values(acting=True))
    text = text_to("kepala.b", decided.b.opd_id)
    assert "Dengan hormat" in text
    assert "Mohon perkenan Bapak/Ibu" in text
    assert "Plt. Kepala Badan Contoh B" in text


def test_an_opd_of_many_upps_reads_of_its_upps(decided) -> None:
    submit(decided.a2)
    text = text_to("admin.a", decided.a.opd_id)
    assert "1 dari 2 UPP belum selesai" in text
    assert "Dinas Contoh A: kurang 306" in text
    assert "Puskesmas Contoh" not in text


def test_the_admin_of_one_upp_reads_of_that_one(decided) -> None:
    text = text_to("admin_upp.a", decided.a.opd_id)
    assert text.startswith("Puskesmas Contoh: ")
    assert "masih kurang 306 responden" in text


def test_a_petugas_reads_of_the_places_assigned_to_them(decided) -> None:
    text = text_to("petugas.b", decided.b.opd_id)
    assert "masih perlu 246 responden di layanan Anda" in text
    assert "http://localhost:8000/isi" in text


def test_a_returned_report_shows_its_notes(november, days) -> None:
    days.at("2026-11-20 10:00")
    submit(november.b)
    give_back(november.b, "Mohon lengkapi foto kegiatan.")
    days.at("2026-11-23 08:00")
    decide_due()
    text = text_to("admin.b", november.b.opd_id)
    assert "dikembalikan dengan catatan" in text
    assert "Mohon lengkapi foto kegiatan." in text


def test_no_letter_to_an_opd_that_finished_in_the_meantime(decided) -> None:
    submit(decided.b)
    assert text_to("admin.b", decided.b.opd_id) == ""
    submit(decided.a2)
    assert text_to("admin_upp.a", decided.a.opd_id) == ""
    assert text_to("admin.a", decided.a.opd_id)


@pytest.mark.parametrize("model", [Upp, Opd])
def test_no_letter_where_the_obligation_has_ended(decided, model) -> None:
    with opd_scope(decided.b.opd_id), transaction():
        db.session.execute(update(model).where(model.kode == "b").values(kewajiban="dikecualikan"))
    assert text_to("admin.b", decided.b.opd_id) == ""


def test_no_letter_to_somebody_whose_role_was_revoked(decided) -> None:
    with transaction():
        db.session.execute(update(Membership).where(Membership.role == "kepala").values(active=False))
    assert text_to("kepala.b", decided.b.opd_id) == ""


def test_no_letter_about_a_periode_that_has_ended(decided) -> None:
    with transaction():
        periods.end_periode(db.session.get_one(Periode, decided.periode_id), by=SYSTEM)
    assert text_to("admin.b", decided.b.opd_id) == ""
    assert city_text("ringkasan") == ""


def test_own_words_stand_before_what_is_missing(november, days) -> None:
    days.at("2026-11-24 10:00")
    token = uuid4()
    with opd_scope(november.b.opd_id), transaction():
        reminder = HandReminder(token, november.periode_id, text="Pak, <b>mohon</b> kabarnya.\n\nTerima kasih.")
        operations.remind(reminder, by=SYSTEM)
    text = text_to("admin.b", november.b.opd_id, f"manual/{token}")
    assert "Pak, <b>mohon</b> kabarnya." in text
    assert "Layanan Dua: kurang 204" in text
    with opd_scope(november.b.opd_id):
        html = writing.write(db.session.scalars(select(Letter)).first()).html
        assert "&lt;b&gt;mohon" in html


def test_the_copy_and_the_escalation_list_who_is_awaited(november, days) -> None:
    change_policy(escalation_emails=["Sekretaris Daerah <sekda@contoh.test>"])
    days.at("2026-11-25 08:00")
    submit(november.b)
    days.at("2026-12-08 08:00")
    decide_due()
    copy = city_text("tembusan")
    assert "1 OPD belum menyampaikan laporan SKM; tenggat lewat 8 hari" in copy
    assert "1 dari 2 OPD sudah menyampaikan" in copy
    assert "Dinas Contoh A: kurang 612" in copy
    assert "hubungi Admin A" in copy
    escalation = city_text("eskalasi")
    assert "Yth. Bapak/Ibu Sekretaris Daerah" in escalation
    assert "Mohon arahan Bapak/Ibu" in escalation
    submit(november.a)
    submit(november.a2)
    assert city_text("tembusan") == city_text("eskalasi") == ""


def test_the_digest_counts_letters_and_expected_delays(decided) -> None:
    with opd_scope(decided.b.opd_id), transaction():
        db.session.execute(update(Letter).values(state=LetterState.SENT))
        db.session.execute(
            update(Letter).where(Letter.to_email == "ganda@contoh.test").values(state=LetterState.BAD_ADDRESS)
        )
    text = city_text("ringkasan")
    assert "0 dari 2 OPD sudah menyampaikan laporan SKM; 2 diperkirakan terlambat" in text
    assert "3 pengingat terkirim otomatis; 1 belum sampai" in text


def test_the_digest_still_comes_while_a_report_waits_for_verification(decided) -> None:
    for place in (decided.a, decided.a2, decided.b):
        submit(place)
    assert "3 laporan menunggu verifikasi" in city_text("ringkasan")
    for place in (decided.a, decided.a2, decided.b):
        with opd_scope(place.opd_id), transaction():
            db.session.execute(update(Survey).values(state=SurveyState.DIVERIFIKASI))
    assert city_text("ringkasan") == ""
