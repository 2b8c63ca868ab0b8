"""`-A tests.faults.poison`: the product's worker, but one report kills whoever makes it, as one too large for the memory."""

from __future__ import annotations

import os
import signal
from typing import Any
from uuid import UUID

from app.reports import making
from workers.app import celery

__all__ = ["celery"]
_make = making.make


def make(report_id: UUID, **more: Any) -> None:
    if str(report_id) == os.environ["POISON"]:
        os.kill(os.getpid(), signal.SIGKILL)
    _make(report_id, **more)


making.make = make
