"""The app must not be able to walk around the database wall: each new connection is asked what its role may do."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

# Superuser, BYPASSRLS, an owner (who may switch the wall off, also as a member of the owner's role), or TRUNCATE (which
# no policy filters).
QUESTION = """
SELECT rolsuper OR rolbypassrls OR EXISTS (
    SELECT FROM pg_class
    WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p')
    AND (pg_has_role(current_user, relowner, 'MEMBER') OR has_table_privilege(current_user, oid, 'TRUNCATE'))
)
FROM pg_roles WHERE rolname = current_user
"""


class OverprivilegedRole(RuntimeError):
    """The role of DATABASE_URL or DATABASE_READER_URL is superuser, an owner, or may bypass row-level security."""


def refuse_overprivileged(engine: Engine) -> None:
    """Let no connection of the engine be used whose role could see every OPD whatever the scope."""
    if not event.contains(engine, "connect", _check):
        event.listen(engine, "connect", _check)


def ask_at_start(engine: Engine) -> None:
    """Refuse to start with such a role. A database that is not there yet is no reason: its connections are asked too."""
    with suppress(OperationalError), engine.connect():
        pass


def _check(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        (may_bypass,) = cursor.execute(QUESTION).fetchone()
    connection.rollback()
    if may_bypass:
        raise OverprivilegedRole(
            "DATABASE_URL must name a role that owns nothing and bypasses nothing, such as potret_app."
        )
