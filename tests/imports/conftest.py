"""Workers of the import's tests: tasks in this process, or processes that can be killed."""

from __future__ import annotations

from tests.workers.conftest import environment, workers

__all__ = ["environment", "workers"]
