"""Sends the demo city's letters at the moment when they are decided, as a worker would, so that the log shows the past."""

from __future__ import annotations

from contextlib import nullcontext
from uuid import UUID

from sqlalchemy import select

from app.db import transaction
from app.extensions import db
from app.letters import sending
from app.letters.mail_server import NotDelivered
from app.outbox import operations as outbox
from app.outbox.models import OutboxRow, OutboxState
from app.outbox.topics import Topic
from app.tenancy.scope import opd_scope

SENDERS = {Topic.LETTER_SEND: sending.send_letter, Topic.CITY_LETTER_SEND: sending.send_city_letter}


def send_waiting() -> None:
    """Every letter that waits is sent; one that could not be is left to the worker."""
    waiting = db.session.execute(
        select(OutboxRow.id, OutboxRow.topic, OutboxRow.opd_id, OutboxRow.payload)
        .where(OutboxRow.state == OutboxState.WAITING, OutboxRow.topic.in_([topic.value for topic in SENDERS]))
        .order_by(OutboxRow.id)
    ).all()
    db.session.rollback()
    for row_id, topic, opd_id, payload in waiting:
        with opd_scope(opd_id) if opd_id else nullcontext():
            try:
                with transaction():
                    SENDERS[Topic(topic)](UUID(payload["letter_id"]))
                    outbox.finish(row_id)
            except NotDelivered:
                return
