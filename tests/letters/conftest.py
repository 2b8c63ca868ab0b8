"""A mail server that keeps what it is given, and the worker's own tasks on the test's database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask

from app.db import transaction
from app.outbox import operations as outbox
from local.mail import MailCatcher


@pytest.fixture
def mail(app: Flask, tmp_path: Path) -> Iterator[MailCatcher]:
    """A mail server for this test, to which the application sends."""
    catcher = MailCatcher(tmp_path / "mail")
    catcher.start()
    app.config["MAIL_URL"] = catcher.smtp_url
    yield catcher
    catcher.stop()


@pytest.fixture
def topics(app: Flask, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The worker's tasks, run on the test's database without a broker."""
    monkeypatch.setenv("POTRET_ENV", "test")
    monkeypatch.setenv("DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])
    from workers import topics as tasks
    from workers.app import celery

    monkeypatch.setattr(celery, "flask_app", app)
    return tasks


@pytest.fixture
def work(world, topics: ModuleType) -> Callable[[], int]:
    """Return a function that does what relay and worker do for every row that is due, and says how many."""

    def run() -> int:
        with transaction():
            claims = outbox.claim()
        for claim in claims:
            topics.celery.tasks[claim.topic.value](
                row_id=claim.id, **({"opd_id": str(claim.opd_id)} if claim.opd_id else {})
            )
        return len(claims)

    return run
