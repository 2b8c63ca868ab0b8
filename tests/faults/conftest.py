"""What faults need: the real processes on the test's database, and a mail server that keeps what it is given."""

from __future__ import annotations

from tests.letters.conftest import mail, topics, work
from tests.workers.conftest import environment, valkey

__all__ = ["environment", "mail", "topics", "valkey", "work"]
