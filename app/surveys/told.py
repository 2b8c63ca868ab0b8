"""Moves of a survey that tell the second of two people what the first has done, who it was, and when."""

from __future__ import annotations

from app.audit.queries import list_entries
from app.errors import Conflict
from app.surveys.models import Survey
from app.surveys.states import SurveyState
from app.web.formats import tanggal_jam


def move(survey: Survey, state: SurveyState) -> None:
    """The survey is in the state; Conflict, with who was there before, for a move that product.md does not draw."""
    try:
        survey.move_to(state)
    except Conflict as conflict:
        raise Conflict(f"{conflict.message}{last(survey)}") from conflict


def last(survey: Survey) -> str:
    """Return " Langkah terakhir: …, oleh Rina Kusumawati, 24 November 2026 10.42 WIB.", or nothing where none is known."""
    entry = next(iter(list_entries("surveys", survey.id, limit=1)), None)
    if entry is None:
        return ""
    label = entry.label[0].lower() + entry.label[1:]
    return f" Langkah terakhir: {label} oleh {entry.actor_name}, {tanggal_jam(entry.at)}."
