"""Ballot stuffing (R-32): honest people and scripts at the same counters, through the real pages.

A tenth of the volumes in `make test`, 10,000 honest answers and 1,000 scripted ones in `make faults`.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.ikm import Unsur, UnsurTally, figures_of
from app.links import form, queries, soft_keys, watching
from app.links.form import Door
from app.links.models import LinkTrace
from app.links.queries import LinkRef
from app.opd.models import Layanan, Titik
from app.quality import operations as exclusions
from app.responses.models import Collection, Response
from app.results import fold
from app.results.reading import result_of
from app.surveys.queries import get_survey
from app.tenancy.scope import opd_scope
from tests.faults.scale import SEED, dice, volume
from tests.links.conftest import answered, make_link, responses, served
from tests.world import Place, World

HONEST, SCRIPTED = volume(10_000), volume(1_000)
# What respondents of an Indonesian city carry, and how often.
BROWSERS = [
    (f"Mozilla/5.0 (Linux; Android {system}; K) AppleWebKit/537.36 Chrome/{version}.0.0.0 Mobile Safari/537.36", weight)
    for system, version, weight in (
        (10, 131, 22), (10, 130, 12), (10, 129, 6), (10, 127, 4), (10, 120, 3), (9, 119, 3), (13, 131, 5), (12, 131, 4), (11, 125, 3),
    )
] + [
    (f"Mozilla/5.0 (Linux; Android 10; K) SamsungBrowser/{version}.0 Chrome/121.0.0.0 Mobile Safari/537.36", 5) for version in (25, 26, 27)
] + [
    (f"Mozilla/5.0 (iPhone; CPU iPhone OS {system}_1 like Mac OS X) Version/{system}.1 Mobile Safari/604.1", 6) for system in (16, 17, 18)
]  # fmt: skip


@dataclass(frozen=True)
class Attempt:
    """One answer that somebody is about to send."""

    link: LinkRef
    served_at: datetime
    sent_at: datetime
    address: str
    browser: str
    scores: str
    scripted: bool
    proof: bool = True
    trap: str = ""


def the_links(world: World) -> list[LinkRef]:
    """Return the links of a whole UPP: five layanan at five titik."""
    now = clock.now()
    with opd_scope(world.a.opd_id), transaction():
        for number in range(3):
            db.session.add(
                Layanan(upp_id=world.a.upp_id, name=f"Layanan {number}", users=900, position=9, created_at=now)
            )
        for number in range(4):
            db.session.add(Titik(upp_id=world.a.upp_id, name=f"Loket {number + 2}", created_at=now))
    with opd_scope(world.a.opd_id):
        lines = [line for line in queries.list_lines() if line.upp_id == world.a.upp_id]
    codes = [make_link(replace(world.a, layanan_id=line.layanan_id, titik_id=line.titik_id)) for line in lines]
    return [link for code in codes if (link := queries.find_link(code)) is not None]


def honest(links: list[LinkRef], seed: random.Random, start: datetime) -> list[Attempt]:
    """Return answers as people give them in twenty working days: some counters crowded, a quarter on the office's Wi-Fi.

    A counter serves one after the other, and each answers at their own speed once they have been served.
    """
    crowded = [seed.paretovariate(2) for _ in links]
    days = range(20 * HONEST // 10_000)
    queues: dict[tuple[int, int], list[float]] = defaultdict(list)
    for _ in range(HONEST):
        place, day = seed.choices(range(len(links)), crowded)[0], seed.choice(days)
        queues[place, day].append(3600 * (1 + 7 * seed.betavariate(2, 2)))
    return [
        _person(links[place], place, seed, start + timedelta(days=day, seconds=served))
        for (place, day), queue in queues.items()
        for served in _one_after_the_other(queue)
    ]


def _one_after_the_other(arrivals: list[float]) -> list[float]:
    served: list[float] = []
    for arrival in sorted(arrivals):
        served.append(max(arrival, served[-1] + 90) if served else arrival)
    return served


def _person(link: LinkRef, place: int, seed: random.Random, served_at: datetime) -> Attempt:
    browsers, weights = zip(*BROWSERS, strict=True)
    wifi = f"103.10.{place // 5}.{seed.randrange(255)}"
    mobile = f"114.{seed.randrange(4)}.{seed.randrange(100)}.{seed.randrange(255)}"
    sent_at = served_at + timedelta(seconds=110 * seed.lognormvariate(0, 0.5))
    address = wifi if seed.random() < 0.25 else mobile
    return Attempt(link, served_at, sent_at, address, seed.choices(browsers, weights)[0], _scores(seed), False)


def _scores(seed: random.Random) -> str:
    """Return what one person thinks: many mean the same by every question, most differ a little."""
    mood = seed.choices((1, 2, 3, 4), (1, 5, 62, 32))[0]
    if seed.random() < 0.3:
        return str(mood) * 9
    return "".join(str(min(4, max(1, mood + seed.choices((-1, 0, 1), (2, 6, 2))[0]))) for _ in range(9))


def scripted(link: LinkRef, seed: random.Random, start: datetime) -> list[Attempt]:
    """Return four scripts from one address: a dumb one, a fast one, a patient one, and one that changes its name."""
    found = []
    at = start
    for number in range(SCRIPTED):
        kind = number * 4 // SCRIPTED
        at += timedelta(seconds=(0.4, 0.4, 15, 6)[kind])
        wait = timedelta(seconds=(0, 1, 95, 95)[kind])
        browser = BROWSERS[0][0] if kind < 3 else f"Mozilla/5.0 (Linux; Android {number % 97}) Chrome/{number}.0"
        vector = "444444444" if kind != 3 else "".join(seed.choice("344") for _ in range(9))
        trap = "x" if kind == 0 and number % 2 else ""
        found.append(Attempt(link, at - wait, at, "36.71.12.9", browser, vector, True, proof=kind > 0, trap=trap))
    return found


def send(client: FlaskClient, world: World, attempt: Attempt) -> tuple[str, int]:
    """Send one answer at its moment; return its id and the status."""
    link = attempt.link
    door = Door(link.code, "links", Collection.TAUTAN, link.upp_id, link.layanan_id, link.titik_id)
    with clock.pretend(attempt.served_at):
        sheet = form.blank(door, world.a.survey_id)
    fields = {"response_id": sheet.response_id, "questionnaire_id": str(world.a.questionnaire_id)}
    if attempt.proof:
        fields["bukti"] = sheet.token
    with clock.pretend(attempt.sent_at):
        answer = client.post(
            f"/s/{link.code}",
            data=answered(fields, attempt.scores, situs_web=attempt.trap),
            headers={"User-Agent": attempt.browser, "Accept": "application/json"},
            environ_base={"REMOTE_ADDR": attempt.address},
        )
    return sheet.response_id, answer.status_code


def ikm(rows: list[Response]) -> float:
    scores = {unsur.value: [row.scores[place] for row in rows] for place, unsur in enumerate(Unsur)}
    found = figures_of({code: UnsurTally(len(each), sum(each)) for code, each in scores.items()}, len(rows))
    assert found.ikm is not None
    return float(found.ikm)


def index_without(place: Place, flagged: list[UUID]) -> float:
    """Return the index that the product shows once Bagian Organisasi has agreed to leave the flagged answers out."""
    reason = {"reason": "Simulasi", "by": SYSTEM}
    with opd_scope(place.opd_id), transaction():
        proposal = exclusions.propose(place.survey_id, note="Perlu ditelusuri", response_ids=flagged, **reason)
        exclusions.accept(place.survey_id, proposal.id, **reason)
    with opd_scope(place.opd_id), transaction():
        fold.fold_all()
    with opd_scope(place.opd_id):
        found = result_of(get_survey(place.survey_id), segments=()).main.figures.ikm
    assert found is not None
    return float(found)


def test_r32_scripts_are_noticed_honest_people_are_not_and_the_index_stays(
    app: Flask, world: World, record_property: Any
) -> None:
    seed = dice(32)
    links = the_links(world)
    start = clock.now().replace(hour=0, minute=0) - timedelta(days=30)
    people = honest(links, seed, start)
    scripts = scripted(links[0], seed, start + timedelta(days=1, hours=4))
    client = app.test_client(use_cookies=False)
    refused, whose = Counter[bool](), {}
    for attempt in sorted(people + scripts, key=lambda each: each.sent_at):
        response_id, status = send(client, world, attempt)
        assert status in (200, 429)
        whose[response_id] = attempt.scripted
        refused[attempt.scripted] += status == 429
    rows = responses(world.a.opd_id)
    assert len(rows) == HONEST + SCRIPTED - refused.total()  # what was not refused is stored, marked or not
    marked = Counter(whose[str(row.id)] for row in rows if row.flags)
    truth = ikm([row for row in rows if not whose[str(row.id)]])
    stuffed = abs(ikm(rows) - truth)
    shift = abs(index_without(world.a, [row.id for row in rows if row.flags]) - truth)
    noticed = (marked[True] + refused[True]) / SCRIPTED
    wrongly = marked[False] / HONEST
    record_property("seed", SEED)
    record_property(
        "injected", "four scripts from one address at one link: dumb, fast, patient, changing its browser's name"
    )
    record_property("volume", f"{HONEST} honest and {SCRIPTED} scripted answers")
    record_property(
        "outcome",
        f"{noticed:.1%} noticed ({refused[True]} refused), {wrongly:.2%} of the honest marked, none refused, "
        f"index {stuffed:.2f} off before the exclusion and {shift:.2f} after it",
    )
    assert noticed >= 0.99
    assert refused[False] == 0
    assert wrongly <= 0.02
    assert shift <= 0.5


def test_r32_three_hundred_phones_behind_one_address_are_all_received(
    app: Flask, world: World, record_property: Any
) -> None:
    link = the_links(world)[0]
    seed, now = dice(33), clock.now()
    client = app.test_client(use_cookies=False)
    crowd = [
        Attempt(link, now, now + timedelta(seconds=2 * number), "103.10.1.77", BROWSERS[0][0], _scores(seed), False)
        for number in range(300)
    ]
    assert {send(client, world, attempt)[1] for attempt in crowd} == {200}
    assert len(responses(world.a.opd_id)) == 300
    record_property("seed", SEED)
    record_property("injected", "many phones behind one address answer at one link within ten minutes")
    record_property("volume", "300 phones")
    record_property("outcome", "300 received, 0 refused")
    record_property("acknowledged", 300)


def test_beyond_that_the_link_asks_to_wait_and_the_page_keeps_the_answers(app: Flask, world: World) -> None:
    link = the_links(world)[0]
    now = clock.now()
    client = app.test_client(use_cookies=False)
    crowd_of_three_hundred(link, now)
    late = {"REMOTE_ADDR": "103.10.1.3"}
    with clock.pretend(now + timedelta(minutes=9)):
        fields = served(client, link.code) | {"saran": "Kursi kurang"}
        answer = client.post(f"/s/{link.code}", data=answered(fields), environ_base=late)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) == 300
        assert "Kursi kurang" in answer.text
        assert "kirim lagi 5 menit lagi" in answer.text
        elsewhere = {"REMOTE_ADDR": "114.1.2.3"}
        assert client.post(f"/s/{link.code}", data=answered(fields), environ_base=elsewhere).status_code == 303
    with clock.pretend(now + timedelta(minutes=11)):
        assert client.post(f"/s/{link.code}", data=answered(fields), environ_base=late).status_code == 303
    assert len(responses(world.a.opd_id)) == 1  # the last two were the same answer


def crowd_of_three_hundred(link: LinkRef, at: datetime) -> None:
    """Leave the traces of 300 answers from one network, without the answers."""
    with clock.pretend(at), opd_scope(link.opd_id), transaction():
        watching.make_salt()
        key = text(f"SELECT {watching.NETWORK_KEY} FROM device_salts d")
        network = db.session.scalar(key, {"network": soft_keys.network_prefix("103.10.1.77")})
        db.session.add_all(
            LinkTrace(
                response_id=uuid4(),
                link_id=link.id,
                device_key=str(number),
                network_key=network,
                vector=str(number),
                at=at,
            )
            for number in range(300)
        )
