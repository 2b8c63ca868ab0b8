"""A year of a city, with every process real and killed on the way; only the clock is false."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.compliance.queries import read_city
from app.compliance.standing import OpdStanding, Term
from app.extensions import db
from app.letters.models import CityLetter, Letter, LetterKind, LetterState
from app.letters.sending import message_id
from app.publication.pekppp import scores
from app.publication.standing import facts_of
from app.surveys.queries import get_survey
from app.tenancy.scope import all_opds, opd_scope
from local.mail import MailCatcher
from local.valkey import ValkeyServer
from tests.crew import Crew, Member
from tests.faults.november import FalseClock, all_done
from tests.faults.scale import FULL, dice
from tests.faults.test_beat import the_beats_have_looked_at
from tests.world import World
from tests.year import tempers
from tests.year.acts import Office, open_city, perform
from tests.year.tempers import COPIES, DEADLINE, DIGESTS, ESCALATIONS, FORECAST_AT, OPENS, RETURNED, STEPS

OFFICES_EACH = 5 if FULL else 1  # of eight tempers: forty OPDs, or eight
KILLS_EVERY = 1 if FULL else 4  # looks
AWAKE = sorted({*STEPS.values(), RETURNED})  # days on which beats look in the hours of sending
WHO = {"admin": "A", "kepala": "K", "petugas": "P"}


def test_after_a_year_everybody_stands_and_has_heard_as_a_table_by_hand_says(
    app: Flask, world: World, environment: dict[str, str], valkey: ValkeyServer, mail: MailCatcher, tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:  # fmt: skip
    false_clock, luck, kills = FalseClock(app), dice(40), 0
    false_clock.at(f"{OPENS} 07:00")
    offices = open_city(OFFICES_EACH)
    days = sorted({*AWAKE, *(day for temper in tempers.TEMPERS for day in temper.acts)})
    seen: dict[str, OpdStanding] = {}
    environment |= {"REDIS_URL": valkey.url(), "MAIL_URL": mail.smtp_url, "BEAT_SECONDS": "0.5"}
    with Crew(environment, tmp_path) as crew:
        crew.relay()
        crew.worker()
        crew.beat()
        for day in days:
            false_clock.at(f"{day} 07:00")
            for office in offices:
                for act in office[0].acts.get(day, ()):
                    perform(office, act)
            if day not in AWAKE:
                continue
            false_clock.at(f"{day} 08:05")
            if AWAKE.index(day) % KILLS_EVERY == 0:
                kills += kill_one(luck.choice(crew.members))
            # A look that began before eight may end, and say so, after ten past: the next one began after it.
            the_beats_have_looked_at(false_clock, f"{day} 08:10")
            the_beats_have_looked_at(false_clock, f"{day} 08:20")
            all_done(false_clock, 120)
            if day == FORECAST_AT:
                seen = standings(world, day)
    check_forecasts(offices, seen)
    check_letters(offices, mail)
    check_ends(offices, standings(world, AWAKE[-1]))
    record_property("injected", f"a year of {len(offices)} OPDs; {kills} processes killed while reminders were decided")
    record_property("outcome", f"{len(every_letter())} letters, each once; states, forecasts and scores as by hand")


def kill_one(member: Member) -> int:
    member.stop()
    member.start()
    return 1


def standings(world: World, day: str) -> dict[str, OpdStanding]:
    today = type(DEADLINE).fromisoformat(day)
    db.session.rollback()
    return {opd.kode: opd for opd in read_city(world.periode_id, Term(OPENS, DEADLINE, today)).opd}


def check_forecasts(offices: list[Office], seen: dict[str, OpdStanding]) -> None:
    for temper, place in offices:
        found = seen[place.kode].forecast
        expected = temper.forecast if temper.name not in ("menit-terakhir",) else (None, None)
        assert (found.pace, found.done_on) == expected, temper.name


def check_letters(offices: list[Office], mail: MailCatcher) -> None:
    letters = every_letter()
    assert not [(each.step, each.to_email, each.state) for each in letters if each.state != LetterState.SENT]
    decided = Counter((letter.opd_id, letter.step, letter.to_email) for letter in letters)
    assert set(decided.values()) == {1}, "nothing is decided twice"
    for temper, place in offices:
        heard: dict[str, str] = {}
        for opd_id, step, address in sorted(decided, key=str):
            if opd_id == place.opd_id:
                heard[step] = "".join(sorted(heard.get(step, "") + WHO[address.split(".")[0]]))
        assert heard == temper.letters, temper.name
    assert not {letter.opd_id for letter in letters} - {place.opd_id for _, place in offices}, "nobody who is exempt"
    arrived = {letter.message_id for letter in mail.letters()}
    city = list(db.session.scalars(select(CityLetter)))
    assert arrived == {message_id(letter.id) for letter in [*letters, *city]}
    steps = {kind: sorted(letter.step.split("/")[-1] for letter in city if letter.kind == kind) for kind in LetterKind}
    assert steps[LetterKind.COPY] == sorted(COPIES)
    assert steps[LetterKind.ESCALATION] == sorted(ESCALATIONS)
    assert steps[LetterKind.DIGEST] == DIGESTS
    to = {kind: {letter.to_email for letter in city if letter.kind == kind} for kind in LetterKind}
    assert to[LetterKind.COPY] == to[LetterKind.DIGEST] == {"organisasi@contoh.test"}
    assert to[LetterKind.ESCALATION] == {"sekda@contoh.test"}


def check_ends(offices: list[Office], city: dict[str, OpdStanding]) -> None:
    for temper, place in offices:
        opd = city[place.kode]
        assert (opd.upps[0].state, opd.status) == (temper.state, temper.status), temper.name
        with opd_scope(place.opd_id):
            found = {score.no: score.value for score in scores(facts_of(get_survey(place.survey_id)))}
        assert (found[6], found[7]) == temper.pekppp, temper.name
    assert {opd.kode for opd in city.values()} == {place.kode for _, place in offices}


def every_letter() -> list[Letter]:
    db.session.rollback()
    with all_opds("test: every letter"):
        found = list(db.session.scalars(select(Letter)))
        db.session.expunge_all()
    return found
