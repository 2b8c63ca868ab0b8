"""Who is written to, on which day, once: a month is lived through on a real database with a false clock."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from app import clock
from app.access.roles import Role
from app.accounts.models import Membership, User
from app.audit.operations import SYSTEM
from app.compliance.heartbeats import find_heartbeat
from app.db import transaction
from app.extensions import db
from app.letters.models import Letter, LetterState
from app.opd.models import Kewajiban, Opd, Upp
from app.outbox.models import OutboxRow
from app.periods import operations as periods
from app.periods.models import Periode
from app.reminders import deciding, operations
from app.reminders.deciding import decide_due
from app.reminders.operations import HandReminder
from app.surveys import operations as surveys
from app.surveys import queries as survey_queries
from app.surveys.models import Survey, SurveyLayanan
from app.surveys.states import SurveyState
from app.tenancy.scope import current_opd_id, opd_scope
from tests.reminders.conftest import (
    answers,
    change_policy,
    city_letters,
    get_user,
    give_back,
    letters,
    readers,
    submit,
)

A_ADMINS = ["admin.a", "admin_upp.a", "ganda"]
RACES = 25


def live(days, first: date, last: date, hours: tuple[str, ...] = ("07:59", "08:00", "11:30", "16:00")) -> None:
    """Let the beat look several times a day, weekends included."""
    day = first
    while day <= last:
        for hour in hours:
            days.at(f"{day} {hour}")
            decide_due()
        day += timedelta(days=1)


def test_in_a_season_everybody_hears_on_the_right_days_once(november, days) -> None:
    for n in range(2, 23):  # fast enough that no kepala hears early
        for place in (november.a, november.a2, november.b):
            answers(place, 12, f"2026-11-{n:02d}")
    live(days, date(2026, 10, 29), date(2026, 11, 25))
    submit(november.b)  # on the 25th, after H−7
    live(days, date(2026, 11, 26), date(2026, 12, 31))

    decided = letters()
    assert {x.created_at.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M") for x in decided} == {
        "2026-10-30 08:00",  # H−30 is a Saturday
        "2026-11-16 08:00",
        "2026-11-23 08:00",
        "2026-11-27 08:00",  # H−1 is a Sunday, and swallows H−3
        "2026-12-01 08:00",
        "2026-12-08 08:00",
        "2026-12-15 08:00",
        "2026-12-22 08:00",
    }
    assert readers("H-14", "a") == A_ADMINS
    assert readers("H-7", "a") == ["admin.a", "admin_upp.a", "ganda", "kepala.a", "petugas.a"]
    assert readers("H-7", "b") == ["admin.b", "ganda", "kepala.b", "petugas.b"]  # ganda is its kepala too
    assert readers("H-3") == []
    assert readers("H-1", "a") == ["admin.a", "admin_upp.a", "ganda", "kepala.a", "petugas.a"]
    assert readers("H+1", "a") == readers("H+22", "a") == ["admin.a", "admin_upp.a", "ganda", "kepala.a"]
    assert not [x for x in decided if x.opd == "b" and x.created_at > datetime(2026, 11, 25, 12, tzinfo=UTC)]
    assert set(Counter((x.opd, x.step, x.who, x.upp_id) for x in decided).values()) == {1}
    assert max(Counter((x.opd, x.who) for x in decided).values()) == 8
    assert {x.upp_id for x in decided if x.who == "admin_upp.a"} == {november.a2.upp_id}

    city = city_letters()
    copies = {step: count for (kind, step, who), count in city.items() if kind == "tembusan" and who == "organisasi"}
    assert copies == {"H+1": 1, "H+8": 1, "H+15": 1, "H+22": 1}
    assert not [who for kind, _, who in city if who == "pemantau"]
    assert {count for (kind, *_), count in city.items() if kind == "ringkasan"} == {1}
    assert ("ringkasan", "2026-W48", "organisasi") in city


def test_each_letter_has_one_row_in_the_outbox(november, days) -> None:
    days.at("2026-11-16 08:00")
    decide_due()
    decide_due()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.topic == "letter:send")).all()
    assert sorted(row.payload["letter_id"] for row in rows) == sorted(str(x.id) for x in letters())
    assert {row.opd_id for row in rows} == {november.a.opd_id, november.b.opd_id}


def test_nothing_is_decided_at_night_or_at_the_weekend(november, days) -> None:
    for moment in ("2026-11-16 07:59", "2026-11-16 16:00", "2026-11-16 23:00", "2026-11-21 10:00", "2026-11-22 10:00"):
        days.at(moment)
        decide_due()
    assert letters() == []


def test_after_an_outage_only_the_latest_step_is_sent(november, days) -> None:
    days.at("2026-11-24 09:12")  # nothing ran since October: H−30, H−14 and H−7 were missed
    decide_due()
    assert {x.step for x in letters()} == {"H-7"}


def test_a_run_that_was_killed_is_finished_by_the_next(november, days, monkeypatch) -> None:
    days.at("2026-11-16 08:00")
    whole = deciding.decide

    def dies_in_a(decision):
        ids = whole(decision)
        if current_opd_id() == november.a.opd_id:
            raise KeyboardInterrupt  # in the middle of the transaction, as a kill would
        return ids

    monkeypatch.setattr(deciding, "decide", dies_in_a)
    with pytest.raises(KeyboardInterrupt):
        decide_due()
    assert {x.opd for x in letters()} == {"b"}  # B comes first by name
    monkeypatch.setattr(deciding, "decide", whole)
    decide_due()
    assert readers("H-14", "a") == [*A_ADMINS, "kepala.a"]
    assert len({x.id for x in letters()}) == 7


def test_the_trouble_of_one_opd_keeps_no_other_waiting(november, days, monkeypatch) -> None:
    whole = deciding.decide

    def broken_in_a(decision):
        if current_opd_id() == november.a.opd_id:
            raise RuntimeError("disk")
        return whole(decision)

    monkeypatch.setattr(deciding, "decide", broken_in_a)
    days.at("2026-11-16 08:00")
    decide_due()
    assert {x.opd for x in letters()} == {"b"}


def test_two_beats_at_once_decide_once(app, november, days) -> None:
    days.at("2026-11-23 08:00")
    together(app, decide_due, decide_due, decide_due)
    found = Counter((x.opd, x.step, x.who, x.upp_id) for x in letters())
    assert set(found.values()) == {1}
    assert len(found) == 9
    assert set(city_letters().values()) == {1}
    topics = Counter(row.payload["letter_id"] for row in db.session.scalars(select(OutboxRow)))
    assert set(topics.values()) == {1}


def test_a_submission_in_the_same_moment_is_seen_or_waits(app, november, days) -> None:
    """Many rounds: a letter never comes to be after the commit that made its OPD finished."""
    days.at("2026-11-16 08:00")
    with opd_scope(november.b.opd_id), transaction():
        surveys.close(november.b.survey_id, note="", by=SYSTEM)
    before, after = 0, 0
    for round_ in range(RACES):
        seen: dict[str, set] = {}

        def submit_b(seen=seen, late=round_ % 5 * 0.03) -> None:
            threading.Event().wait(late)  # so that now the one is first, now the other
            with opd_scope(november.b.opd_id), transaction():
                survey = survey_queries.lock_survey(november.b.survey_id)
                survey.move_to(SurveyState.DIAJUKAN)
                survey.first_submitted_at = clock.now()
            seen["at commit"] = {x.id for x in letters() if x.opd == "b"}

        together(app, decide_due, submit_b)
        at_end = {x.id for x in letters() if x.opd == "b"}
        assert at_end == seen["at commit"], f"round {round_}: decided after the commit of diajukan"
        before, after = before + bool(at_end), after + (not at_end)
        undo(november)
    assert before, "the decision never came first: this race proves nothing"
    assert after, "the submission never came first: this race proves nothing"


def undo(november) -> None:
    """Make B unfinished again, and forget that it was written to: another round of the race."""
    with opd_scope(november.b.opd_id), transaction():
        db.session.execute(update(Survey).values(state=SurveyState.DITUTUP))
        for n, letter in enumerate(db.session.scalars(select(Letter).where(Letter.step.not_like("old%")))):
            letter.step, letter.state = f"old {n} {letter.id}", LetterState.CANCELLED


def together(app, *acts) -> None:
    """Do all of it at the same moment, a thread each; an error in one fails the test."""
    barrier, errors = threading.Barrier(len(acts)), []

    def run(act) -> None:
        with app.app_context():
            barrier.wait()
            try:
                act()
            except BaseException as error:
                errors.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors


def test_a_returned_result_is_unfinished_again(november, days) -> None:
    days.at("2026-11-20 10:00")
    submit(november.b)
    days.at("2026-11-23 08:00")
    decide_due()
    assert readers("H-7", "b") == []
    give_back(november.b, "Mohon lengkapi foto kegiatan.")
    days.at("2026-11-24 08:00")
    decide_due()
    assert readers("H-7", "b") == ["admin.b", "ganda", "kepala.b"]


def test_a_newcomer_hears_of_the_step_within_a_working_week_and_not_later(november, days) -> None:
    days.at("2026-11-03 08:00")  # H−30 was Friday 30 October
    decide_due()
    invite("baru", Role.ADMIN_OPD, november.a.opd_id)
    days.at("2026-11-06 09:00")  # the fifth working day
    decide_due()
    assert "baru" in readers("H-30", "a")
    invite("telat", Role.ADMIN_OPD, november.a.opd_id)
    days.at("2026-11-09 09:00")
    decide_due()
    assert "telat" not in readers("H-30", "a")
    days.at("2026-11-16 08:00")
    decide_due()
    assert {"baru", "telat"} <= set(readers("H-14", "a"))


def invite(who: str, role: Role, opd_id) -> None:
    with transaction():
        user = User(email=f"{who}@contoh.test", name=who, created_at=clock.now())
        db.session.add(user)
        db.session.flush()
        db.session.add(Membership(user_id=user.id, role=role, opd_id=opd_id, created_at=clock.now()))


def test_a_reminder_by_hand_holds_the_automatic_one_back_for_twenty_hours(november, days) -> None:
    days.at("2026-11-22 13:00")
    by_hand(november, november.a.opd_id)
    for moment in ("2026-11-23 08:00", "2026-11-23 08:59"):
        days.at(moment)
        decide_due()
        assert readers("H-7", "a") == []
        assert "admin.b" in readers("H-7", "b")
    live(days, date(2026, 11, 23), date(2026, 11, 25), hours=("09:01", "09:02", "11:59", "15:00"))
    hears = readers("H-7", "a")
    assert hears == ["admin.a", "admin_upp.a", "ganda", "kepala.a", "petugas.a"]
    held_back = {
        x.created_at.astimezone(clock.zone()).strftime("%d %H:%M")
        for x in letters()
        if x.step == "H-7" and x.opd == "a"
    }
    assert held_back == {"23 09:01"}


def test_what_was_held_back_waits_for_a_working_morning(november, days) -> None:
    days.at("2026-11-22 16:30")
    by_hand(november, november.a.opd_id)
    for moment in ("2026-11-23 08:00", "2026-11-23 12:30", "2026-11-23 15:59", "2026-11-24 07:59"):
        days.at(moment)
        decide_due()
        assert readers("H-7", "a") == []
    days.at("2026-11-24 08:00")
    decide_due()
    assert "admin.a" in readers("H-7", "a")


def test_who_is_reminded_by_hand_again_and_again_hears_the_next_step(november, days) -> None:
    days.at("2026-11-22 13:00")
    by_hand(november, november.a.opd_id)
    for day in ("23", "24", "25", "26"):
        days.at(f"2026-11-{day} 08:30")
        decide_due()
        days.at(f"2026-11-{day} 13:00")
        decide_due()
        with opd_scope(november.a.opd_id), transaction():
            operations.remind(HandReminder(uuid4(), november.periode_id, reason="rapat"), by=SYSTEM)
    assert readers("H-7", "a") == []
    days.at("2026-11-27 10:00")
    decide_due()
    assert readers("H-7", "a") == []  # H−1 has come in the meantime: one letter, not two
    assert "admin.a" in readers("H-1", "a")


def test_a_reminder_by_hand_of_yesterday_morning_holds_nothing_back(november, days) -> None:
    days.at("2026-11-22 11:00")
    by_hand(november, november.a.opd_id)
    days.at("2026-11-23 08:00")
    decide_due()
    assert "admin.a" in readers("H-7", "a")


def by_hand(november, opd_id) -> int:
    with opd_scope(opd_id), transaction():
        return operations.remind(HandReminder(uuid4(), november.periode_id), by=SYSTEM)


def test_the_kepala_hears_early_where_nobody_has_started(november, days) -> None:
    with opd_scope(november.b.opd_id), transaction():
        db.session.execute(update(Survey).values(state=SurveyState.BELUM_MULAI, started_at=None))
    days.at("2026-10-30 08:00")
    decide_due()
    assert readers("H-30", "b") == ["admin.b"]
    days.at("2026-11-16 08:00")
    decide_due()
    assert readers("H-14", "b") == ["admin.b", "ganda", "kepala.b"]
    assert readers("H-14", "a") == A_ADMINS + ["kepala.a"]  # A has started, with an actual pace of nought


def test_the_kepala_hears_early_where_the_pace_must_more_than_double(november, days) -> None:
    for n in range(2, 16):
        answers(november.a, 30, f"2026-11-{n:02d}")
        answers(november.a2, 30, f"2026-11-{n:02d}")
        answers(november.b, 3, f"2026-11-{n:02d}")
    days.at("2026-11-16 08:00")
    decide_due()
    assert readers("H-14", "a") == A_ADMINS
    assert readers("H-14", "b") == ["admin.b", "ganda", "kepala.b"]
    answers(november.b, 200, "2026-11-17")  # what changes later does not change who is written to
    days.at("2026-11-17 15:00")
    decide_due()
    assert readers("H-14", "b") == ["admin.b", "ganda", "kepala.b"]


def test_petugas_hear_only_about_places_that_lack_answers(november, days) -> None:
    with opd_scope(november.b.opd_id), transaction():
        db.session.execute(update(SurveyLayanan).values(target=0))  # nothing is asked of any layanan
    days.at("2026-11-23 08:00")
    decide_due()
    assert "petugas.b" not in readers("H-7", "b")
    assert "petugas.a" in readers("H-7", "a")


def test_only_the_unfinished_upps_admin_is_written_to(november, days) -> None:
    days.at("2026-11-10 08:00")
    submit(november.a2)
    days.at("2026-11-16 08:00")
    decide_due()
    assert readers("H-14", "a") == ["admin.a", "ganda", "kepala.a"]


@pytest.mark.parametrize("values", [{"active": False}, {"kewajiban": Kewajiban.DIKECUALIKAN}])
def test_who_need_not_run_the_skm_is_left_alone(november, days, values) -> None:
    with transaction():
        db.session.execute(update(Opd).where(Opd.kode == "b").values(**values))
    with opd_scope(november.a.opd_id), transaction():
        db.session.execute(update(Upp).where(Upp.kode == "a2").values(**values))
    days.at("2026-11-23 08:00")
    decide_due()
    assert readers("H-7") == ["admin.a", "ganda", "kepala.a", "petugas.a"]


def test_people_who_left_are_not_written_to(november, days) -> None:
    with transaction():
        get_user("admin.a").active = False
        db.session.execute(update(Membership).where(Membership.role == Role.KEPALA).values(active=False))
    days.at("2026-11-23 08:00")
    decide_due()
    assert readers("H-7") == sorted(["admin.b", "admin_upp.a", "ganda", "petugas.a", "petugas.b"])


def test_a_new_schedule_never_brings_more_letters_than_the_policy_allows(november, days) -> None:
    change_policy(max_letters=2)
    for step, moment in ((-14, "2026-11-16"), (-10, "2026-11-20"), (-7, "2026-11-23")):
        change_policy(reminder_steps=[step])
        days.at(f"{moment} 08:00")
        decide_due()
    assert readers("H-14", "b") == readers("H-10", "b")
    assert "admin.b" not in readers("H-7", "b")


def test_the_leaders_hear_after_h_plus_seven_once(november, days) -> None:
    change_policy(escalation_emails=["Sekretaris Daerah <sekda@contoh.test>", "asisten@contoh.test"])
    for moment in ("2026-12-01 08:00", "2026-12-08 08:00", "2026-12-08 08:01", "2026-12-09 10:00"):
        days.at(moment)
        decide_due()
    city = {key: n for key, n in city_letters().items() if key[0] == "eskalasi"}
    assert city == {("eskalasi", "H+8", "sekda"): 1, ("eskalasi", "H+8", "asisten"): 1}


def test_the_digest_comes_on_the_first_working_day_of_the_week_and_catches_up(november, days) -> None:
    days.at("2026-11-10 15:00")  # a Tuesday; Monday's beat was down
    decide_due()
    days.at("2026-11-11 08:00")
    decide_due()
    assert {key: n for key, n in city_letters().items() if key[0] == "ringkasan"} == {
        ("ringkasan", "2026-W46", "organisasi"): 1
    }


def test_an_ended_periode_reminds_nobody(november, days) -> None:
    with transaction():
        periods.end_periode(db.session.get_one(Periode, november.periode_id), by=SYSTEM)
    days.at("2026-11-23 08:00")
    decide_due()
    assert letters() == []
    assert not city_letters()


def test_the_heartbeat_says_what_was_decided_last(november, days) -> None:
    days.at("2026-11-17 08:00")
    decide_due()
    at = days.at("2026-11-17 09:30")
    decide_due()
    beat = find_heartbeat("reminders")
    assert beat is not None
    assert beat.note == f"H−14: {len(letters())} pengingat; ringkasan pekanan: 1"
    assert abs(beat.at - at) < timedelta(seconds=30)


def test_another_opds_letters_are_invisible(november, days) -> None:
    days.at("2026-11-16 08:00")
    decide_due()
    with opd_scope(november.b.opd_id):
        assert {x.to_email for x in db.session.scalars(select(Letter))} == {
            f"{x.who}@contoh.test" for x in letters() if x.opd == "b"
        }
