"""One season of a city, from the first account to the report, lived by five people in real browsers on the real stack. Only the
clock is false."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from local.folders import TREE
from tests.journeys.city import ZONE, Arrived, City
from tests.journeys.interviews import Row, answers, interview_all
from tests.journeys.people import PHONE, Person

OPENS, DEADLINE = date(2026, 10, 5), date(2026, 11, 6)  # a Monday and a Friday
# The default calendar in this season. H+1 is a Saturday: it moves to Monday.
STEPS = {
    date(2026, 10, 7): "H-30", date(2026, 10, 23): "H-14", date(2026, 10, 30): "H-7", date(2026, 11, 3): "H-3",
    date(2026, 11, 5): "H-1", date(2026, 11, 9): "H+1",
}  # fmt: skip
PERIODE, RESPONDENTS = "SKM Tahunan 2026", 30
WORDS = {
    "H-30": "tenggat 30 hari lagi", "H-14": "tenggat 14 hari lagi", "H-7": "tenggat 7 hari lagi", "H-3": "tenggat 3 hari lagi",
    "H-1": "tenggat besok", "H+1": "tenggat lewat 3 hari",
}  # fmt: skip
SECOND_SITTING, SUBMITTED = date(2026, 10, 22), date(2026, 11, 2)
OFFICE, SILENT = "Disdukcapil", "Badan Arsip"


@dataclass(frozen=True)
class People:
    """Five people, and the kepala of the office that never begins, who only gets letters."""

    organisasi: Person
    admin: Person
    petugas: Person
    kepala: Person
    silent: Person
    silent_kepala: str = "kepala@arsip.test"


@pytest.fixture
def people(browser: Browser, city: City, tmp_path: Path) -> Iterator[People]:
    def person(name: str, email: str, screen: dict[str, int] | None = None) -> Person:
        return Person.of(browser, city, name, email, screen=screen)

    people = People(
        organisasi=person("Rina Hartati", "rina@kota.test"),
        admin=person("Dedi Kurnia", "admin@disdukcapil.test"),
        petugas=person("Siti Aminah", "petugas@disdukcapil.test", PHONE),
        kepala=person("Bambang Wijaya", "kepala@disdukcapil.test"),
        silent=person("Yuni Astuti", "admin@arsip.test"),
    )
    yield people
    for each in (people.organisasi, people.admin, people.petugas, people.kepala, people.silent):
        each.leave(tmp_path)


def test_a_city_lives_through_a_season(city: City, people: People, tmp_path: Path) -> None:
    organisasi_opens_a_periode(city, people)
    admin_sets_up_a_layanan(people)
    rows = answers(RESPONDENTS)
    petugas_records(people.petugas, rows[:20])
    days = live_through(city, OPENS + timedelta(1), SECOND_SITTING)
    petugas_records(people.petugas, rows[20:])
    expected = ikm_hitung(rows, tmp_path)
    people.kepala.sign_in()
    assert ikm_on_the_page(people.kepala) == expected
    days |= live_through(city, SECOND_SITTING + timedelta(1), SUBMITTED)
    admin_closes_and_kepala_submits(people, expected)
    days |= live_through(city, SUBMITTED + timedelta(1), max(STEPS))
    only_the_unfinished_were_reminded_once_each(people, days)
    the_letter_leads_to_what_is_missing(people.silent, days[max(STEPS)])
    assert ikm_in_the_pdf(people.admin, tmp_path) == expected


def moment(day: date, hour: int, minute: int = 30) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=ZONE)


# --- Bagian Organisasi ---


def organisasi_opens_a_periode(city: City, people: People) -> None:
    rina = people.organisasi
    city.flask("akun", "organisasi", "--email", rina.email, "--name", rina.name)
    rina.join()
    rina.set_up_phone()
    for name, short in (("Dinas Kependudukan dan Pencatatan Sipil", OFFICE), ("Badan Arsip dan Perpustakaan", SILENT)):
        rina.open("OPD dan orang", "Daftarkan OPD")
        rina.fill({"Nama OPD": name, "Singkatan": short})
        rina.page.get_by_label("Jenis").select_option(index=1)
        rina.press("Daftarkan OPD")
    rina.open("Periode", "Buka periode")
    rina.fill({"Nama periode": PERIODE, "Hari pembukaan": str(OPENS), "Tenggat": str(DEADLINE)})
    rina.press("Buka periode untuk semua OPD")
    expect(rina.page.get_by_role("heading", level=1)).to_contain_text(PERIODE)
    invite(rina, "disdukcapil", people.admin.name, people.admin.email, "Admin OPD")
    invite(rina, "badan-arsip", people.silent.name, people.silent.email, "Admin OPD")
    invite(rina, "badan-arsip", "Wahyu Hidayat", people.silent_kepala, "Kepala OPD")
    people.silent.join()
    open_for_everybody(city, rina)


def open_for_everybody(city: City, rina: Person) -> None:
    """Until then no OPD is reminded: the team tries the mail server out first."""
    rina.page.goto("/organisasi/mulai")
    rina.press("Kirim percobaan")
    city.let_letters_leave()
    rina.page.goto("/organisasi/mulai/pembukaan")
    rina.press("Buka untuk semua")
    expect(rina.page.get_by_text("Potret dibuka untuk semua.")).to_be_visible()


def invite(by: Person, opd: str, name: str, email: str, role: str) -> None:
    by.page.goto(f"/opd/{opd}/orang")
    by.open("Undang orang")
    by.fill({"Nama lengkap": name, "E-mail kedinasan": email})
    by.page.get_by_label("Peran").select_option(label=role)
    by.press("Kirim undangan")
    expect(by.page.get_by_text(f"Undangan untuk {email}")).to_be_visible()


# --- the OPD ---


def admin_sets_up_a_layanan(people: People) -> None:
    dedi = people.admin
    dedi.join()
    dedi.open("Layanan", "Tambah layanan")
    dedi.fill({"Nama layanan": "Kartu Keluarga", "Pengguna periode lalu": "40"})
    dedi.press("Simpan layanan")
    dedi.open("Tambah titik")
    dedi.fill({"Nama titik layanan": "Loket 1", "Buka": "08:00", "Tutup": "15:30"})
    dedi.press("Simpan titik layanan")
    invite(dedi, "disdukcapil", people.kepala.name, people.kepala.email, "Kepala OPD")
    invite(dedi, "disdukcapil", people.petugas.name, people.petugas.email, "Petugas")
    people.kepala.join()
    people.petugas.join()
    dedi.page.goto("/opd/disdukcapil/orang")
    dedi.page.get_by_label(f"Tindakan untuk {people.petugas.name}").click()
    dedi.open("Atur penugasan")
    dedi.page.get_by_label("Kartu Keluarga, Loket 1").check()
    dedi.press("Simpan penugasan")
    dedi.open("Pengumpulan", "Catat rencana")
    dedi.fill({"Mulai mengumpulkan": str(OPENS), "Selesai mengumpulkan": "2026-10-31"})
    dedi.page.get_by_label("Mandiri").check()
    dedi.press("Simpan rencana")
    dedi.press("Mulai survei")
    expect(dedi.page.get_by_text("Berjalan").first).to_be_visible()


def petugas_records(petugas: Person, rows: list[Row]) -> None:
    """The phone needs no new sign-in after weeks: it was set up for this petugas."""
    petugas.open_app()
    interview_all(petugas.page, rows)
    expect(petugas.page.get_by_role("heading", name="hari ini")).to_contain_text(f"{len(rows)} dari")


def ikm_on_the_page(kepala: Person) -> str:
    kepala.open("Hasil")
    return the_ikm(kepala.page.get_by_role("main").inner_text())


def admin_closes_and_kepala_submits(people: People, ikm: str) -> None:
    dedi, bambang = people.admin, people.kepala
    dedi.sign_in()
    dedi.open("Pengumpulan", "Tutup survei")
    dedi.fill({"Catatan penutupan": "Pengguna bulan ini lebih sedikit daripada tahun lalu."})
    dedi.press(f"Tutup survei dengan {RESPONDENTS} responden")
    bambang.sign_in()
    bambang.open("Pengumpulan", "Sahkan & kirim")
    assert the_ikm(bambang.page.get_by_role("main").inner_text()) == ikm
    bambang.page.get_by_label("Saya sudah membaca hasil dan laporannya").check()
    bambang.press("Sahkan & kirim ke Bagian Organisasi")
    expect(bambang.page.get_by_text("Diajukan").first).to_be_visible()


def the_ikm(text: str) -> str:
    """Return the IKM that a page or a document names, as the command prints it."""
    found = set(re.findall(r"(\d{2,3},\d{2})\s+(?:IKM|Indeks Kepuasan Masyarakat)\b", text))
    assert len(found) == 1, found
    return found.pop().replace(",", ".")


def in_the_conclusion(text: str) -> str:
    """Return the IKM that the report's conclusion names; no other number of the report may stand there."""
    found = re.findall(r"IKM\s+unit\s+adalah\s+(\d{2,3},\d{2})", text)
    assert len(found) == 1, found
    return str(found[0]).replace(",", ".")


def ikm_hitung(rows: list[Row], folder: Path) -> str:
    """Return what the command says of the same rows: it needs neither server nor database, and gets neither."""
    file = folder / "jawaban.csv"
    with file.open("w", newline="") as output:
        table = csv.writer(output)
        table.writerow(f"U{number}" for number in range(1, 10))
        table.writerows(rows)
    words = [sys.executable, "-m", "flask", "--app", "wsgi", "ikm", "hitung", str(file), "--json"]
    done = subprocess.run(words, cwd=TREE, env={"PATH": ""}, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert said["n"] == len(rows)
    return str(said["ikm"])


# --- the month ---


def live_through(city: City, first: date, last: date) -> dict[date, list[Arrived]]:
    """Let every day pass, from the first to the last; returns the letters of each. On the days of a step the beat asks twice."""
    letters: dict[date, list[Arrived]] = {}
    for number in range((last - first).days + 1):
        day, before = first + timedelta(number), len(city.letters())
        city.let_the_beat_decide(moment(day, 8))
        if day in STEPS:
            city.let_the_beat_decide(moment(day, 14))
        letters[day] = city.letters()[before:]
    return letters


def only_the_unfinished_were_reminded_once_each(people: People, days: dict[date, list[Arrived]]) -> None:
    finished = {people.admin.email, people.petugas.email, people.kepala.email}
    both_admins = Counter({people.admin.email, people.silent.email})
    silent = Counter({people.silent.email, people.silent_kepala})
    expected = {
        "H-30": both_admins,
        "H-14": both_admins | silent,  # the kepala of an OPD that has not begun hears from now on
        "H-7": Counter(finished) | silent,
        "H-3": silent,
        "H-1": silent,
        "H+1": silent | Counter({people.organisasi.email}),  # the copy
    }
    for day, letters in days.items():
        step = STEPS.get(day)
        assert Counter(x.to for x in letters if not is_digest(x)) == expected.get(step or "", Counter()), day
        assert [x.to for x in letters if is_digest(x)] == [people.organisasi.email] * (day.weekday() == 0), day
        for letter in letters:
            assert PERIODE in letter.subject
            assert (
                step is None or is_digest(letter) or letter.to == people.petugas.email or WORDS[step] in letter.subject
            )
            people.organisasi.only_link(letter)
    assert not finished & {letter.to for day in days if day > SUBMITTED for letter in days[day]}


def is_digest(letter: Arrived) -> bool:
    return "sudah menyampaikan laporan SKM" in letter.subject


def the_letter_leads_to_what_is_missing(silent: Person, letters: list[Arrived]) -> None:
    """The one link of the letter opens, after signing in, the page on which the next step is taken."""
    silent.page.goto(silent.only_link(next(letter for letter in letters if letter.to == silent.email)))
    silent.fill_sign_in()
    expect(silent.page.get_by_role("link", name="Catat rencana")).to_be_visible()
    assert silent.path.startswith("/opd/badan-arsip/")


def ikm_in_the_pdf(admin: Person, folder: Path) -> str:
    admin.sign_in()
    admin.open("Laporan", PERIODE)
    again = admin.page.get_by_role("button", name=re.compile("^Buat (laporan|lagi)$"))
    if again.count():  # what the kepala looked at before certifying may still be the newest
        again.click()
    with admin.page.expect_download() as download:
        admin.page.get_by_role("link", name="Unduh PDF").click(timeout=60_000)
    file = folder / "laporan.pdf"
    download.value.save_as(file)
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    assert "Angka sementara" not in text
    assert f"{RESPONDENTS} responden" in text
    return in_the_conclusion(text)
