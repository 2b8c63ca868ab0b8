"""What the acts of the registry share: set values, tell what changed, and keep names unique."""

from __future__ import annotations

from datetime import time
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError

from app.db import Base
from app.errors import Rejected
from app.extensions import db


def apply(row: Any, **values: Any) -> dict[str, list[Any]]:
    """The row holds the values; return what differs as {column: [before, after]}, ready for the trail."""
    changes = {}
    for column, value in values.items():
        before = getattr(row, column)
        if before != value:
            changes[column] = [_plain(before), _plain(value)]
            setattr(row, column, value)
    return changes


def refuse_taken(model: type[Base], row: Any, message: str, *conditions: ColumnElement[bool], name: str) -> None:
    """Raise Rejected beside `name` where another row under the conditions has the same name, letters' case aside."""
    column = model.name  # type: ignore[attr-defined]
    other = select(model.id).where(func.lower(column) == name.lower(), *conditions)  # type: ignore[attr-defined]
    if row is not None:
        other = other.where(model.id != row.id)  # type: ignore[attr-defined]
    with db.session.no_autoflush:
        if db.session.scalar(other.limit(1)) is not None:
            raise Rejected(message, field="name")


def save(message: str, *, field: str) -> None:
    """Flush; where somebody else took the same name in the same moment, the database says so and the person reads it."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Rejected(message, field=field) from error


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat("minutes") if isinstance(value, time) else value
