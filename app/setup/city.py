"""The steps by which Bagian Organisasi sets a city up, with what stands by now."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from flask import current_app, url_for
from sqlalchemy import select

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership
from app.accounts.queries import list_organisasi
from app.extensions import db
from app.letters.models import CityLetter, LetterKind, LetterState
from app.opd.overview import OpdLine, list_opd_lines
from app.periods.queries import list_running
from app.setup.lists.kinds import ListKind
from app.setup.state import in_test_mode
from app.setup.steps import Act, Guide, Step, share_of
from app.web.formats import angka, tanggal, waktu

NAMED = 12  # offices that a step names before it counts the rest


@dataclass(frozen=True)
class CityFacts:
    lines: tuple[OpdLine, ...]
    with_kepala: frozenset[object]
    team: int
    periode: str  # the one that runs, with its deadline; "" for none
    trial: LetterState | None
    trial_note: str
    test_mode: bool

    @cached_property
    def surveyed(self) -> list[OpdLine]:
        return [line for line in self.lines if line.surveyed]

    @cached_property
    def counted(self) -> list[OpdLine]:
        """Return the offices whose layanan all have their N."""
        return [line for line in self.surveyed if _is_counted(line)]

    @cached_property
    def staffed(self) -> list[OpdLine]:
        """Return the offices with an admin and a kepala."""
        return [line for line in self.surveyed if self.is_staffed(line)]

    def is_staffed(self, line: OpdLine) -> bool:
        return bool(line.admins) and line.id in self.with_kepala

    @property
    def ready(self) -> bool:
        """Return whether the city can be opened: there is somebody to remind, something to remind of, and mail works."""
        return bool(self.lines and self.periode and self.trial is LetterState.SENT)


def read_facts() -> CityFacts:
    """Return how far the city is."""
    running = next(iter(list_running()), None)
    letter = db.session.scalar(
        select(CityLetter)
        .where(CityLetter.kind == LetterKind.TRIAL)
        .order_by(CityLetter.sent_at.desc().nulls_last(), CityLetter.created_at.desc())
        .limit(1)
    )
    return CityFacts(
        lines=tuple(list_opd_lines()),
        with_kepala=frozenset(
            db.session.scalars(select(Membership.opd_id).where(Membership.role == Role.KEPALA, Membership.active))
        ),
        team=len(list_organisasi()),
        periode=f"{running.name}, tenggat {tanggal(running.deadline)}" if running else "",
        trial=LetterState(letter.state) if letter else None,
        trial_note=_trial_note(letter),
        test_mode=in_test_mode(),
    )


def guide(facts: CityFacts) -> Guide:
    """Return the seven steps of the hour."""
    return Guide.of([_team_step(facts), _registry(facts), _layanan(facts), _periode(facts), _people(facts), _trial(facts), _opening(facts)])  # fmt: skip


def _team_step(facts: CityFacts) -> Step:
    return Step(
        1, "Kota dan tim Anda", "Nama kota dan zona waktu dari pengaturan server; undang rekan satu tim", 5,
        Fraction(1 if facts.team else 0), f"{current_app.config['CITY_NAME']}, {clock.local_now():%Z}; {facts.team} orang",
        Act("Undang rekan", url_for("accounts.city_member_invitation")),
    )  # fmt: skip


def _registry(facts: CityFacts) -> Step:
    upp = sum(line.upp for line in facts.lines)
    return Step(
        2, "Daftar OPD dan UPP", "Unggah atau tempel daftar: OPD, UPP di bawahnya, dan kewajiban SKM", 10,
        Fraction(1 if facts.lines else 0),
        f"{angka(len(facts.lines))} OPD dengan {angka(upp)} UPP" if facts.lines else "",
        _list("Tambah dari daftar" if facts.lines else "Isi daftar OPD", ListKind.OPD),
        more=(_list("Daftar UPP", ListKind.UPP),) if facts.lines else (),
    )  # fmt: skip


def _layanan(facts: CityFacts) -> Step:
    lacking = _names([line for line in facts.surveyed if not _is_counted(line)])
    missing = len(facts.surveyed) - len(facts.counted)
    return Step(
        3, "Layanan dan jumlah pengguna", "Pengguna periode lalu menentukan target responden tiap UPP", 15,
        share_of(len(facts.counted), len(facts.surveyed)),
        f"{angka(len(facts.counted))} dari {angka(len(facts.surveyed))} OPD lengkap" if facts.surveyed else "",
        _list(f"Lengkapi {angka(missing)} OPD" if missing else "Ubah dari daftar", ListKind.LAYANAN),
        lacking=lacking if facts.counted else (),
        more=(_list("Daftar titik layanan", ListKind.TITIK),) if facts.lines else (),
        waits_for="" if facts.lines else "langkah 2",
    )  # fmt: skip


def _periode(facts: CityFacts) -> Step:
    return Step(
        4, "Buka periode", "Tenggat, cara gabung, cara menentukan sampel, jadwal pengingat", 10,
        Fraction(1 if facts.periode else 0), facts.periode,
        Act("Lihat", url_for("periods.index")) if facts.periode else Act("Buka periode", url_for("periods.open_new")),
        waits_for="" if facts.lines else "langkah 2",
    )  # fmt: skip


def _people(facts: CityFacts) -> Step:
    lacking = _names([line for line in facts.surveyed if not facts.is_staffed(line)])
    return Step(
        5, "Undang admin dan kepala OPD dan UPP", "Lewat e-mail, bisa disalin ke WhatsApp", 10,
        share_of(len(facts.staffed), len(facts.surveyed)),
        f"{angka(len(facts.staffed))} dari {angka(len(facts.surveyed))} OPD punya admin dan kepala" if facts.surveyed else "",
        _list("Undang dari daftar", ListKind.PEOPLE),
        lacking=lacking if facts.staffed else (),
        more=(Act("Undangan yang belum diterima", url_for("setup.city_invitations")),) if facts.staffed else (),
        waits_for="" if facts.lines else "langkah 2",
    )  # fmt: skip


def _trial(facts: CityFacts) -> Step:
    return Step(
        6, "Uji kirim e-mail", "Satu e-mail percobaan ke tim Anda sendiri", 5,
        Fraction(1 if facts.trial is LetterState.SENT else 0), facts.trial_note,
        Act("Kirim lagi" if facts.trial else "Kirim percobaan", url_for("setup.trial"), post=True),
    )  # fmt: skip


def _opening(facts: CityFacts) -> Step:
    waits = "" if facts.ready else _first_lacking(facts)
    return Step(
        7, "Buka untuk semua", "Mode uji dimatikan; pengingat mulai terkirim ke OPD", 5,
        Fraction(0 if facts.test_mode else 1), "" if facts.test_mode else "Pengingat terkirim ke OPD",
        Act("Buka untuk semua" if facts.test_mode else "Lihat pengingat", url_for("setup.opening" if facts.test_mode else "reminders.index")),
        waits_for=waits if facts.test_mode else "",
    )  # fmt: skip


def _is_counted(line: OpdLine) -> bool:
    return line.layanan > 0 and not line.unknown


def _first_lacking(facts: CityFacts) -> str:
    return "langkah 2" if not facts.lines else "langkah 4" if not facts.periode else "langkah 6"


def _list(label: str, kind: ListKind) -> Act:
    return Act(label, url_for("setup.city_list", jenis=kind.value))


def _names(lines: list[OpdLine]) -> tuple[str, ...]:
    names = [line.short_name for line in lines]
    rest = len(names) - NAMED
    return (*names[:NAMED], f"dan {angka(rest)} lagi") if rest > 0 else tuple(names)


def _trial_note(letter: CityLetter | None) -> str:
    if letter is None:
        return ""
    if letter.state is LetterState.SENT and letter.sent_at:
        return f"Terkirim {waktu(letter.sent_at)}"
    if letter.state is LetterState.WAITING:
        return "Sedang dikirim; muat ulang halaman ini sebentar lagi"
    return f"{LetterState(letter.state).label}: {letter.last_error[:120]}".rstrip(": ")
