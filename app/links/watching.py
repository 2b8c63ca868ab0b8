"""Looks at what else comes through a link, and makes the trace by which an answer's soft key is remembered for 48 hours.

The trace is stored with the answer, or not at all. Everything here is a few index look-ups in PostgreSQL; no broker is asked.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import all_, delete, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert

from app import clock
from app.db import run_alone
from app.errors import Refusal
from app.extensions import db
from app.links import soft_keys, suspicion
from app.links.arrivals import Arrival
from app.links.models import DeviceSalt, LinkTrace
from app.links.suspicion import Flag, Norms, Signs, Traffic
from app.responses.intake import Answer, Trace
from app.responses.models import Collection, Response
from app.tenancy import scope

KEPT = timedelta(hours=48)
BURST_SEEN = suspicion.BURST + 3  # a few more than make a burst: several may arrive in the same moment
SAMPLE = 200  # the latest answers say what is usual
NORMS_KEPT = timedelta(minutes=10)
NORMS = "potret.links.norms"  # of the application: what is usual changes slowly, and the hot path must not scan


# One statement, since this is the hot path; it enters the OPD's scope itself. A resend's own trace is left out by its id.
# The same device is in the same network, so that one index serves both; it never holds many of a network's last minutes,
# since beyond NETWORK_MOST the link takes no more. No EXISTS: PostgreSQL may answer that by hashing all traces of the OPD.
_OTHERS = "FROM link_traces t WHERE t.opd_id = scope.opd_id AND t.link_id = :link_id AND t.response_id <> :response_id"
_LOOK = text(f"""
WITH scope AS MATERIALIZED (SELECT set_config('app.opd_id', :opd_id, true)::uuid AS opd_id)
SELECT (SELECT true FROM link_traces t WHERE t.opd_id = scope.opd_id AND t.response_id = :response_id) AS resent,
       (
            SELECT true {_OTHERS} AND network_key = :network_key AND at > :device_since AND device_key = :device_key LIMIT 1
       ) AS same_device,
       (SELECT count(*) FROM (
            SELECT {_OTHERS} AND at > :burst_since ORDER BY at DESC LIMIT {BURST_SEEN}
       ) AS found) AS burst,
       (SELECT count(*) FROM (
            SELECT {_OTHERS} AND network_key = :network_key AND at > :network_since
             ORDER BY at DESC LIMIT {suspicion.NETWORK_MOST}
       ) AS found) AS network,
       ARRAY(SELECT vector {_OTHERS} ORDER BY at DESC LIMIT {suspicion.RUN - 1}) AS vectors
  FROM scope
""")  # noqa: S608 — the parts are constants of this module


class TooMany(Refusal):
    """The link takes no more from this network for a while. Nothing of the answer is lost: the page still holds it."""

    status = 429
    retry_after = int(suspicion.NETWORK_WITHIN.total_seconds() / 2)


def examine(
    arrival: Arrival, answer: Answer, signs: Signs, *, address: str, user_agent: str
) -> tuple[Trace, tuple[str, ...]]:
    """Return the trace that is to be kept with the answer, and its flags. Raises TooMany beyond the hard limit.

    A resend is never refused; whether its flags are of any use the intake knows.
    """
    now, link = clock.now(), arrival.link
    salt = arrival.salt or salt_of_today()
    trace = Trace(
        link_id=link.id, device_key=soft_keys.device_key(salt, address, user_agent),
        network_key=soft_keys.network_key(salt, address), vector="".join(str(score or "-") for score in signs.scores),
    )  # fmt: skip
    resent, traffic = _look(link.opd_id, answer.id, trace, now)
    if suspicion.is_too_many(traffic) and not resent:
        raise TooMany("Sangat banyak jawaban datang dari jaringan ini dalam waktu singkat.")
    if suspicion.BURST <= traffic.burst < BURST_SEEN:
        _flag_the_whole_burst(link.id, now)
    found = suspicion.flags(signs, traffic, usual(answer.survey_id, link.layanan_id, Collection.TAUTAN))
    return trace, tuple(flag.value for flag in found)


def usual(survey_id: UUID, layanan_id: UUID, collection: Collection) -> Norms:
    """Return what is usual for a layanan and a way of collection, as it stood some minutes ago at most."""
    known = current_app.extensions.setdefault(NORMS, {})
    key, now = (survey_id, layanan_id, collection), clock.now()
    read_at, found = known.get(key, (None, Norms()))
    if read_at is None or not read_at <= now < read_at + NORMS_KEPT:
        found = _read_norms(survey_id, layanan_id, collection)
        known[key] = now, found
    return found


def forget_old() -> int:
    """Salts and traces older than 48 hours are gone, in the OPD in scope; no key can be made or compared again.

    Returns how many traces that were.
    """
    before = clock.now() - KEPT
    traces: Any = db.session.execute(delete(LinkTrace).where(LinkTrace.at < before))
    db.session.execute(delete(DeviceSalt).where(DeviceSalt.made_at < before))
    return int(traces.rowcount)


def salt_of_today() -> str:
    today = clock.today()
    known = select(DeviceSalt.salt).where(DeviceSalt.day == today)
    salt = db.session.scalar(known)
    if salt is None:
        values = {"opd_id": scope.current_opd_id(), "day": today, "salt": secrets.token_hex(16), "made_at": clock.now()}
        db.session.execute(insert(DeviceSalt).values(values).on_conflict_do_nothing())
        salt = db.session.scalars(known).one()  # ours, or that of whoever was first
    return salt


def _look(opd_id: UUID, response_id: UUID, trace: Trace, now: datetime) -> tuple[bool, Traffic]:
    """Return whether this very answer came before, and what else came through the link."""
    (row,) = run_alone(
        _LOOK,
        {
            "opd_id": str(opd_id),
            "response_id": response_id,
            "link_id": trace.link_id,
            "device_key": trace.device_key,
            "network_key": trace.network_key,
            "device_since": now - suspicion.SAME_DEVICE_WITHIN,
            "burst_since": now - suspicion.BURST_WITHIN,
            "network_since": now - suspicion.NETWORK_WITHIN,
        },
    )
    before = row.vectors
    run = next((place for place, vector in enumerate(before) if vector != trace.vector), len(before))
    return bool(row.resent), Traffic(same_device=bool(row.same_device), burst=row.burst, network=row.network, run=run)


def _read_norms(survey_id: UUID, layanan_id: UUID, collection: Collection) -> Norms:
    rows = db.session.execute(
        select(Response.started_at, Response.finished_at, Response.scores)
        .where(
            Response.survey_id == survey_id,
            Response.layanan_id == layanan_id,
            Response.collection == collection,
            Response.started_at.is_not(None),
            func.cardinality(Response.flags) == 0,  # an attack must not move what is usual
        )
        .order_by(Response.received_at.desc())
        .limit(SAMPLE)
    ).all()
    seconds = [(row.finished_at - row.started_at).total_seconds() for row in rows]
    return suspicion.norms(seconds, [row.scores for row in rows])


def _flag_the_whole_burst(link_id: UUID, now: datetime) -> None:
    """Those who began the burst belong to it."""
    burst = select(LinkTrace.response_id).where(
        LinkTrace.link_id == link_id, LinkTrace.at > now - suspicion.BURST_WITHIN
    )
    flag_too(burst, Flag.BERUNTUN)


def flag_too(ids: Any, flag: Flag) -> None:
    """These answers carry the flag as well; they were stored before anybody could know. `ids`: a list or a select."""
    db.session.execute(
        update(Response)
        .where(Response.id.in_(ids), literal(flag.value) != all_(Response.flags))
        .values(flags=func.array_append(Response.flags, flag.value))
        .execution_options(synchronize_session=False)
    )
