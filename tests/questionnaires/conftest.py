"""Reports are made by the real task, in this process."""

from tests.workers.conftest import workers

__all__ = ["workers"]
