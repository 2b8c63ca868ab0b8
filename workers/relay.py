"""The relay: wakes by LISTEN/NOTIFY (and looks anyway), claims outbox rows, and sends the tasks.

Several may run; a claim is a lease, so a row whose worker died comes back. Also nudges the fold of every OPD that has
answers waiting. Run: `python -m workers.relay`.
"""

from __future__ import annotations

import signal
from select import select as wait_for
from types import FrameType
from typing import Any
from uuid import UUID

import psycopg
import structlog
from kombu.exceptions import OperationalError as BrokerError
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.db import transaction
from app.extensions import db
from app.outbox import operations as outbox
from app.outbox.topics import Topic
from app.responses.models import PendingFold
from app.tenancy.scope import all_opds
from workers.app import celery, flask_app

log = structlog.get_logger()
PAUSE = 0.5  # seconds between looks when nobody calls
stopping = False


def main() -> None:
    """Run until told to stop."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    with flask_app.app_context():
        while not stopping:
            try:
                _run()
            except (OperationalError, psycopg.OperationalError, BrokerError, ConnectionError) as error:
                log.warning("relay.waits", error=str(error)[:200])
                wait_for([], [], [], 1.0)


def _run() -> None:
    with _listening() as connection:
        while not stopping:
            relay_once()
            if wait_for([connection], [], [], PAUSE)[0]:
                for _ in connection.notifies(timeout=0):
                    pass


def relay_once() -> int:
    """Send what is due; return how many rows were claimed."""
    with transaction():
        claims = outbox.claim()
    for claim in claims:
        send(claim.topic, row_id=claim.id, opd_id=claim.opd_id)
    for opd_id in opds_with_answers_waiting():
        send(Topic.RESPONSES_FOLD, opd_id=opd_id)
    db.session.remove()
    return len(claims)


def opds_with_answers_waiting() -> list[UUID]:
    """Return the OPDs whose statistics do not hold all their answers yet."""
    with all_opds("relay: whose answers wait to be folded"):
        return list(db.session.scalars(select(PendingFold.opd_id).distinct().limit(500)))


def send(topic: Topic, *, row_id: int | None = None, opd_id: UUID | None = None) -> None:
    """Send the nudge. A broker that is away costs little: the row's lease brings it back."""
    arguments: dict[str, Any] = {} if row_id is None else {"row_id": row_id}
    if opd_id is not None:
        arguments["opd_id"] = str(opd_id)
    celery.send_task(topic.value, kwargs=arguments, retry=False, expires=300)


def _listening() -> psycopg.Connection[Any]:
    url = flask_app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("LISTEN outbox")
    return connection


def _stop(_signal: int, _frame: FrameType | None) -> None:
    global stopping  # noqa: PLW0603 — a signal handler has nowhere else to say it
    stopping = True


if __name__ == "__main__":
    main()
