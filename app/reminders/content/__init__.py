"""The words of every e-mail: facts in, a Draft out. Nothing here draws, sends or looks anything up."""

from app.reminders.content.account import account_changed, invitation, password_reset
from app.reminders.content.address import admin_position, kepala_position
from app.reminders.content.city import copy_to_organisasi, escalation, weekly_digest
from app.reminders.content.draft import Action, Draft, Paragraph, Row, Sender, Strong
from app.reminders.content.facts import (
    AccountFacts,
    Addressee,
    ChangeFacts,
    CityFacts,
    LetterFacts,
    OpdLine,
    RespondentFacts,
    Shortfall,
)
from app.reminders.content.reminder import own_text, to_admin, to_kepala, to_petugas
from app.reminders.content.respondent import survey_invitation
from app.reminders.content.trying import held_back, trial

__all__ = [
    "AccountFacts",
    "ChangeFacts",
    "account_changed",
    "Action",
    "Addressee",
    "CityFacts",
    "Draft",
    "LetterFacts",
    "OpdLine",
    "RespondentFacts",
    "Paragraph",
    "Row",
    "Sender",
    "Shortfall",
    "Strong",
    "admin_position",
    "copy_to_organisasi",
    "escalation",
    "held_back",
    "invitation",
    "kepala_position",
    "own_text",
    "password_reset",
    "survey_invitation",
    "to_admin",
    "to_kepala",
    "to_petugas",
    "trial",
    "weekly_digest",
]
