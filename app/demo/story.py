"""The two years of the demo city as events in time. Each event is a real operation under a clock set to its moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from app import clock
from app.audit.operations import Actor
from app.db import transaction
from app.demo import answers
from app.demo.plan import UNFINISHED_PUSKESMAS, Fate
from app.demo.registry import UppPlace
from app.extensions import db
from app.followups import operations as followups
from app.followups.models import FollowupState
from app.followups.queries import list_followups
from app.ikm import Unsur
from app.links.operations import make_link
from app.links.queries import list_lines
from app.opd.queries import get_upp_by_id
from app.periods.queries import get_periode
from app.responses import intake
from app.results.reading import result_of
from app.surveys import operations as surveys
from app.surveys.models import Executor
from app.surveys.queries import get_survey, list_survey_layanan
from app.tenancy.scope import opd_scope
from app.workdays import NATIONAL_CALENDAR

VERIFIER = Actor(None, "Ketua Tim SKM Kota", "organisasi")
ACTIVITIES = {
    Unsur.WAKTU: "Menambah loket pada jam sibuk dan menayangkan waktu tunggu",
    Unsur.SARPRAS: "Memperbaiki ruang tunggu: kursi, kipas angin, dan toilet",
    Unsur.PENGADUAN: "Menjawab setiap pengaduan paling lambat tiga hari kerja",
    Unsur.PROSEDUR: "Memasang alur pelayanan di setiap loket dan di laman",
    Unsur.PERSYARATAN: "Menyederhanakan daftar persyaratan dan menerbitkannya",
    Unsur.PRODUK: "Menyelaraskan standar pelayanan dengan hasil yang diterima",
    Unsur.KOMPETENSI: "Pelatihan petugas loket dua kali setahun",
    Unsur.PERILAKU: "Pembinaan pelayanan prima setiap triwulan",
    Unsur.BIAYA: "Menayangkan tarif resmi dan larangan pungutan",
}


@dataclass(frozen=True)
class Event:
    at: datetime
    opd_id: UUID
    act: Callable[[], None]


@dataclass
class Story:
    """Plans the events of one UPP in one periode. `running` is the year that is not over."""

    upp: UppPlace
    periode_id: UUID
    deadline: date
    today: date
    running: bool
    rng: Random
    zone: ZoneInfo
    survey_id: UUID | None = None
    _late: list[answers.Answer] = field(default_factory=list)

    def events(self) -> Iterator[Event]:
        first, last = self._window()
        yield self._event(first - timedelta(days=9), 9, self._enrol(first, last))
        if self.fate is Fate.NOT_STARTED:
            return
        yield self._event(first, 7, self._start)
        closes = self._closing_day(last)
        until = min(closes or last, last, self.today - timedelta(days=1)) if self.running else last
        weeks, share = _weeks(answers.working_days(first, until)), self._share(closes)
        for number, week in enumerate(weeks):
            yield self._event(week[-1], 17, self._collect(week, number, len(weeks), share=share))
        if closes:
            yield from self._ending(closes)

    @property
    def fate(self) -> Fate:
        """Return how far the UPP has come; of Dinkes all but the first puskesmas have submitted."""
        if not self.running:
            return Fate.PUBLISHED
        if self.upp.opd.upp:
            return Fate.ON_TRACK if self.upp.order < UNFINISHED_PUSKESMAS else Fate.VERIFIED
        return self.upp.opd.fate

    def _window(self) -> tuple[date, date]:
        if not self.running:
            return self.deadline - timedelta(days=54), self.deadline - timedelta(days=12)
        if self.fate is Fate.NOT_STARTED:
            return self.today - timedelta(days=15), self.deadline - timedelta(days=3)
        if self.fate in (Fate.PUBLISHED, Fate.VERIFIED, Fate.SUBMITTED):
            begin = self.today - timedelta(days=self.rng.randrange(48, 84))
            return begin, begin + timedelta(days=self.rng.randrange(24, 34))
        if self.fate in (Fate.CLOSED, Fate.RETURNED):
            return self.today - timedelta(days=43), self.today - timedelta(days=9)
        return self.today - timedelta(days=self.rng.randrange(20, 32)), self.deadline - timedelta(days=2)

    def _closing_day(self, last: date) -> date | None:
        if self.fate in (Fate.ON_TRACK, Fate.BEHIND, Fate.NOT_STARTED):
            return None
        return NATIONAL_CALENDAR.next_working_day(last + timedelta(days=1))

    def _share(self, closes: date | None) -> float:
        """Return how much of the target is collected in all: a little more than all of it where the survey is over."""
        if closes:
            return 1.0 if not self.running else self.rng.choice((1.0, 1.02, 1.05, 1.07, 0.97))
        return self.upp.opd.share if self.fate is Fate.BEHIND else self.rng.uniform(0.86, 0.98)

    def _event(self, day: date, hour: int, act: Callable[[], None]) -> Event:
        minute = self.rng.randrange(60)
        return Event(datetime.combine(day, time(hour, minute), self.zone), self.upp.opd_id, act)

    def _enrol(self, first: date, last: date) -> Callable[[], None]:
        def act() -> None:
            survey = surveys.enrol(get_upp_by_id(self.upp.upp_id), get_periode(self.periode_id))
            self.survey_id = survey.id
            third = self.upp.opd.by_third_party
            surveys.plan(
                survey, window_from=first, window_to=last, executor=Executor.PIHAK_KETIGA if third else Executor.MANDIRI,
                executor_name="Lembaga Riset Contoh" if third else "", by=self._person("admin_opd"),
            )  # fmt: skip

        return act

    def _start(self) -> None:
        admin = self._person("admin_opd")
        surveys.start(get_survey(self._survey), by=admin)
        for line in list_lines():
            if line.upp_id == self.upp.upp_id:
                make_link(line, by=admin)

    def _collect(self, week: list[date], number: int, weeks: int, *, share: float) -> Callable[[], None]:
        def act() -> None:
            asked = list_survey_layanan(self._survey)
            survey = get_survey(self._survey)
            layanan = []
            for each in self.upp.layanan:
                target = asked[each.id].target * (0.7 if each.id == self.upp.layanan[-1].id and share < 1 else 1)
                before, now = (round(target * share * part / weeks) for part in (number, number + 1))
                layanan.append(replace(each, wanted=now - before))
            drift = 0.0 if self.running else -0.05  # the city has become a little better within the year
            tablet = answers.Field(
                survey.id, self.upp.upp_id, survey.questionnaire_id, self.upp.level + drift, tuple(week), layanan, self.upp.petugas,
                imported=self.upp.opd.by_third_party,
            )  # fmt: skip
            stack = list(answers.answers(tablet, self.rng, self.zone))
            intake.record_many(self.upp.opd_id, stack, connection=db.session.connection())

        return act

    def _ending(self, closes: date) -> Iterator[Event]:
        def after(days: int) -> date:
            return NATIONAL_CALENDAR.add_working_days(closes, days)

        yield self._event(closes, 10, self._close)
        if self.fate is Fate.CLOSED:
            yield self._event(after(1), 9, self._late_answers)
            yield self._event(after(2), 9, self._altered_answer)
            return
        yield self._event(after(1), 14, self._plan_followups)
        yield self._event(after(2), 9, self._submit)
        if self.fate is Fate.RETURNED:
            yield self._event(after(2), 15, self._give_back)
        if self.fate in (Fate.VERIFIED, Fate.PUBLISHED):
            yield self._event(after(4), 11, self._verify)
        if self.fate is Fate.PUBLISHED:
            yield self._event(after(5), 9, self._publish)
        if not self.running:
            yield self._event(closes + timedelta(days=200), 9, self._progress_followups)

    def _close(self) -> None:
        surveys.close(self._survey, note="", by=self._person("admin_opd"))

    def _submit(self) -> None:
        surveys.submit(self._survey, by=self._person("kepala"))

    def _give_back(self) -> None:
        note = "Lampirkan SK Tim SKM, dan jelaskan cara memilih responden di layanan arsip."
        surveys.give_back(self._survey, note=note, by=VERIFIER)

    def _verify(self) -> None:
        surveys.verify(self._survey, by=VERIFIER)

    def _publish(self) -> None:
        surveys.publish(self._survey, by=VERIFIER)

    def _late_answers(self) -> None:
        """A tablet that had been offline: its answers arrive after closing, are kept and not counted."""
        survey = get_survey(self._survey)
        layanan = [replace(self.upp.layanan[0], wanted=3)]
        tablet = answers.Field(
            survey.id,
            self.upp.upp_id,
            survey.questionnaire_id,
            self.upp.level,
            (survey.window_to or self.today,),
            layanan,
            self.upp.petugas,
        )
        self._late = list(answers.answers(tablet, self.rng, self.zone))
        intake.record_many(self.upp.opd_id, self._late, connection=db.session.connection())

    def _altered_answer(self) -> None:
        """The tablet sends one of them again, changed: the first one stays, this one is put aside to be looked at."""
        if self._late:
            scores = tuple(4 for _ in self._late[0].scores)
            intake.record(self.upp.opd_id, replace(self._late[0], scores=scores, saran="Semua sudah baik."))

    def _plan_followups(self) -> None:
        survey = get_survey(self._survey)
        for number, code in enumerate(result_of(survey).main.figures.lowest):
            followups.add(
                survey, unsur=Unsur(code), activity=ACTIVITIES[Unsur(code)], quarter=number + 1, due_year=self.deadline.year + 1,
                responsible="Kepala seksi pelayanan", by=self._person("admin_opd"),
            )  # fmt: skip

    def _progress_followups(self) -> None:
        for row in list_followups(self._survey):
            done = self.rng.random() < 0.7
            followups.progress(
                row, state=FollowupState.SELESAI if done else FollowupState.BERJALAN,
                outcome="Sudah berjalan dan dirasakan pengguna layanan." if done else "",
                obstacle="" if done else "Menunggu anggaran perubahan.", done_on=clock.today() if done else None,
                by=self._person("admin_opd"),
            )  # fmt: skip

    @property
    def _survey(self) -> UUID:
        assert self.survey_id is not None
        return self.survey_id

    def _person(self, role: str) -> Actor:
        word = "Kepala" if role == "kepala" else "Admin SKM"
        return Actor(None, f"{word} {self.upp.opd.short_name}", role)


def happen(event: Event) -> None:
    """Let an event happen at its moment, inside its OPD, as one transaction."""
    with clock.pretend(event.at), opd_scope(event.opd_id), transaction():
        event.act()


def _weeks(days: tuple[date, ...]) -> list[list[date]]:
    weeks: dict[tuple[int, int], list[date]] = {}
    for day in days:
        weeks.setdefault(day.isocalendar()[:2], []).append(day)
    return list(weeks.values())
