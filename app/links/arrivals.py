"""Somebody comes through a link: everything that must be known before they are asked or heard, in one statement.

This module speaks SQL itself, since it is the hot path: the statement finds the code, enters the scope of its OPD, and reads
place and survey inside it. Nothing of it is kept: what an admin switches off is off at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import clock
from app.db import run_alone, statement
from app.links import watching
from app.links.codes import normalise
from app.links.queries import LinkPlace, LinkRef, short_office
from app.links.watching import Seen
from app.opd.models import CustomerKind, ServiceChannel
from app.recording.places import AskedSurvey
from app.surveys.questionnaire import situations
from app.surveys.states import SurveyState


@dataclass(frozen=True)
class Arrival:
    """What stands behind a code, and for somebody who posts what came before (None before the first answer of a day)."""

    link: LinkRef
    place: LinkPlace
    survey: AskedSurvey | None
    seen: Seen | None


@dataclass(frozen=True)
class Sender:
    """Who posts a form."""

    address: str
    user_agent: str
    response_id: UUID | None
    survey_id: UUID | None  # for which the form was served, where it proves that


# Place and survey are sub-selects that depend on the link's OPD and cannot be pulled up (OFFSET 0, LIMIT), so the wall lets
# nothing through before the OPD is in scope.
_ARRIVE = """
WITH link AS MATERIALIZED (
    SELECT l.id, set_config('app.opd_id', CAST(l.opd_id AS text), true)::uuid AS opd_id, o.name AS opd_name,
           o.short_name AS opd_short_name, l.upp_id, l.layanan_id, l.titik_id, l.active AND o.active AS active, l.code,
           l.deactivated_at
      FROM link_codes l JOIN opd o ON o.id = l.opd_id
     WHERE l.code = :code
)
SELECT link.*, place.*, survey.*{look}
  FROM link
 CROSS JOIN LATERAL (
    SELECT y.name AS layanan, y.customer_kind, y.free_by_law, y.channel, t.name AS titik, u.name AS upp,
           y.active AND t.active AND u.active AS in_use
      FROM layanan y
      JOIN titik t ON t.opd_id = y.opd_id AND t.id = link.titik_id
      JOIN upp u ON u.opd_id = y.opd_id AND u.id = y.upp_id
     WHERE y.opd_id = link.opd_id AND y.id = link.layanan_id
    OFFSET 0
 ) AS place
  LEFT JOIN LATERAL ({survey}) AS survey ON true
{keys}
"""
# The survey for which a form was served, whatever has become of it.
_SERVED = """
    SELECT s.id AS survey_id, s.questionnaire_id, s.state, s.window_from
      FROM surveys s
     WHERE s.opd_id = link.opd_id AND s.id = CAST(:survey_id AS uuid)
    OFFSET 0
"""
# The survey that is asked now: as recording/places.py, find_running_survey.
_RUNNING = """
    SELECT s.id AS survey_id, s.questionnaire_id, s.state, s.window_from
      FROM surveys s JOIN periode p ON p.id = s.periode_id
     WHERE s.opd_id = link.opd_id AND s.upp_id = link.upp_id AND p.state = 'berjalan'
     ORDER BY (s.state = 'berjalan') DESC, p.deadline DESC, s.part DESC
     LIMIT 1
"""
_LOOKING = {"look": f", {watching.LOOK}", "keys": f"  LEFT JOIN LATERAL ({watching.KEYS}) AS soft ON true"}
_COLUMNS = (
    "id", "opd_id", "opd_name", "opd_short_name", "upp_id", "layanan_id", "titik_id", "active", "code", "deactivated_at",
    "layanan", "customer_kind", "free_by_law", "channel", "titik", "upp", "in_use", "survey_id", "questionnaire_id", "state",
    "window_from",
)  # fmt: skip
_SEEN = ("network_key", "device_key", "resent", "same_device", "burst", "network", "vectors")
_ASK = statement(_ARRIVE.format(survey=_RUNNING, look="", keys=""), *_COLUMNS)
_POST = statement(_ARRIVE.format(survey=_RUNNING, **_LOOKING), *_COLUMNS, *_SEEN)
_POST_SERVED = statement(_ARRIVE.format(survey=_SERVED, **_LOOKING), *_COLUMNS, *_SEEN)


def find_place(code: str) -> Arrival | None:
    """Return what stands behind a code as it was typed, with the survey that runs; None for no code of ours."""
    rows = run_alone(_ASK, {"code": normalise(code)})
    return _arrival(rows[0], None) if rows else None


def find_arrival(code: str, sender: Sender) -> Arrival | None:
    """Return the same for somebody who posts a form: with the survey for which it was served, where it proves that."""
    values = watching.look_values(sender.address, sender.user_agent, sender.response_id)
    values |= {"code": normalise(code), "today": clock.today()}
    if sender.survey_id is None:
        rows = run_alone(_POST, values)
    else:
        rows = run_alone(_POST_SERVED, values | {"survey_id": sender.survey_id})
    return _arrival(rows[0], watching.seen_of(rows[0])) if rows else None


def _arrival(row: Any, seen: Seen | None) -> Arrival:
    link = LinkRef(
        row.id, row.opd_id, row.opd_name, row.opd_short_name, row.upp_id, row.layanan_id, row.titik_id, row.active, row.code,
        row.deactivated_at,
    )  # fmt: skip
    place = LinkPlace(
        layanan=row.layanan,
        internal=row.customer_kind == CustomerKind.INTERNAL,
        situations=situations(free_by_law=row.free_by_law, channel=ServiceChannel(row.channel)),
        titik=row.titik,
        office=row.upp,
        short_office=short_office(link, row.upp),
        open=link.active and row.in_use,
    )
    survey = row.survey_id and AskedSurvey(row.survey_id, row.questionnaire_id, SurveyState(row.state), row.window_from)
    return Arrival(link, place, survey, seen)
