"""What beat asks for."""

from __future__ import annotations

from datetime import datetime

import structlog

from app import clock
from app.audit import checking
from app.compliance.heartbeats import beat
from app.db import transaction
from app.opd.queries import list_opd_ids
from app.privacy import operations as privacy
from app.privacy import retention
from app.privacy.retention import Rule
from app.reminders import deciding
from app.results import reconciliation
from app.tenancy.scope import opd_scope
from workers.app import celery

log = structlog.get_logger()


@celery.task(name="periodic.heartbeat")
def heartbeat() -> None:
    """Beat, broker and worker are alive: this ran."""
    with transaction():
        beat("worker")
        beat("beat")


@celery.task(name="periodic.decide_reminders")
def decide_reminders() -> None:
    """Every letter that is due now is decided, once."""
    deciding.decide_due()


@celery.task(name="periodic.hurry_data_requests")
def hurry_data_requests() -> None:
    """Bagian Organisasi has been told, once, of each data request that is nearly due."""
    with transaction():
        privacy.hurry()


@celery.task(name="periodic.reconcile")
def reconcile() -> None:
    """It is known of every OPD whether its statistics equal its answers."""
    for opd_id in list_opd_ids():
        with opd_scope(opd_id), transaction():
            reconciliation.reconcile()
    with transaction():
        beat("reconciliation")


@celery.task(name="periodic.check_trails")
def check_trails() -> None:
    """It is known of every trail whether it is as it was written, under one moment for all."""
    at = clock.now()
    for opd_id in list_opd_ids():
        with opd_scope(opd_id), transaction():
            checking.check_trail(opd_id, at=at)
    with transaction():
        checking.check_city_trail(at=at)


@celery.task(name="periodic.tidy")
def tidy() -> None:
    """What nobody needs any more is forgotten by the rules of app/privacy/retention.py, each rule logged and on its own."""
    at = clock.now()
    for rule in retention.CITY_RULES:
        _forget(rule, at)
    for opd_id in list_opd_ids():
        with opd_scope(opd_id):
            for rule in retention.OPD_RULES:
                _forget(rule, at)


def _forget(rule: Rule, at: datetime) -> None:
    """A rule that fails in one OPD must not keep the others, nor the rules after it, from being carried out."""
    try:
        with transaction():
            retention.carry_out(rule, at=at)
    except Exception:
        log.exception("retention.failed", rule=rule.key)
        with transaction():
            retention.note_failure(rule, at=at)
