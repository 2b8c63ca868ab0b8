"""The app must not be able to walk around the database wall: each new connection is asked what its role may do."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

QUESTION = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


class OverprivilegedRole(RuntimeError):
    """The role of DATABASE_URL or DATABASE_READER_URL is superuser or may bypass row-level security."""


def refuse_overprivileged(engine: Engine) -> None:
    """Let no connection of the engine be used whose role could see every OPD whatever the scope."""
    if not event.contains(engine, "connect", _check):
        event.listen(engine, "connect", _check)


def _check(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        (may_bypass,) = cursor.execute(QUESTION).fetchone()
    connection.rollback()
    if may_bypass:
        raise OverprivilegedRole("DATABASE_URL must name a role without SUPERUSER and BYPASSRLS, such as potret_app.")
