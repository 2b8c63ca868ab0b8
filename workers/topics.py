"""One task a topic. Each calls an operation inside one transaction, and run twice leaves what it leaves once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import structlog

from app.db import transaction
from app.imports import taking
from app.letters import sending
from app.outbox import operations as outbox
from app.outbox.operations import Claim
from app.outbox.topics import Topic
from app.reports import making
from app.results import fold
from workers.app import celery

log = structlog.get_logger()


@celery.task(name=Topic.RESPONSES_FOLD.value)
def fold_responses() -> None:
    """The statistics of the OPD hold every answer that had arrived."""
    while True:
        with transaction():
            taken = fold.fold_pending()
        if taken < fold.BATCH:
            return


@celery.task(name=Topic.LETTER_SEND.value)
def send_letter(row_id: int) -> None:
    _work(row_id, lambda payload: sending.send_letter(UUID(payload["letter_id"])), partial(_note_letter, city=False))


@celery.task(name=Topic.CITY_LETTER_SEND.value)
def send_city_letter(row_id: int) -> None:
    _work(
        row_id, lambda payload: sending.send_city_letter(UUID(payload["letter_id"])), partial(_note_letter, city=True)
    )


@celery.task(name=Topic.REPORT_MAKE.value)
def make_report(row_id: int) -> None:
    with transaction():  # its own, so that the page shows that somebody is at it
        if (claim := outbox.find(row_id)) is not None:
            making.begin(UUID(claim.payload["report_id"]), city=_is_city(claim.payload))
    _work(row_id, lambda payload: making.make(UUID(payload["report_id"]), city=_is_city(payload)), _note_report)


@celery.task(name=Topic.IMPORT_RUN.value)
def run_import(row_id: int) -> None:
    _work(row_id, lambda payload: taking.run(UUID(payload["import_id"])), _note_import)


def _note_letter(claim: Claim, error: str, *, city: bool) -> None:
    """The failure stands on the letter too, where people look."""
    final = claim.attempts >= outbox.MAX_ATTEMPTS
    sending.note_failure(UUID(claim.payload["letter_id"]), error, attempts=claim.attempts, final=final, city=city)


def _note_report(claim: Claim, error: str) -> None:
    final = claim.attempts >= outbox.MAX_ATTEMPTS
    city = _is_city(claim.payload)
    making.note_failure(UUID(claim.payload["report_id"]), error, attempts=claim.attempts, final=final, city=city)


def _is_city(payload: dict[str, Any]) -> bool:
    """Return whether a document is the whole city's, and belongs to no OPD."""
    return bool(payload.get("city"))


def _note_import(claim: Claim, _error: str) -> None:
    final = claim.attempts >= outbox.MAX_ATTEMPTS
    taking.note_failure(UUID(claim.payload["import_id"]), attempts=claim.attempts, final=final)


def _work(row_id: int, act: Callable[[dict[str, Any]], None], note: Callable[[Claim, str], None] | None = None) -> None:
    """Do what an outbox row asks for, and mark it done in the same transaction; a failure is tried again later.

    The failure undoes what `act` had done; `note` may then keep it where people look.
    """
    with transaction():
        if not outbox.begin(row_id):
            return  # done already, or another worker is at it
    try:
        with transaction():
            claim = outbox.find(row_id)
            if claim is None:
                return  # another worker was at it in this very moment
            act(claim.payload)
            outbox.finish(row_id)
    except Exception as error:
        log.warning("outbox.failed", row_id=row_id, error=repr(error)[:300])
        with transaction():
            if (claim := outbox.find(row_id)) is not None:
                outbox.fail(row_id, repr(error), attempts=claim.attempts)
                if note is not None:
                    note(claim, str(error) or repr(error))
