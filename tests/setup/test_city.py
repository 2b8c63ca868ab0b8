"""A city is set up in an hour, and no OPD hears of it before it is opened."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select

from app import clock
from app.db import transaction
from app.extensions import db
from app.letters.models import CityLetter, Letter, LetterKind, LetterState
from app.opd.models import Layanan, Opd, Titik, Upp
from app.reminders.deciding import decide_due
from app.reminders.letters import Letter as Text
from app.reminders.writing import write
from app.setup.models import CitySetup
from app.setup.state import in_test_mode
from app.tenancy.scope import all_opds
from tests.pages import check_page
from tests.results.pages import text_of

OFFICES = "Nama OPD\tSingkatan\tKewajiban\nDinas Kesehatan\tDinkes\twajib\nInspektorat\tInspektorat\tdiharapkan\n"
UNITS = "OPD\tNama UPP\nDinkes\tPuskesmas Setu\nDinkes\tPuskesmas Serpong\n"
SERVICES = (
    "OPD\tUPP\tLayanan\tPelanggan\tN\nDinkes\tPuskesmas Setu\tPoli umum\t\t4.500\n"
    "Dinkes\tPuskesmas Serpong\tPoli umum\t\t1200\nDinkes\tDinas Kesehatan\tIzin apotek\t\t100\nInspektorat\t\tReviu\tinternal\t40\n"
)
POINTS = (
    "OPD\tUPP\tTitik\tBuka\tTutup\nDinkes\tPuskesmas Setu\tLoket 1\t08.00\t14:30\nInspektorat\t\tRuang konsultasi\t\t\n"
)
PEOPLE = (
    "OPD\tUPP\tNama\tE-mail\tPeran\nDinkes\t\tdr. Contoh\tkepala@dinkes.test\tKepala OPD\nDinkes\t\tBudi\tbudi@dinkes.test\tAdmin OPD\n"
    "Inspektorat\t\tSiti\tsiti@inspektorat.test\tPIC SKM\nDinkes\tPuskesmas Setu\tTono\ttono@dinkes.test\tPetugas\n"
)


def save(client, kind: str, table: str) -> str:
    """The list is checked and then saved; return what the page says afterwards."""
    checked = client.post(f"/organisasi/mulai/daftar/{kind}", data={"table": table})
    check_page(checked, f"check of {kind}")
    assert checked.status_code == 200, text_of(checked, checked.status_code)
    saved = client.post(f"/organisasi/mulai/daftar/{kind}", data={"table": table, "simpan": "1"})
    assert saved.status_code == 302, text_of(saved, saved.status_code)
    return text_of(client.get("/organisasi/mulai"))


def set_up(client) -> None:
    for kind, table in (("opd", OFFICES), ("upp", UNITS), ("layanan", SERVICES), ("titik", POINTS), ("orang", PEOPLE)):
        save(client, kind, table)
    today = clock.today()
    dates = {"opens_on": today - timedelta(days=1), "deadline": today + timedelta(days=7)}
    policy = {"aggregation": "rata_rata", "sample_basis": "upp", "min_answered": 5, "steps_before": "7", "max_letters": 8, "reminder_hour": 8}  # fmt: skip
    answer = client.post("/organisasi/periode/baru", data={"name": "SKM Tahunan"} | dates | policy)
    assert answer.status_code == 302, text_of(answer, answer.status_code)


def sent(client) -> None:
    """The trial letter is asked for and has left."""
    assert client.post("/organisasi/mulai/percobaan", data={"token": str(uuid4())}).status_code == 302
    with transaction():
        letter = db.session.scalars(select(CityLetter).where(CityLetter.kind == LetterKind.TRIAL)).one()
        letter.state, letter.sent_at = LetterState.SENT, clock.now()


def test_a_city_is_set_up_from_pasted_lists(rina) -> None:
    page = rina.get("/organisasi/mulai")
    check_page(page, "the guide on the first day")
    assert "Siapkan kota Anda dalam satu jam 1 dari 7 langkah selesai" in text_of(page)
    assert "2 OPD ditambahkan." in save(rina, "opd", OFFICES)
    assert "2 UPP ditambahkan." in save(rina, "upp", UNITS)
    assert "4 layanan ditambahkan." in save(rina, "layanan", SERVICES)
    assert "2 titik layanan ditambahkan." in save(rina, "titik", POINTS)
    said = save(rina, "orang", PEOPLE)
    assert "4 orang diundang." in said
    assert "1 dari 2 OPD punya admin dan kepala" in said
    assert "Belum lengkap: Inspektorat" in said
    with all_opds("test"):
        assert db.session.scalar(select(func.count()).select_from(Upp)) == 4
        assert dict(db.session.execute(select(Layanan.name, Layanan.users)).all())["Izin apotek"] == 100
        hours = {row.name: (row.opens_at, row.closes_at) for row in db.session.scalars(select(Titik))}
        assert str(hours["Loket 1"][1]) == "14:30:00"
        assert hours["Ruang konsultasi"] == (None, None)
    invited = set(db.session.scalars(select(CityLetter.to_email)))
    assert invited == {"kepala@dinkes.test", "budi@dinkes.test", "siti@inspektorat.test", "tono@dinkes.test"}


def test_the_same_list_again_changes_nothing(rina) -> None:
    save(rina, "opd", OFFICES)
    assert "0 OPD ditambahkan, 2 sudah ada." in save(rina, "opd", OFFICES)
    assert "0 OPD ditambahkan, 1 diubah, 1 sudah ada." in save(rina, "opd", OFFICES.replace("diharapkan", "wajib"))
    assert db.session.scalar(select(func.count()).select_from(Opd)) == 2


def test_one_wrong_row_keeps_the_whole_list_out_and_says_where(rina) -> None:
    wrong = OFFICES + "Badan Contoh\tBadan\tharus\nDinas Lain\tDinkes\t\nBagian Contoh\tBagian\tdikecualikan\n"
    answer = rina.post("/organisasi/mulai/daftar/opd", data={"table": wrong, "simpan": "1"})
    check_page(answer, "wrong list")
    said = text_of(answer, 422)
    assert "C4 harus Kewajiban tidak dikenal." in said
    assert "A5 Dinas Lain Sama dengan baris 2." in said
    assert "Badan Contoh" in answer.text  # nothing that was typed is lost
    assert db.session.scalar(select(func.count()).select_from(Opd)) == 0
    only_rule = OFFICES + "Bagian Contoh\tBagian\tdikecualikan\n"
    assert "Tulis alasan OPD ini dikecualikan." in text_of(
        rina.post("/organisasi/mulai/daftar/opd", data={"table": only_rule, "simpan": "1"}), 422
    )
    assert db.session.scalar(select(func.count()).select_from(Opd)) == 0


def test_nothing_handed_in_and_other_things_are_told(rina) -> None:
    assert "Pilih berkas, atau tempel tabelnya." in text_of(rina.post("/organisasi/mulai/daftar/opd"), 422)
    said = text_of(rina.post("/organisasi/mulai/daftar/opd", data={"table": "a\tb\n1\t2"}), 422)
    assert "Kolom yang belum ada: Nama, Singkatan." in said
    assert rina.get("/organisasi/mulai/daftar/apa").status_code == 404
    save(rina, "opd", OFFICES)
    said = text_of(rina.post("/organisasi/mulai/daftar/upp", data={"table": "OPD\tNama\nDinsos\tUnit"}), 422)
    assert "A2 Dinsos OPD ini tidak dikenal. Salah satu dari: dinkes, inspektorat" in said


def test_while_the_city_is_set_up_only_the_own_team_hears(rina) -> None:
    set_up(rina)
    assert in_test_mode()
    local = clock.local_now()
    with clock.pretend(local.replace(hour=9, minute=0)):
        decide_due()
    letters = db.session.execute(
        select(CityLetter.kind, CityLetter.to_email).where(CityLetter.kind != LetterKind.INVITATION)
    ).all()
    assert {email for _, email in letters} <= {"organisasi@contoh.test"}
    with all_opds("test"):
        assert db.session.scalars(select(Letter)).all() == []
    page = text_of(rina.get("/organisasi/pengingat"))
    assert page
    said = rina.post("/organisasi/pengingat/manual/pengiriman", data={"opd": "dinkes"}, follow_redirects=True)
    assert "Mode uji menyala, jadi tidak ada yang dikirimi." in text_of(said)


def test_the_city_is_opened_once_when_the_needed_steps_are_done(rina, first_day) -> None:
    refused = rina.post("/organisasi/mulai/pembukaan")
    check_page(refused, "opening too early")
    assert "Selesaikan dulu langkah yang wajib." in text_of(refused, 422)
    set_up(rina)
    sent(rina)
    page = rina.get("/organisasi/mulai/pembukaan")
    check_page(page, "opening")
    assert "Boleh menyusul" in text_of(page)
    assert rina.post("/organisasi/mulai/pembukaan").status_code == 302
    assert not db.session.scalar(select(CitySetup.test_mode))
    db.session.rollback()
    assert text_of(rina.post("/organisasi/mulai/pembukaan"), 409)
    assert "sudah dibuka" in text_of(rina.get("/organisasi/mulai"))


def test_the_trial_letter_goes_to_the_team_and_says_what_it_proves(rina) -> None:
    token = {"token": str(uuid4())}
    rina.post("/organisasi/mulai/percobaan", data=token)
    rina.post("/organisasi/mulai/percobaan", data=token)  # the same press twice
    letters = db.session.scalars(select(CityLetter).where(CityLetter.kind == LetterKind.TRIAL)).all()
    assert [letter.to_email for letter in letters] == ["organisasi@contoh.test"]
    text = write(letters[0])
    assert isinstance(text, Text)
    assert "E-mail percobaan ini sampai" in text.text


def test_only_bagian_organisasi_sets_the_city_up(world, sign_in) -> None:
    for who in ("pemantau", "kepala.a", "admin.a", "petugas.a"):
        assert sign_in(who).get("/organisasi/mulai").status_code == 403
        assert sign_in(who).post("/organisasi/mulai/daftar/opd", data={"table": OFFICES}).status_code == 403
