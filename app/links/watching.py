"""Looks at what else comes through a link, and makes the trace by which an answer's soft key is remembered for 48 hours.

The trace is stored with the answer, or not at all. What is looked at is a few index look-ups in PostgreSQL, part of the one
statement of arrivals.py; no broker is asked.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import all_, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from app import clock
from app.db import run_alone, statement
from app.errors import Refusal
from app.extensions import db
from app.links import soft_keys, suspicion
from app.links.models import DeviceSalt, LinkTrace
from app.links.queries import LinkRef
from app.links.suspicion import Flag, Norms, Signs, Traffic
from app.responses.intake import Answer, Trace
from app.responses.models import Collection, Response
from app.tenancy import scope

KEPT = timedelta(hours=48)
BURST_SEEN = suspicion.BURST + 3  # a few more than make a burst: several may arrive in the same moment
SAMPLE = 200  # the latest answers say what is usual
NORMS_KEPT = timedelta(minutes=10)
NORMS = "potret.links.norms"  # of the application: what is usual changes slowly, and the hot path must not scan


# What a post asks of the traces: parts of the statement of arrivals.py. A resend's own trace is left out by its id.
# The soft keys are made where the salt is: it never leaves the database. Without a salt of today there is no row.
NETWORK_KEY = "left(encode(sha256(convert_to(concat_ws('|', d.salt, CAST(:network AS text)), 'UTF8')), 'hex'), 32)"
DEVICE_KEY = NETWORK_KEY.replace("CAST(:network AS text)", "CAST(:network AS text), CAST(:browser AS text)")
KEYS = f"""
    SELECT {NETWORK_KEY} AS network_key, {DEVICE_KEY} AS device_key
      FROM device_salts d
     WHERE d.opd_id = link.opd_id AND d.day = CAST(:today AS date)
    OFFSET 0
"""  # noqa: S608 — the parts are constants of this module
# The same device is in the same network, so that one index serves both; it never holds many of a network's last minutes,
# since beyond NETWORK_MOST the link takes no more. No EXISTS: PostgreSQL may answer that by hashing all traces of the OPD.
_OTHERS = """FROM link_traces t
             WHERE t.opd_id = link.opd_id AND t.link_id = link.id AND t.response_id IS DISTINCT FROM CAST(:response_id AS uuid)"""
_OF_NETWORK = f"{_OTHERS} AND t.network_key = soft.network_key"
LOOK = f"""
       soft.network_key, soft.device_key,
       (SELECT true FROM link_traces t WHERE t.opd_id = link.opd_id AND t.response_id = CAST(:response_id AS uuid)) AS resent,
       (SELECT true {_OF_NETWORK} AND t.device_key = soft.device_key AND t.at > :device_since LIMIT 1) AS same_device,
       (SELECT count(*) FROM (
            SELECT {_OTHERS} AND t.at > :burst_since ORDER BY t.at DESC LIMIT {BURST_SEEN}
       ) AS found) AS burst,
       (SELECT count(*) FROM (
            SELECT {_OF_NETWORK} AND t.at > :network_since ORDER BY t.at DESC LIMIT {suspicion.NETWORK_MOST}
       ) AS found) AS network,
       ARRAY(SELECT t.vector {_OTHERS} ORDER BY t.at DESC LIMIT {suspicion.RUN - 1}) AS vectors
"""  # noqa: S608 — the parts are constants of this module


# An answer with a flag says nothing of what is usual: an attack must not move it.
_SAMPLE = statement(
    f"""
WITH scope AS MATERIALIZED (SELECT set_config('app.opd_id', :opd_id, true)::uuid AS opd_id)
SELECT sample.* FROM scope CROSS JOIN LATERAL (
    SELECT r.started_at, r.finished_at, r.scores FROM responses r
     WHERE r.opd_id = scope.opd_id AND r.survey_id = :survey_id AND r.layanan_id = :layanan_id
       AND r.collection = :collection AND r.started_at IS NOT NULL AND cardinality(r.flags) = 0
     ORDER BY r.received_at DESC
     LIMIT {SAMPLE}
) AS sample
""",  # noqa: S608 — the parts are constants of this module
    "started_at", "finished_at", "scores",
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What the traces of a link say when an answer arrives, itself not counted."""

    network_key: str
    device_key: str
    resent: bool  # this very answer came before
    same_device: bool
    burst: int
    network: int
    vectors: Sequence[str]  # the latest first

    @property
    def makes_burst(self) -> bool:
        """Return whether a burst has just begun; later answers of it need to flag nobody but themselves."""
        return suspicion.BURST <= self.burst < BURST_SEEN

    def traffic(self, vector: str) -> Traffic:
        """Return what it means for an answer with these scores."""
        run = next((place for place, other in enumerate(self.vectors) if other != vector), len(self.vectors))
        return Traffic(same_device=self.same_device, burst=self.burst, network=self.network, run=run)


class TooMany(Refusal):
    """The link takes no more from this network for a while. Nothing of the answer is lost: the page still holds it."""

    status = 429
    retry_after = int(suspicion.NETWORK_WITHIN.total_seconds() / 2)


def look_values(address: str, user_agent: str, response_id: UUID | None) -> dict[str, Any]:
    """Return what LOOK and KEYS are asked with."""
    now = clock.now()
    return {
        "response_id": response_id,
        "network": soft_keys.network_prefix(address),
        "browser": soft_keys.browser_family(user_agent),
        "device_since": now - suspicion.SAME_DEVICE_WITHIN,
        "burst_since": now - suspicion.BURST_WITHIN,
        "network_since": now - suspicion.NETWORK_WITHIN,
    }


def seen_of(row: Any) -> Seen | None:
    """Return what LOOK has found; None before the first answer of a day."""
    if row.network_key is None:
        return None
    return Seen(
        row.network_key, row.device_key, bool(row.resent), bool(row.same_device), row.burst, row.network, row.vectors
    )


def examine(link: LinkRef, seen: Seen, answer: Answer, signs: Signs) -> tuple[Trace, tuple[str, ...]]:
    """Return the trace that is to be kept with the answer, and its flags. Raises TooMany beyond the hard limit.

    A resend is never refused; whether its flags are of any use the intake knows.
    """
    vector = "".join(str(score or "-") for score in signs.scores)
    traffic = seen.traffic(vector)
    if suspicion.is_too_many(traffic) and not seen.resent:
        raise TooMany("Sangat banyak jawaban datang dari jaringan ini dalam waktu singkat.")
    found = suspicion.flags(signs, traffic, usual(answer.survey_id, link.layanan_id, Collection.TAUTAN))
    return Trace(link.id, seen.device_key, seen.network_key, vector), tuple(flag.value for flag in found)


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


def make_salt() -> None:
    """The OPD in scope has a salt of today; the first who comes makes it."""
    values = {
        "opd_id": scope.current_opd_id(),
        "day": clock.today(),
        "salt": secrets.token_hex(16),
        "made_at": clock.now(),
    }
    db.session.execute(insert(DeviceSalt).values(values).on_conflict_do_nothing())


def _read_norms(survey_id: UUID, layanan_id: UUID, collection: Collection) -> Norms:
    values = {"survey_id": survey_id, "layanan_id": layanan_id, "collection": collection.value}
    rows = run_alone(_SAMPLE, values | {"opd_id": str(scope.current_opd_id())})
    seconds = [(row.finished_at - row.started_at).total_seconds() for row in rows]
    return suspicion.norms(seconds, [row.scores for row in rows])


def flag_the_whole_burst(link_id: UUID) -> None:
    """Those who began the burst carry its flag too."""
    since = clock.now() - suspicion.BURST_WITHIN
    burst = select(LinkTrace.response_id).where(LinkTrace.link_id == link_id, LinkTrace.at > since)
    flag_too(burst, Flag.BERUNTUN)


def flag_too(ids: Any, flag: Flag) -> None:
    """These answers carry the flag as well; they were stored before anybody could know. `ids`: a list or a select."""
    db.session.execute(
        update(Response)
        .where(Response.id.in_(ids), literal(flag.value) != all_(Response.flags))
        .values(flags=func.array_append(Response.flags, flag.value))
        .execution_options(synchronize_session=False)
    )
