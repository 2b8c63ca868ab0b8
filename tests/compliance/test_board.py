"""What Bagian Organisasi sees on the board, of a world made with the real operations under a false clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, select, text, update

from app import clock
from app.accounts.models import Membership, User
from app.audit.operations import SYSTEM
from app.compliance.heartbeats import beat
from app.compliance.queries import read_city
from app.compliance.standing import Term
from app.db import transaction
from app.extensions import db
from app.letters.models import LetterKind
from app.letters.operations import queue_letter
from app.opd.models import Kewajiban, Layanan, Opd, Upp
from app.periods.models import Periode
from app.results.models import Reconciliation
from app.surveys import operations as surveys
from app.surveys.models import Executor
from app.tenancy.scope import opd_scope
from tests.compliance.city import (
    BOARD,
    DEADLINE,
    NOW,
    OPENS,
    answers,
    get,
    groups,
    headline,
    legend,
    plain,
    plan,
    register,
    rows,
    submit,
)  # fmt: skip
from tests.world import World

# States and words


def test_an_opd_that_has_submitted_is_done_and_one_without_answers_is_behind(
    organisasi: FlaskClient, city: World
) -> None:
    answers(city.b, 40, "2026-11-10")
    submit(city.b)
    html = get(organisasi, tampil="selesai")
    assert headline(html) == "1 dari 2 OPD sudah menyampaikan laporan SKM; 1 diperkirakan terlambat"
    assert "Wajib 1 dari 2. Tenggat Senin, 30 November 2026: 6 hari lagi, 4 hari kerja." in plain(html)
    assert groups(html) == ["terlambat", "selesai"]
    assert "Selesai tepat waktu" in rows(html)["b"]
    assert "Disampaikan 24 Nov menunggu verifikasi" in rows(html)["b"]
    assert "Tertinggal" in rows(html)["a"]
    assert "1 laporan menunggu verifikasi" in plain(html)


def test_an_opd_that_gathers_fast_enough_is_on_track(organisasi: FlaskClient, city: World) -> None:
    answers(city.b, 36, "2026-11-20")
    row = rows(get(organisasi))["b"]
    assert "Sesuai jalur" in row
    assert "36 dari 40" in row.replace("/ ", "")
    assert "26 Nov, 4 hari lebih awal" in row
    assert "antara hari ini dan 21 Des · laju 3,6 · laporan siap 1 Des" in row
    assert "perlu 2 per hari" in row


def test_one_that_gathers_too_slowly_is_told_when_it_would_be_done(organisasi: FlaskClient, city: World) -> None:
    answers(city.b, 10, "2026-11-20")
    row = rows(get(organisasi))["b"]
    assert "Tertinggal" in row
    assert "lewat" in row
    assert "laju 1,0" in row


def test_a_closed_survey_waits_for_its_kepala_and_a_returned_one_is_unfinished_again(
    organisasi: FlaskClient, city: World
) -> None:
    answers(city.b, 40, "2026-11-10")
    with opd_scope(city.b.opd_id), transaction():
        surveys.close(city.b.survey_id, note="", by=SYSTEM)
    assert "Target tercapai ditutup, menunggu kepala" in rows(get(organisasi))["b"]
    with opd_scope(city.b.opd_id), transaction():
        surveys.submit(city.b.survey_id, by=SYSTEM)
    with opd_scope(city.b.opd_id), transaction():
        surveys.give_back(city.b.survey_id, note="Jawaban arsip belum ada.", by=SYSTEM)
    html = get(organisasi)
    assert "Sesuai jalur" in rows(html)["b"]
    assert "dikembalikan dengan catatan" in rows(html)["b"]
    assert headline(html).startswith("0 dari 2 OPD")


def test_closing_short_of_the_target_is_not_called_reaching_it(organisasi: FlaskClient, city: World) -> None:
    answers(city.b, 12, "2026-11-10")
    with opd_scope(city.b.opd_id), transaction():
        surveys.close(city.b.survey_id, note="", by=SYSTEM)
    row = rows(get(organisasi))["b"]
    assert "Pengumpulan selesai" in row
    assert "Target tercapai" not in row
    assert "30%" in row


def test_after_the_deadline_the_unfinished_are_overdue_and_the_late_stay_late(
    city: World, sign_in: Callable[[str], FlaskClient], turn: Callable[[str], None]
) -> None:
    answers(city.b, 40, "2026-11-10")
    turn("2026-12-02 09:00")
    submit(city.b)
    html = get(sign_in("organisasi"), tampil="selesai")
    assert headline(html) == "1 dari 2 OPD sudah menyampaikan laporan SKM; 1 lewat tenggat"
    assert "Tenggat Senin, 30 November 2026, lewat 2 hari." in plain(html)
    assert groups(html) == ["lewat_tenggat", "selesai"]
    assert "Lewat tenggat" in rows(html)["a"]
    assert "Selesai terlambat" in rows(html)["b"]
    assert legend(html)["Selesai terlambat"] == 1


def test_a_november_plan_is_not_late_in_october_but_silence_in_its_weeks_is(
    organisasi: FlaskClient, turn: Callable[[str], None]
) -> None:
    turn("2026-10-20 09:00")
    opd_id = register("c", "Dinas Contoh C")
    assert groups(get(organisasi, status="belum_mulai")) == [
        "belum_mulai"
    ]  # no plan yet: nobody can say that it is late
    plan(opd_id, date(2026, 11, 9), date(2026, 11, 20), Executor.PIHAK_KETIGA)
    html = get(organisasi)
    assert "belum_mulai" in groups(html)
    assert "Belum mulai" in rows(html)["c"]
    assert "Pihak ketiga" in rows(html)["c"]
    turn("2026-11-11 09:00")
    html = get(organisasi, status="terlambat")
    assert "Laju belum dapat dihitung rencana 9–20 Nov" in rows(html)["c"]


def test_all_finished_is_said_in_one_sentence(organisasi: FlaskClient, city: World) -> None:
    for place in (city.a, city.a2, city.b):
        answers(place, 40, "2026-11-10")
        submit(place)
    html = get(organisasi)
    assert headline(html) == "Semua 2 OPD sudah menyampaikan laporan SKM"
    assert set(rows(html)) == {"a", "b"}  # nothing else to look at, so they are not folded away


# Several UPP


def test_an_opd_of_two_upp_is_done_when_both_are_and_follows_the_one_that_ends_last(
    organisasi: FlaskClient, city: World
) -> None:
    answers(city.a, 40, "2026-11-10")
    submit(city.a)
    answers(city.a2, 36, "2026-11-20")
    row = rows(get(organisasi))["a"]
    assert "1 dari 2 UPP selesai" in row
    assert "Sesuai jalur" in row
    assert "76 jawaban" in row
    assert "menurut UPP paling akhir" in row
    assert "Puskesmas Contoh" not in row


def test_opening_an_opd_shows_the_unfinished_upp_first_and_the_others_on_request(
    organisasi: FlaskClient, city: World
) -> None:
    answers(city.a, 40, "2026-11-10")
    submit(city.a)
    opened = rows(get(organisasi, buka="a"))["a"]
    assert "Puskesmas Contoh" in opened
    assert "Lihat 1 UPP yang sudah menyampaikan laporan" in opened
    whole = rows(get(organisasi, buka="a", lengkap="a"))["a"]
    assert "Sembunyikan 1 UPP" in whole
    assert whole.index("Puskesmas Contoh") < whole.rindex("Dinas Contoh A")
    assert "petugas terlatih 0/1" in opened  # petugas.a is assigned in both UPP


def test_an_exempt_upp_counts_for_nothing(organisasi: FlaskClient, city: World) -> None:
    answers(city.a, 40, "2026-11-10")
    submit(city.a)
    with opd_scope(city.a.opd_id), transaction():
        db.session.execute(update(Upp).where(Upp.kode == "a2").values(kewajiban=Kewajiban.DIKECUALIKAN))
    html = get(organisasi, tampil="selesai")
    assert "Selesai tepat waktu" in rows(html)["a"]
    assert "UPP selesai" not in rows(html)["a"]


def test_the_obligation_is_counted_apart_and_the_exempt_are_named_not_counted(organisasi: FlaskClient) -> None:
    register("c", "Inspektorat Contoh", kewajiban=Kewajiban.DIHARAPKAN)
    register("d", "Bagian Contoh", kewajiban=Kewajiban.DIKECUALIKAN, exemption_reason="tidak punya layanan")
    html = get(organisasi)
    assert headline(html).startswith("0 dari 3 OPD")
    assert "Wajib 0 dari 2, diharapkan 0 dari 1." in plain(html)
    assert "Dikecualikan, tidak dihitung: Bagian Contoh (tidak punya layanan)." in plain(html)
    assert "d" not in rows(html)
    assert set(rows(get(organisasi, kewajiban="diharapkan"))) == {"c"}


def test_an_opd_without_upp_is_there_and_cannot_be_reminded(organisasi: FlaskClient) -> None:
    with transaction():
        db.session.add(
            Opd(kode="kosong", name="Dinas Kosong", short_name="Kosong", kind="dinas", created_at=clock.now())
        )
    html = get(organisasi)
    assert "belum ada UPP" in rows(html)["kosong"]
    assert 'value="kosong"' not in html


def test_a_survey_without_users_has_no_target_and_says_so(organisasi: FlaskClient) -> None:
    opd_id = register("c", "Dinas Contoh C")
    with opd_scope(opd_id):
        assert not db.session.scalars(select(Layanan)).all()
    row = rows(get(organisasi))["c"]
    assert "0 jawaban target belum ada" in row
    assert "Target belum dapat dihitung" in row


# No score, ever


def test_the_board_shows_no_ikm(organisasi: FlaskClient, city: World) -> None:
    answers(city.b, 40, "2026-11-10")
    submit(city.b)
    html = get(organisasi, tampil="selesai", buka="a")
    assert not re.search(r"\bIKM\b|Mutu [A-D]\b", plain(html))


# People


def test_a_row_says_whom_to_call_and_when_they_were_last_seen(
    organisasi: FlaskClient, city: World, sign_in: Callable[[str], FlaskClient], turn: Callable[[str], None]
) -> None:
    assert "Admin B" in rows(get(organisasi))["b"]
    assert "belum masuk" in rows(get(organisasi))["b"]
    answers(city.b, 1, "2026-11-20")
    assert "aktif 20 Nov" in rows(get(organisasi))["b"]
    turn("2026-11-23 12:00")
    sign_in("admin.b")
    turn(NOW)
    assert "aktif kemarin" in rows(get(organisasi))["b"]
    assert "petugas terlatih" in rows(get(organisasi))["b"]


def test_an_invitation_that_waits_and_an_opd_without_admin_are_said(organisasi: FlaskClient) -> None:
    with transaction():
        db.session.execute(update(User).where(User.email == "admin.b@contoh.test").values(password_hash=None))
    assert "undangan belum diterima" in rows(get(organisasi))["b"]
    with transaction():
        db.session.execute(update(Membership).where(Membership.role == "admin_opd").values(active=False))
    assert "belum ada admin" in rows(get(organisasi))["b"]


def test_reminders_and_wrong_addresses_stand_in_the_row(
    organisasi: FlaskClient, city: World, turn: Callable[[str], None]
) -> None:
    periode_id = db.session.scalars(select(Periode.id)).one()
    turn("2026-11-23 08:00")
    with opd_scope(city.b.opd_id), transaction():
        queue_letter(
            LetterKind.REMINDER,
            opd_id=city.b.opd_id,
            user_id=None,
            name="x",
            email="x@contoh.test",
            periode_id=periode_id,
            step="H-7",
        )
    turn(NOW)
    html = get(organisasi)
    assert "1 pengingat kemarin 08.00" in rows(html)["b"]
    assert "belum diingatkan" in rows(html)["a"]
    with transaction():
        db.session.execute(
            update(User).where(User.email == "kepala.b@contoh.test").values(email_trouble="550 no such user")
        )
    html = get(organisasi)
    assert "Alamat salah Perbarui alamat" in rows(html)["b"]
    assert 'href="/opd/b/orang"' in html
    assert "Perbarui alamat kepala OPD B" in plain(html)
    assert "Alamat salah" not in rows(html)["a"]


def test_silent_machines_and_failed_proofs_are_loud(organisasi: FlaskClient, city: World) -> None:
    assert "Pengingat otomatis tidak berjalan" in plain(get(organisasi))
    with transaction():
        beat("reminders")
    assert "tidak berjalan" not in plain(get(organisasi))
    with opd_scope(city.b.opd_id), transaction():
        db.session.add(Reconciliation(at=clock.now(), surveys=1, differences=3))
    assert "Angka Badan Contoh B tidak sama dengan jawabannya." in plain(get(organisasi))
    with opd_scope(city.b.opd_id), transaction():
        db.session.add(Reconciliation(at=clock.now(), surveys=1, differences=0))  # the next night all is well
    assert "tidak sama dengan jawabannya" not in plain(get(organisasi))


# Who may


def test_pemantau_looks_and_has_nothing_to_press(city: World, sign_in: Callable[[str], FlaskClient]) -> None:
    with transaction():
        db.session.execute(
            update(User).where(User.email == "admin.b@contoh.test").values(email_trouble="550 no such user")
        )
    html = get(sign_in("pemantau"))
    assert set(rows(html)) == {"a", "b"}
    assert "Alamat admin OPD B salah" in plain(html)
    assert "/opd/b/orang" not in html
    assert "Ingatkan" not in plain(html)
    assert 'name="opd"' not in html
    assert "data-pick" not in html


def test_organisasi_ticks_rows_and_each_row_also_reminds_alone(organisasi: FlaskClient, city: World) -> None:
    answers(city.b, 40, "2026-11-10")
    submit(city.b)
    html = get(organisasi, tampil="selesai")
    assert re.findall(r'<input class="tick"[^>]*name="opd" value="(\w+)"', html) == ["a"]
    assert re.findall(r'<button[^>]*form="ingatkan-satu" name="opd" value="(\w+)"', html) == ["a"]
    answer = organisasi.post("/organisasi/pengingat/manual", data={"opd": ["a"]})
    assert answer.status_code == 200
    assert "Dinas Contoh A" in answer.get_data(as_text=True)


@pytest.mark.parametrize("who", ["kepala.a", "admin.a", "kepala_upp.a", "petugas.b", "ganda"])
def test_people_of_an_opd_may_not_see_the_others(city: World, sign_in: Callable[[str], FlaskClient], who: str) -> None:
    assert sign_in(who).get(BOARD).status_code == 403


def test_who_is_signed_out_is_sent_to_the_door(city: World, client: FlaskClient) -> None:
    assert client.get(BOARD).location.startswith("/masuk")


# Looking for something


@pytest.fixture
def three(city: World) -> World:
    """Also a kecamatan that is expected only and has no plan; B has submitted."""
    answers(city.b, 40, "2026-11-10")
    submit(city.b)
    register("kec-c", "Kecamatan Contoh C", kind="kecamatan", kewajiban=Kewajiban.DIHARAPKAN)
    return city


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "belum"}, {"a", "kec-c"}),
        ({"status": "selesai"}, {"b"}),
        ({"status": "selesai_tepat_waktu"}, {"b"}),
        ({"status": "tertinggal"}, {"a"}),
        ({"status": "belum_mulai"}, {"kec-c"}),
        ({"jenis": "kecamatan"}, {"kec-c"}),
        ({"kewajiban": "wajib", "tampil": "selesai"}, {"a", "b"}),
        ({"status": "belum", "kewajiban": "diharapkan"}, {"kec-c"}),
        ({"cari": "CONTOH b"}, {"b"}),
        ({"cari": "kec-c"}, {"kec-c"}),
        ({"cari": "ganda"}, {"a"}),
        ({"cari": "puskesmas"}, {"a"}),
        ({"cari": "tidak ada"}, set()),
        ({"status": "ngawur", "kewajiban": "x", "urutkan": "y", "tampil": "selesai"}, {"a", "b", "kec-c"}),
    ],
)
def test_filters_and_search_find_what_they_say(
    three: World, sign_in: Callable[[str], FlaskClient], query: dict[str, str], found: set[str]
) -> None:
    html = get(sign_in("organisasi"), **query)
    assert set(rows(html)) == found
    assert bool(found) != ("Tidak ada OPD yang cocok" in plain(html))
    assert headline(html).startswith("1 dari 3 OPD")  # the head is of the whole city, whatever is looked for


def test_a_search_for_an_upp_opens_its_opd(three: World, sign_in: Callable[[str], FlaskClient]) -> None:
    row = rows(get(sign_in("organisasi"), cari="puskesmas"))["a"]
    assert "Puskesmas Contoh" in row
    assert "Lihat 2 UPP" in row


@pytest.mark.parametrize(
    "text",
    [
        "%",
        "_",
        "'; DROP TABLE opd; --",
        "<script>alert(1)</script>",
        '"><img src=x>',
        "\x00\x1f",
        "x" * 5000,
        "{{ 7*7 }}",
        "\\",
        "🙈 ＡＢＣ",
    ],
)
def test_hostile_searches_are_only_words(three: World, sign_in: Callable[[str], FlaskClient], text: str) -> None:
    html = get(sign_in("organisasi"), cari=text, jenis=text, status=text, urutkan=text, buka=text, tampil=text)
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "49" not in re.findall(r'name="cari" value="([^"]*)"', html)[0]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", ["a", "kec-c", "b"]),
        ("nama", ["b", "a", "kec-c"]),
        ("capaian", ["kec-c", "a", "b"]),
        ("aktivitas", ["kec-c", "a", "b"]),
    ],
)
def test_the_order_is_the_one_asked_for(
    three: World, sign_in: Callable[[str], FlaskClient], order: str, expected: list[str]
) -> None:
    answers(three.a, 1, "2026-11-20")
    assert list(rows(get(sign_in("organisasi"), urutkan=order, tampil="selesai"))) == expected


def test_the_counts_equal_the_table(three: World, sign_in: Callable[[str], FlaskClient]) -> None:
    html = get(sign_in("organisasi"), tampil="selesai")
    table = [words for row in rows(html).values() for words in legend(html) if words in row]
    assert {words: table.count(words) for words in legend(html)} == legend(html)
    assert sum(legend(html).values()) == len(rows(html)) == 3
    calendar = re.findall(r'<svg class="status-icon[^>]*role="img" aria-label="([^"]+)"', html)
    assert sorted(calendar) == sorted(table)


def test_long_groups_are_folded_and_can_be_unfolded(organisasi: FlaskClient, turn: Callable[[str], None]) -> None:
    turn("2026-10-05 09:00")
    for number in range(12):
        register(f"d{number:02d}", f"Dinas {number:02d}")
    folded = get(organisasi)
    assert "Tampilkan 4 OPD lainnya" in plain(folded)
    unfolded = get(organisasi, tampil="belum_mulai")
    assert len(rows(unfolded)) == len(rows(folded)) + 4
    assert "lainnya" not in plain(unfolded)


# Periode


def test_before_the_first_periode_the_next_step_is_to_open_one(
    app: Flask, world: World, sign_in: Callable[[str], FlaskClient]
) -> None:
    db.session.remove()  # it holds locks that emptying a table waits for
    with create_engine(app.config["DATABASE_OWNER_URL"]).begin() as connection:
        connection.execute(text("TRUNCATE periode CASCADE"))
    html = get(sign_in("organisasi"))
    assert headline(html) == "Belum ada periode"
    assert "/organisasi/periode/baru" in html
    assert "/organisasi/periode/baru" not in get(sign_in("pemantau"))


def test_without_opd_the_next_step_is_to_register_one(organisasi: FlaskClient) -> None:
    with transaction():
        db.session.execute(update(Opd).values(active=False))
    html = get(organisasi)
    assert headline(html) == "Belum ada OPD yang mengikuti SKM"
    assert "Daftarkan OPD" in plain(html)


def test_an_earlier_periode_can_be_looked_at_and_nobody_is_reminded_of_it(organisasi: FlaskClient, city: World) -> None:
    earlier = _an_earlier_periode()
    assert f"{BOARD}?periode={earlier}" in get(organisasi)
    html = get(organisasi, periode=earlier)
    assert "Kepatuhan SKM Tahunan 2025" in plain(html)
    assert headline(html) == "0 dari 2 OPD sudah menyampaikan laporan SKM; 2 lewat tenggat"
    assert 'name="opd"' not in html
    assert f'name="periode" value="{earlier}"' in html
    for wrong in (uuid4(), "bukan-uuid", "%00"):
        assert organisasi.get(BOARD, query_string={"periode": wrong}).status_code == 404


def _an_earlier_periode() -> UUID:
    periode = Periode(
        id=uuid4(), year=2025, name="SKM Tahunan 2025", opens_on=OPENS - timedelta(days=365), state="selesai",
        deadline=DEADLINE - timedelta(days=365), policy={}, created_at=clock.now(),
    )  # fmt: skip
    with transaction():
        db.session.add(periode)
        return periode.id


# Speed


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ({"buka": "a"}, 16),
        ({}, 15),
        ({"cari": "a"}, 15),
        ({"urutkan": "aktivitas"}, 15),
        ({"banding": "tahun_lalu"}, 18),
    ],
)
def test_more_opds_are_not_more_queries(
    app: Flask, organisasi: FlaskClient, city: World, query: dict[str, str], most: int
) -> None:
    earlier = _an_earlier_periode()
    for opd_id in (city.a.opd_id, city.b.opd_id):
        with opd_scope(opd_id), transaction():
            for upp in db.session.scalars(select(Upp)).all():
                surveys.enrol(upp, db.session.get_one(Periode, earlier))
    few = _count_queries(app, lambda: get(organisasi, **query))
    for number in range(6):
        register(f"d{number}", f"Dinas {number}")
    many = _count_queries(app, lambda: get(organisasi, **query))
    assert few == many
    assert few <= most


def test_the_letters_read_the_city_in_a_fixed_number_of_queries_too(app: Flask, city: World) -> None:
    read = partial(read_city, city.periode_id, Term(OPENS, DEADLINE, clock.today()), for_letters=True)
    few = _count_queries(app, read)
    for number in range(6):
        register(f"d{number}", f"Dinas {number}")
    assert _count_queries(app, read) == few <= 4


def _count_queries(app: Flask, act: Callable[[], object]) -> int:
    with app.app_context():
        engines = set(db.engines.values())
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    act()
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    return len(found)
