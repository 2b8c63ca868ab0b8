"""The public form: what is served, and what was posted as an Answer, or as messages beside the fields.

The form is the same for a permanent link and for a single-use code; a `Door` says what differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import url_for

from app import clock
from app.links.tokens import Served, find_served, seal
from app.recording.forms import RULES, STALE_PAGE, RecordedInterview, parse
from app.responses.intake import Answer
from app.responses.models import Collection
from app.responses.profile import age_band
from app.surveys.questionnaire import QuestionnaireVersion

UI_VERSION = "publik-1"
NOTICE_VERSION = "publik-2026-11-24"  # names the files of the text: app/privacy/notices.py
TRAP = "situs_web"  # a field that people do not see
INCOMPLETE = "Data halaman ini tidak lengkap. Muat ulang halaman, lalu isi lagi."


@dataclass(frozen=True)
class Door:
    """How a respondent comes in. `code` is canonical; `pages` is the blueprint that has answer, record, received, privacy."""

    code: str
    pages: str
    collection: Collection
    upp_id: UUID
    layanan_id: UUID
    titik_id: UUID

    def url(self, page: str, **more: Any) -> str:
        """Return the address of one of its pages; the form is posted to `record`."""
        return url_for(f"{self.pages}.{page}", code=self.code, **more)


@dataclass(frozen=True)
class Sheet:
    """A form as it stands on the page: empty, or as it came back with what is wrong."""

    response_id: str
    token: str
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Posted:
    """An accepted form: the answer without its flags, and what it shows of itself."""

    answer: Answer
    seconds: float | None  # from serving to the end, None where nothing proves it
    trapped: bool


def blank(door: Door, survey_id: UUID) -> Sheet:
    """Return a fresh form; its response has an id from now on."""
    served = Served(uuid4(), survey_id, clock.now())
    return Sheet(str(served.response_id), seal(door.code, served))


def returned(values: Mapping[str, str], errors: Mapping[str, str]) -> Sheet:
    """Return the form with everything that was typed, and what is wrong with it."""
    return Sheet(values.get("response_id", ""), values.get("bukti", ""), values, errors)


def proof(code: str, values: Mapping[str, str]) -> Served | None:
    """Return when and for which survey the posted form was served, where it can prove it. `code` is canonical."""
    return find_served(code, values.get("bukti", ""), values.get("response_id", ""))


def response_id_of(values: Mapping[str, str]) -> UUID | None:
    try:
        return UUID(values.get("response_id", ""))
    except ValueError:
        return None  # its form will be told so


def read(
    door: Door,
    survey_id: UUID,
    questionnaire: QuestionnaireVersion,
    values: Mapping[str, str],
    served: Served | None,
    *,
    internal: bool = False,
) -> Posted | dict[str, str]:
    """Return the posted answer, or {field: Indonesian message}. Where it came from is the door's word, not the form's."""
    now = clock.now()
    begun = min(served.at, now) if served else now  # another machine's clock may be a little ahead
    ended = _ended(values.get("lama", ""), begun, now)
    said = parse(
        {
            **values, "layanan_id": str(door.layanan_id), "titik_id": str(door.titik_id), "started_at": begun.isoformat(),
            "finished_at": ended.isoformat(),
        },
        questionnaire,
    )  # fmt: skip
    if isinstance(said, dict):
        return {name: INCOMPLETE if message == STALE_PAGE else message for name, message in said.items()}
    return Posted(
        answer=_answer(door, survey_id, said.asked(internal=internal), begun if served else None, ended),
        seconds=(ended - begun).total_seconds() if served else None,
        trapped=bool(values.get(TRAP)),
    )


def _ended(seconds: str, begun: datetime, now: datetime) -> datetime:
    """Return when the answering ended: by the browser's own count where it waited for a network, but never later than now."""
    if not (seconds.isascii() and seconds.isdecimal()):
        return now
    return min(now, begun + timedelta(seconds=int(seconds[:9])))


def _answer(door: Door, survey_id: UUID, said: RecordedInterview, begun: datetime | None, ended: datetime) -> Answer:
    return Answer(
        id=said.response_id,
        survey_id=survey_id,
        upp_id=door.upp_id,
        layanan_id=door.layanan_id,
        titik_id=door.titik_id,
        questionnaire_id=said.questionnaire_id,
        collection=door.collection,
        scores=said.scores,
        extra_scores=said.extra_scores,
        sex=said.sex,
        age_band=age_band(said.age) if said.age else None,
        education=said.education,
        occupation=said.occupation,
        occupation_other=said.occupation_other or None,
        office_kind=said.office_kind,
        position=said.position,
        saran=said.saran,
        started_at=begun,
        finished_at=ended,
        ui_version=UI_VERSION,
        notice_version=NOTICE_VERSION,
    )


def context(questionnaire: QuestionnaireVersion, sheet: Sheet) -> dict[str, Any]:
    """Return what templates/public/form.html reads beside door and place."""
    return {"questionnaire": questionnaire, "sheet": sheet, "rules": RULES, "trap": TRAP}
