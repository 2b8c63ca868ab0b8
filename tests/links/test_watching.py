"""What is remembered of answers behind a link, for how long, and what it marks."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.links.models import DeviceSalt, LinkTrace
from app.tenancy.scope import opd_scope
from tests.links.conftest import answered, make_link, responses, served


def answer(app, code: str, later, scores: str = "334333332", wait: float = 60, agent: str = "Chrome/128") -> None:
    """One person with a phone of their own answers, a minute after the form was served."""
    client = app.test_client()
    fields = served(client, code)
    later(wait)
    assert client.post(f"/s/{code}", data=answered(fields, scores), headers={"User-Agent": agent}).status_code == 303


def marks(world) -> list[list[str]]:
    return [row.flags for row in responses(world.a.opd_id)]


def test_the_same_device_is_marked_within_twenty_minutes_and_not_later(app, world, code, later) -> None:
    for number in range(3):
        answer(app, code, later, f"33433333{number + 1}")
        if number == 1:
            later(1300)
    assert marks(world) == [[], ["perangkat_ganda"], []]


def test_another_browser_in_the_same_network_is_another_device(app, world, code, later) -> None:
    answer(app, code, later, "334333331")
    answer(app, code, later, "334333332", agent="Firefox/130")
    assert marks(world) == [[], []]


def test_a_burst_marks_also_those_who_began_it(app, world, code, later) -> None:
    for number in range(7):
        answer(app, code, later, f"3{number % 4 + 1}4333333", wait=15, agent=f"Chrome/{number}")
    assert marks(world) == [["beruntun"]] * 7


def test_an_unhurried_queue_is_no_burst(app, world, code, later) -> None:
    for number in range(7):
        answer(app, code, later, f"3{number % 4 + 1}4333333", wait=40, agent=f"Chrome/{number}")
    assert marks(world) == [[]] * 7


def test_the_fifth_identical_answer_in_a_row_is_marked(app, world, code, later) -> None:
    for number in range(6):
        answer(app, code, later, wait=600, agent=f"Chrome/{number}")
    assert marks(world) == [[], [], [], [], ["beruntun"], ["beruntun"]]


def test_two_links_know_nothing_of_each_other(app, world, code, later) -> None:
    other = make_link(world.b)
    answer(app, code, later)
    answer(app, other, later)
    assert responses(world.b.opd_id)[0].flags == []
    with opd_scope(world.a.opd_id):
        of_a = db.session.scalars(select(LinkTrace.device_key)).all()
    with opd_scope(world.b.opd_id):
        of_b = db.session.scalars(select(LinkTrace.device_key)).all()
    assert len(of_a) == len(of_b) == 1
    assert of_a != of_b, "each OPD has a salt of its own: keys of two OPD cannot be compared"


def test_a_device_has_another_key_on_another_day_and_none_tells_where_it_was(app, world, code, later) -> None:
    for _ in range(2):
        answer(app, code, later)
        later(24 * 3600)
    with opd_scope(world.a.opd_id):
        keys = db.session.execute(select(LinkTrace.device_key, LinkTrace.network_key)).all()
    assert len({key for pair in keys for key in pair}) == 4
    assert {len(key) for pair in keys for key in pair} == {32}


def test_salts_and_keys_are_destroyed_after_48_hours(app, world, code, later, workers) -> None:
    from workers.periodic import tidy

    answer(app, code, later)
    later(47 * 3600)
    tidy()
    assert remembered(world) == (1, 1)
    later(3600)
    tidy()
    assert remembered(world) == (0, 0)
    assert len(responses(world.a.opd_id)) == 1


def remembered(world) -> tuple[int | None, int | None]:
    with opd_scope(world.a.opd_id):
        traces = db.session.scalar(select(func.count()).select_from(LinkTrace))
        return traces, db.session.scalar(select(func.count()).select_from(DeviceSalt))


def test_no_address_and_no_user_agent_is_kept(app, world, code, later) -> None:
    answer(app, code, later, agent="Peramban-Langka/1.0")
    with opd_scope(world.a.opd_id):
        trace = db.session.scalars(select(LinkTrace)).one()
        kept = " ".join(str(getattr(trace, column.key)) for column in LinkTrace.__table__.columns)
    assert "127.0.0" not in kept
    assert "Langka" not in kept
    assert trace.at <= clock.now() + timedelta(seconds=1)
