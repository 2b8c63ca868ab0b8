"""What the e-mails say, and that they arrive as they were written."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from fractions import Fraction
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from app.compliance.pace import Forecast
from app.compliance.status import ComplianceStatus
from app.reminders import content
from app.reminders.content import (
    AccountFacts,
    Addressee,
    CityFacts,
    LetterFacts,
    OpdLine,
    Sender,
    Shortfall,
    admin_position,
    kepala_position,
)
from app.reminders.letters import Mailbox, render, to_message
from app.surveys.states import SurveyState

LONG_OPD = "Dinas Pemberdayaan Perempuan Perlindungan Anak dan Keluarga Berencana"
LONG_NAME = "Dr. Ir. Hj. Siti Rahmawati Kusumaningrum Puspitasari, S.Sos., M.Si., Ph.D."
SENDER = Sender("Bagian Organisasi", "Sekretariat Daerah Kota Contoh", "Rina Kusumawati")
BEHIND = Forecast(118, 260, 142, Fraction(9), date(2026, 12, 16), date(2026, 12, 21), 36, 4)


def short(name: str, achieved: int, target: int) -> Shortfall:
    return Shortfall(name, achieved, target, max(target - achieved, 0))


REMINDER = LetterFacts(
    to=Addressee("Arif Setiawan", "Admin SKM Dinas Bina Marga"),
    sender=SENDER,
    opd_name="Dinas Bina Marga",
    opd_short="DBM",
    periode_title="SKM Tahunan 2026",
    deadline=date(2026, 11, 30),
    today=date(2026, 11, 24),
    state=SurveyState.BERJALAN,
    forecast=BEHIND,
    link="https://skm.contoh.example/opd/dbm",
    pause_link="https://skm.contoh.example/opd/dbm/jeda-pengingat",
    shortfalls=(short("Rekomendasi Drainase", 96, 172), short("Pengaduan Jalan Rusak", 22, 88)),
    rtl_missing=True,
    kepala_since=date(2026, 11, 23),
)
CITY = CityFacts(
    to=Addressee("Bambang Santoso", "Sekretaris Daerah"),
    sender=SENDER,
    periode_title="SKM Tahunan 2026",
    deadline=date(2026, 11, 30),
    today=date(2026, 12, 8),
    opd_total=40,
    opd_finished=38,
    lines=(
        OpdLine(LONG_OPD, ComplianceStatus.LEWAT_TENGGAT, 61, 291, 230, date(2027, 2, 18), "Yuni Astuti"),
        OpdLine("Dinas Arsip", ComplianceStatus.LEWAT_TENGGAT, 302, 297, 0, date(2026, 11, 20)),
    ),
    link="https://skm.contoh.example/organisasi/kepatuhan",
    letters_sent=36,
    letters_failed=1,
    waiting_for_verification=5,
)
ACCOUNT = AccountFacts(
    to=Addressee(LONG_NAME, ""),
    sender=SENDER,
    today=date(2026, 11, 24),
    link="https://skm.contoh.example/undangan/" + "k3J9" * 20,
    expires=datetime(2026, 12, 1, 10, 15, tzinfo=ZoneInfo("Asia/Jakarta")),
    role_label="Admin OPD",
    place=LONG_OPD,
)
LONG_REMINDER = replace(
    REMINDER,
    to=Addressee(LONG_NAME, kepala_position("dinas", LONG_OPD)),
    opd_name=LONG_OPD,
    shortfalls=tuple(short(f"{LONG_OPD} layanan ke-{n}", n, 90) for n in range(12)),
)
EVERY_DRAFT = {
    "admin": content.to_admin(REMINDER),
    "long": content.to_admin(LONG_REMINDER),
    "kepala": content.to_kepala(REMINDER),
    "petugas": content.to_petugas(REMINDER),
    "own text": content.own_text(REMINDER, "Pak Arif,\n\nMohon kabarnya."),
    **{f"kepala, {state}": content.to_kepala(replace(REMINDER, state=state)) for state in SurveyState},
    "copy": content.copy_to_organisasi(CITY),
    "escalation": content.escalation(CITY),
    "digest": content.weekly_digest(CITY),
    "invitation": content.invitation(ACCOUNT),
    "password": content.password_reset(ACCOUNT),
}
every_letter = pytest.mark.parametrize("draft", EVERY_DRAFT.values(), ids=EVERY_DRAFT.keys())


class Page(HTMLParser):
    """The tags of a letter with their attributes, its visible words, and what it would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._skipping = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._skipping = tag in {"style", "title"}

    def handle_endtag(self, tag):
        self._skipping = False

    def handle_data(self, data):
        if not self._skipping:
            self.words += " " + data

    def count(self, name: str) -> int:
        return sum(tag == name for tag, _ in self.tags)


@every_letter
def test_plain_text_keeps_to_seventy_eight_characters_but_never_breaks_an_address(draft):
    for line in render(draft).text.splitlines():
        assert len(line) <= 78 or line == draft.action.url


def addresses(draft) -> list[str]:
    return [each.url for each in (draft.action, draft.pause) if each]


@every_letter
def test_every_letter_has_one_link_one_heading_and_fetches_nothing(draft):
    """Beside the one link stands only the foot's, and only in reminders."""
    html = render(draft).html
    page = Page(html)
    assert [attrs["href"] for tag, attrs in page.tags if tag == "a"] == addresses(draft)
    assert page.count("h1") == 1
    assert not {"img", "script", "link", "iframe", "form", "object"} & {tag for tag, _ in page.tags}
    assert not re.search(r"url\(|@import|@font-face|src=", html)
    assert ("html", {"lang": "id"}) in page.tags


@every_letter
def test_styles_are_inline_and_every_table_is_layout_only(draft):
    page = Page(render(draft).html)
    assert all(attrs.get("role") == "presentation" for tag, attrs in page.tags if tag == "table")
    heading = next(attrs for tag, attrs in page.tags if tag == "h1")
    assert "font-size: 28px" in heading["style"]
    assert "max-width: 600px" in render(draft).html


@every_letter
def test_no_letter_says_tagih_or_calls_itself_a_surat(draft):
    letter = render(draft)
    assert not re.search(r"tagih|\bsurat\b", f"{letter.subject} {letter.preheader} {letter.text}", re.IGNORECASE)


@every_letter
def test_text_and_html_say_the_same(draft):
    letter = render(draft)
    html_words = "".join(Page(letter.html).words.split())
    text_words = "".join(letter.text.split())
    spoken = [
        draft.greeting,
        draft.heading,
        draft.footer,
        *("".join(p) for p in (*draft.lead, *draft.closing)),
    ]
    for words in (*spoken, *(w for row in draft.rows for w in (row.title, row.note, row.value))):
        assert "".join(words.split()) in html_words
        assert "".join(words.split()) in text_words


def test_the_admin_reads_what_exactly_is_missing():
    text = unwrapped(content.to_admin(REMINDER))
    assert "SKM Tahunan 2026 masih kurang 142 responden; tenggat 6 hari lagi" in text
    assert "Yth. Bapak/Ibu Arif Setiawan" in text
    assert "sudah tercatat 118 dari 260 responden. Dengan laju sekarang, 9 per hari kerja" in text
    assert "target baru tercapai 16 Desember 2026, sedangkan tenggatnya Senin, 30 November 2026" in text
    assert "- Rekomendasi Drainase: kurang 76 96 dari 172 responden" in text
    assert "- Rencana tindak lanjut: belum diisi" in text
    assert "perkiraan siap 21 Desember 2026" in text
    assert "36 responden per hari kerja, misalnya dua petugas yang masing-masing mewawancarai 18 orang" in text
    assert "Sejak Senin, 23 November 2026, kepala OPD juga menerima pengingat." in text


def test_a_kepala_is_asked_with_respect():
    text = unwrapped(content.to_kepala(REMINDER))
    assert "Dengan hormat, kami sampaikan perkembangan SKM Tahunan 2026 di Dinas Bina Marga." in text
    assert "Mohon perkenan Bapak/Ibu mengarahkan unit terkait agar melengkapinya." in text
    assert "Atas perhatian dan perkenan Bapak/Ibu" in text


def test_a_closed_survey_waits_for_the_kepala_and_asks_for_no_more_answers():
    text = unwrapped(content.to_kepala(replace(REMINDER, state=SurveyState.DITUTUP)))
    assert "Mohon perkenan Bapak/Ibu mengesahkan dan menyampaikan laporannya." in text
    assert "kurang 76" not in text
    assert "Agar terkejar" not in text


def test_a_returned_report_shows_the_notes_as_written():
    returned = replace(REMINDER, state=SurveyState.DIKEMBALIKAN, notes=("RTL belum memuat waktu.",), rtl_missing=False)
    draft = content.to_admin(returned)
    assert [row.title for row in draft.rows] == ["Catatan Bagian Organisasi", "Kirim ulang laporan"]
    assert draft.rows[0].note == "RTL belum memuat waktu."


@pytest.mark.parametrize(
    ("today", "clause"),
    [
        (date(2026, 11, 29), "tenggat besok"),
        (date(2026, 11, 30), "tenggat hari ini"),
        (date(2026, 12, 1), "tenggat lewat 1 hari"),
    ],
)
def test_the_deadline_is_said_as_people_say_it(today, clause):
    assert content.to_admin(replace(REMINDER, today=today)).heading.endswith(clause)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pace": None, "done_on": None}, "Laju belum dapat dihitung"),
        ({"pace": Fraction(0), "done_on": None}, "belum ada jawaban yang masuk"),
        ({"pace": Fraction(1, 10), "done_on": None}, "0,1 per hari kerja, target belum akan tercapai"),
        ({"pace": Fraction(41, 10)}, "4,1 per hari kerja"),
        ({"target": None}, "Jumlah pengguna layanan belum diisi"),
        ({"achieved": 412, "target": 384, "missing": 0}, "412 responden, melampaui target 384. Target sudah tercapai"),
    ],
)
def test_the_outlook_is_honest_about_what_is_not_known(changes, words):
    facts = replace(REMINDER, forecast=BEHIND._replace(**changes))
    assert words in unwrapped(content.to_admin(facts))


def test_an_office_that_will_make_it_is_not_told_how_to_catch_up():
    on_time = BEHIND._replace(done_on=date(2026, 11, 26))
    assert "Agar terkejar" not in unwrapped(content.to_admin(replace(REMINDER, forecast=on_time)))


def test_an_office_of_many_upps_reads_about_its_unfinished_ones():
    upps = tuple(short(f"Puskesmas {n}", 300 + n, 370) for n in range(11))
    draft = content.to_admin(replace(REMINDER, shortfalls=upps, upp_finished=19, upp_total=30))
    assert draft.heading == "SKM Tahunan 2026: 11 dari 30 UPP belum selesai; tenggat 6 hari lagi"
    assert draft.rows[0].value == "kurang 70"
    rest = draft.rows[8]
    assert (rest.title, rest.value) == ("3 UPP lain", "kurang 183")


def test_the_admin_of_one_upp_reads_about_that_upp_only():
    draft = content.to_admin(replace(REMINDER, upp_name="Puskesmas Rengas", upp_total=30))
    assert draft.subject.startswith("Puskesmas Rengas: SKM Tahunan 2026 masih kurang 142 responden")
    assert draft.action.label == "Lengkapi SKM Puskesmas Rengas"


def test_petugas_hear_only_about_their_own_collecting():
    draft = content.to_petugas(replace(REMINDER, shortfalls=REMINDER.shortfalls[1:]))
    assert draft.heading.startswith("Masih perlu 66 responden di layanan Anda")
    assert [row.title for row in draft.rows] == ["Pengaduan Jalan Rusak"]
    assert "118" not in render(draft).text


def test_own_text_keeps_its_paragraphs_and_cannot_become_markup():
    draft = content.own_text(
        REMINDER, "Pak Arif,\r\nkabar baik.\r\n\r\n\r\n<b onclick=x>Mohon</b> & terima\x00\u202ekasih."
    )
    assert draft.lead == (("Pak Arif,\nkabar baik.",), ("<b onclick=x>Mohon</b> & terima kasih.",))
    html = render(draft).html
    assert "Pak Arif,<br>kabar baik." in html
    assert "&lt;b onclick=x&gt;Mohon&lt;/b&gt; &amp; terima" in html
    assert "<b onclick" not in html
    assert "- Rekomendasi Drainase: kurang 76" in render(draft).text


def test_own_text_may_bring_its_own_subject():
    assert content.own_text(REMINDER, "Halo", subject=" Pertemuan Rabu ").subject == "Pertemuan Rabu"


def test_names_of_people_and_offices_are_escaped():
    evil = replace(REMINDER, to=Addressee("<script>alert(1)</script>", '"><img src=x>'), opd_short="A&B")
    page = Page(render(content.to_admin(evil)).html)
    assert page.count("script") == page.count("img") == 0
    assert "<script>alert(1)</script>" in page.words


def test_a_bar_is_as_long_as_its_share():
    html = render(content.to_admin(REMINDER)).html
    assert re.findall(r'class="filled" width="(\d+)%"', html) == ["56", "25"]
    full = content.to_admin(replace(REMINDER, shortfalls=(short("A", 9, 9),), upp_total=2))
    assert 'class="empty"' not in render(full).html


def test_the_leadership_reads_a_report_and_a_request_without_a_score():
    text = unwrapped(content.escalation(CITY))
    assert "2 perangkat daerah belum menyampaikan laporan SKM; tenggat lewat 8 hari" in text
    assert "Dengan hormat, kami laporkan bahwa 38 dari 40 perangkat daerah sudah" in text
    assert "Mohon arahan Bapak/Ibu kepada perangkat daerah berikut" in text
    assert "- Dinas Arsip: belum disampaikan" in text
    assert "IKM" not in text


def test_the_digest_says_what_did_not_arrive_and_what_waits():
    text = unwrapped(content.weekly_digest(replace(CITY, opd_expected_late=2)))
    assert "38 dari 40 OPD sudah menyampaikan laporan SKM; 2 diperkirakan terlambat" in text
    assert "36 pengingat terkirim otomatis; 1 belum sampai, mohon perbarui alamatnya." in text
    assert "5 laporan menunggu verifikasi." in text
    quiet = replace(CITY, letters_sent=0, letters_failed=0, waiting_for_verification=0)
    assert "tidak ada pengingat yang jatuh tempo" in unwrapped(content.weekly_digest(quiet))


def test_a_long_list_of_offices_ends_with_how_many_more():
    rows = content.weekly_digest(replace(CITY, lines=CITY.lines * 12)).rows
    assert len(rows) == 21
    assert rows[-1].title == "4 OPD lain"


def test_links_that_open_an_account_say_not_to_pass_them_on():
    for draft in (content.invitation(ACCOUNT), content.password_reset(ACCOUNT)):
        assert draft.action.note == (
            "Berlaku satu kali, sampai Selasa, 1 Desember 2026, pukul 10.15. Mohon tidak diteruskan."
        )
    assert f"sebagai Admin OPD di {LONG_OPD}." in unwrapped(content.invitation(ACCOUNT))


@pytest.mark.parametrize(
    ("jenis", "nama", "position"),
    [
        ("dinas", "Dinas Kesehatan", "Kepala Dinas Kesehatan"),
        ("kecamatan", "Kecamatan Setu", "Camat Setu"),
        ("kelurahan", "Kelurahan Buaran", "Lurah Buaran"),
        ("inspektorat", "Inspektorat", "Inspektur"),
        ("sekretariat", "Sekretariat DPRD", "Sekretaris DPRD"),
        ("rsud", "Rumah Sakit Umum Serpong Utara", "Direktur Rumah Sakit Umum Serpong Utara"),
    ],
)
def test_each_kind_of_office_has_its_own_word_for_its_head(jenis, nama, position):
    assert kepala_position(jenis, nama) == position
    assert admin_position(nama) == f"Admin SKM {nama}"


MESSAGE = {
    "sender": Mailbox("Bagian Organisasi Kota Contoh", "skm@contoh.example"),
    "to": Mailbox("Arif Setiawan, S.T.", "arif@contoh.example"),
    "message_id": "<0192f0c4-pengingat@contoh.example>",
    "date": datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
}


def test_a_message_is_read_back_as_it_was_written():
    letter = render(content.to_admin(LONG_REMINDER))
    read = message_from_bytes(
        to_message(letter, **MESSAGE, reply_to=MESSAGE["sender"]).as_bytes(), policy=policy.default
    )
    assert read["Message-ID"] == MESSAGE["message_id"]
    assert read["Subject"] == letter.subject
    assert read["To"].addresses[0].display_name == "Arif Setiawan, S.T."
    assert read["Reply-To"].addresses[0].addr_spec == "skm@contoh.example"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Date"].datetime == MESSAGE["date"]
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert read.get_body(("plain",)).get_content().splitlines() == letter.text.splitlines()
    assert read.get_body(("html",)).get_content().splitlines() == letter.html.splitlines()
    assert max(map(len, to_message(letter, **MESSAGE).as_bytes().split(b"\r\n"))) <= 998


def test_the_same_letter_sent_again_has_the_same_message_id():
    letter = render(content.to_admin(REMINDER))
    assert to_message(letter, **MESSAGE)["Message-ID"] == to_message(letter, **MESSAGE)["Message-ID"]


@pytest.mark.parametrize("poison", ["\r\nBcc: x@y.z", "\nBcc: x@y.z", "\u2028Bcc: x@y.z", "\x0bBcc: x@y.z", "\u202e"])
def test_no_name_or_subject_can_add_a_header(poison):
    letter = replace(render(content.to_admin(REMINDER)), subject="Halo" + poison)
    mailbox = Mailbox("Arif" + poison, "arif@contoh.example")
    raw = to_message(letter, **{**MESSAGE, "to": mailbox, "sender": mailbox}).as_bytes()
    read = message_from_bytes(raw, policy=policy.default)
    assert "Bcc" not in read
    assert len(read["To"].addresses) == 1
    assert read["Subject"].startswith("Halo")


@pytest.mark.parametrize("wrong", ["", "arif", "arif@x\r\nBcc: a@b.c", "a b@c.d", "a@b.c, d@e.f", "<a@b.c>", "é@b.c"])
def test_an_address_that_is_none_is_refused_before_anything_is_sent(wrong):
    with pytest.raises(ValueError, match="e-mail address"):
        Mailbox("Arif", wrong)


@pytest.mark.parametrize("wrong", ["", "abc@d.e", "<abc>", "<a@b.c>\r\nBcc: x@y.z", "<a b@c.d>"])
def test_a_message_id_that_is_none_is_refused(wrong):
    letter = render(content.to_admin(REMINDER))
    with pytest.raises(ValueError, match="Message-ID"):
        to_message(letter, **{**MESSAGE, "message_id": wrong})


def test_a_date_without_a_zone_is_refused():
    letter = render(content.to_admin(REMINDER))
    with pytest.raises(ValueError, match="zone"):
        to_message(letter, **{**MESSAGE, "date": datetime(2026, 11, 24, 8)})  # noqa: DTZ001  what is refused


def unwrapped(draft) -> str:
    """The plain text on one line, so that a sentence can be looked for whatever its line breaks."""
    return " ".join(render(draft).text.split())
