"""The Celery application: settings with their reasons.

Redis is disposable: every job is a row (outbox, pending_folds), and a message only says "look". FLUSHALL loses nothing.
"""

from __future__ import annotations

from celery import Celery
from celery.signals import worker_process_init

from app import create_app
from workers.base import OpdTask
from workers.schedule import schedule

TASK_LIMIT = 240  # seconds; the outbox lease (app/outbox/operations.py) is longer
VISIBILITY = 900

flask_app = create_app()

celery = Celery("potret", broker=flask_app.config["REDIS_URL"] or "redis://no-broker-is-set.invalid", task_cls=OpdTask)
celery.flask_app = flask_app
celery.conf.update(
    include=["workers.topics", "workers.periodic"],
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    # A message is acknowledged after the work, and comes back when a worker or its pool child is killed.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_time_limit=TASK_LIMIT,
    task_soft_time_limit=TASK_LIMIT - 20,
    worker_max_tasks_per_child=500,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": VISIBILITY,  # longer than the longest task, or it would be started twice
        "unacked_restore_interval": 10,  # without these two, kombu looks for lost messages only every 100 s
        "unacked_restore_throttle": 1,
        "socket_timeout": 10,
        "socket_connect_timeout": 3,
    },
    beat_schedule=schedule(flask_app.config["BEAT_SECONDS"]),
    timezone=flask_app.config["TIMEZONE"],
    worker_hijack_root_logger=False,
)
assert VISIBILITY >= 2 * TASK_LIMIT


@worker_process_init.connect
def _own_connections(**_: object) -> None:
    """A forked child must not share its parent's connections."""
    from app.extensions import db

    with flask_app.app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)
