"""The real processes on the test's database, and a mail server that keeps what it is given."""

from __future__ import annotations

from tests.faults.conftest import environment, mail, valkey

__all__ = ["environment", "mail", "valkey"]
