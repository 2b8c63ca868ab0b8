"""The steps by which the admin of an OPD (or of one UPP) prepares its survey, with what stands by now. In the OPD's scope."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from flask import url_for
from sqlalchemy import func, select

from app.access.roles import HEAD_ROLES, Role
from app.accounts.queries import list_members
from app.extensions import db
from app.opd.models import Assignment, Upp
from app.opd.overview import UppLine, list_upp_lines
from app.periods.models import Periode
from app.periods.queries import list_running
from app.reports.materials import find_head
from app.setup.lists.kinds import ListKind
from app.setup.steps import Act, Guide, Step, share_of
from app.surveys.models import Survey
from app.surveys.queries import list_surveys
from app.surveys.states import SurveyState
from app.web.formats import angka, tanggal

LISTS = {
    ListKind.UPP: "setup.upp_list",
    ListKind.LAYANAN: "setup.layanan_list",
    ListKind.TITIK: "setup.titik_list",
    ListKind.PEOPLE: "setup.people_list",
}


@dataclass(frozen=True)
class OpdFacts:
    """`lines`: the active UPP in reach; `surveys`: theirs in the latest periode that runs, one a UPP."""

    kode: str
    lines: tuple[UppLine, ...]
    kepala: int
    petugas: int
    assigned: int
    periode: Periode | None
    surveys: dict[UUID, Survey]
    heads: frozenset[UUID]  # UPP whose reports have a head

    @property
    def several(self) -> bool:
        return len(self.lines) > 1

    def count(self, ready: list[UppLine]) -> str:
        return f"{angka(len(ready))} dari {angka(len(self.lines))} UPP" if self.several else ""

    def survey_url(self, page: str = "surveys.show") -> str:
        """Return where the survey stands; the list of all where there are several."""
        if self.several or not self.lines or self.lines[0].id not in self.surveys:
            return url_for("surveys.index", kode=self.kode)
        survey = self.surveys[self.lines[0].id]
        return url_for(page, kode=self.kode, upp=self.lines[0].kode, survey_id=survey.id)

    @property
    def begun(self) -> list[UppLine]:
        return [line for line in self.lines if self._state(line) not in (None, SurveyState.BELUM_MULAI)]

    @property
    def planned(self) -> list[UppLine]:
        return [line for line in self.lines if line.id in self.surveys and self.surveys[line.id].window_from]

    def _state(self, line: UppLine) -> SurveyState | None:
        return self.surveys[line.id].state if line.id in self.surveys else None


def read_facts(kode: str, opd_id: UUID, upp_id: UUID | None) -> OpdFacts:
    """Return how far the OPD in scope is; of one UPP where that is named."""
    lines = tuple(line for line in list_upp_lines() if line.active)
    members = list_members(opd_id, upp_id=upp_id)
    petugas = {each.id for each in members if each.role is Role.PETUGAS}
    assigned = set(db.session.scalars(select(Assignment.membership_id).distinct())) & petugas
    periode = next(iter(list_running()), None)
    surveys = {each.upp_id: each for each in list_surveys(periode.id)} if periode else {}
    return OpdFacts(
        kode=kode,
        lines=lines,
        kepala=sum(each.role in HEAD_ROLES for each in members),
        petugas=len(petugas),
        assigned=len(assigned),
        periode=periode,
        surveys=surveys,
        heads=frozenset(line.id for line in lines if find_head(line.id) is not None),
    )


def guide(facts: OpdFacts) -> Guide:
    """Return the seven steps; a titik's QR and the petugas's phone come with the survey itself."""
    return Guide.of([_layanan(facts), _titik(facts), _people(facts), _assignments(facts), _plan(facts), _head(facts), _start(facts)])  # fmt: skip


def is_wanted(upp_of_scope: UUID | None) -> bool:
    """Return whether a survey of a running periode in scope has not begun: then the guide stands in the menu."""
    waiting = (
        select(func.count())
        .select_from(Survey)
        .join(Periode, Periode.id == Survey.periode_id)
        .join(Upp, (Upp.opd_id == Survey.opd_id) & (Upp.id == Survey.upp_id))
        .where(Survey.state == SurveyState.BELUM_MULAI, Periode.state == "berjalan", Upp.active)
    )
    if upp_of_scope is not None:
        waiting = waiting.where(Survey.upp_id == upp_of_scope)
    return bool(db.session.scalar(waiting))


def _layanan(facts: OpdFacts) -> Step:
    ready = [line for line in facts.lines if line.layanan and not line.unknown]
    known = sum(line.layanan for line in facts.lines)
    unknown = sum(line.unknown for line in facts.lines)
    detail = f"{angka(known)} layanan" + (f", {angka(unknown)} belum diisi jumlah penggunanya" if unknown else "")
    return Step(
        1, "Layanan dan jumlah pengguna", "Pengguna periode lalu menentukan target responden", 10,
        share_of(len(ready), len(facts.lines)), detail if known else "",
        _list(facts, "Isi dari daftar" if unknown or not known else "Ubah", ListKind.LAYANAN),
        lacking=_lacking(facts, ready),
        more=(Act("Satu per satu", url_for("opd.index", kode=facts.kode)),),
    )  # fmt: skip


def _titik(facts: OpdFacts) -> Step:
    ready = [line for line in facts.lines if line.titik]
    number = sum(line.titik for line in facts.lines)
    return Step(
        2, "Titik layanan dan jamnya", "Loket, ruang, atau tempat berdirinya kode QR, kios, atau petugas", 5,
        share_of(len(ready), len(facts.lines)), f"{angka(number)} titik layanan" if number else "",
        _list(facts, "Isi dari daftar" if not number else "Tambah", ListKind.TITIK), lacking=_lacking(facts, ready),
    )  # fmt: skip


def _people(facts: OpdFacts) -> Step:
    share = Fraction(bool(facts.kepala) + bool(facts.petugas), 2)
    said = [f"{angka(facts.kepala)} kepala"] if facts.kepala else ["belum ada kepala"]
    said += [f"{angka(facts.petugas)} petugas"] if facts.petugas else ["belum ada petugas"]
    return Step(
        3, "Undang kepala dan petugas", "Kepala mengesahkan hasil, petugas merekam jawaban", 10, share,
        ", ".join(said) if share else "", _list(facts, "Undang dari daftar", ListKind.PEOPLE),
        more=(Act("Undangan yang belum diterima", url_for("setup.invitations", kode=facts.kode)),) if share else (),
    )  # fmt: skip


def _assignments(facts: OpdFacts) -> Step:
    return Step(
        4, "Tugaskan petugas", "Layanan dan titik tempat setiap petugas boleh merekam", 5,
        share_of(facts.assigned, facts.petugas),
        f"{angka(facts.assigned)} dari {angka(facts.petugas)} petugas" if facts.petugas else "",
        Act("Atur penugasan", url_for("accounts.members", kode=facts.kode)),
        waits_for="" if facts.petugas else "langkah 3",
    )  # fmt: skip


def _plan(facts: OpdFacts) -> Step:
    survey_url = facts.survey_url("surveys.plan")
    window = next((facts.surveys[line.id] for line in facts.planned), None)
    one = f"{tanggal(window.window_from)} sampai {tanggal(window.window_to)}" if window else ""
    return Step(
        5, "Rencana pengumpulan", "Tanggal mulai, tanggal selesai, dan pelaksananya", 5,
        share_of(len(facts.planned), len(facts.lines)),
        (facts.count(facts.planned) if facts.several else one) if facts.planned else "",
        Act("Catat rencana" if not facts.planned else "Ubah", survey_url),
        waits_for="" if facts.periode else "periode dibuka",
    )  # fmt: skip


def _head(facts: OpdFacts) -> Step:
    ready = [line for line in facts.lines if line.id in facts.heads]
    first = next((line for line in facts.lines if line.id not in facts.heads), next(iter(facts.lines), None))
    url = url_for("reports.head", kode=facts.kode, upp=first.kode) if first else url_for("opd.index", kode=facts.kode)
    return Step(
        6, "Kop dan tanda tangan laporan", "Lambang, alamat, dan pejabat yang menandatangani", 5,
        share_of(len(ready), len(facts.lines)), facts.count(ready) if ready else "", Act("Ubah" if ready else "Isi kop", url),
    )  # fmt: skip


def _start(facts: OpdFacts) -> Step:
    return Step(
        7, "Mulai survei", "Sejak saat itu jawaban diterima", 5, share_of(len(facts.begun), len(facts.lines)),
        facts.count(facts.begun) if facts.begun else "", Act("Buka halaman survei", facts.survey_url()),
        waits_for="" if facts.planned else "langkah 5",
    )  # fmt: skip


def _list(facts: OpdFacts, label: str, kind: ListKind) -> Act:
    return Act(label, url_for(LISTS[kind], kode=facts.kode))


def _lacking(facts: OpdFacts, ready: list[UppLine]) -> tuple[str, ...]:
    return tuple(line.name for line in facts.lines if line not in ready)[:12] if facts.several and ready else ()
