"""The declarative base, shared columns, and the one place that commits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Executable,
    Identity,
    MetaData,
    Row,
    String,
    Uuid,
    column,
    text,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.selectable import TextualSelect

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: DateTime(timezone=True),
        # Words, not the database's enum types: a CHECK (one_of) is changed by one statement inside a transaction.
        Enum: EnumType(
            Enum, native_enum=False, length=40, values_callable=lambda kind: [member.value for member in kind]
        ),
        UUID: Uuid(),
        str: String(),
        dict[str, Any]: JSONB(),
        list[dict[str, Any]]: JSONB(),
    }


class Identified:
    """A random id as primary key: it tells an outsider nothing."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class Numbered:
    """A growing id as primary key, where rows have an order of arrival."""

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)


def one_of(column: str, vocabulary: type[StrEnum]) -> CheckConstraint:
    """Return the CHECK that lets the database refuse a word that is not in the enum."""
    words = ", ".join(f"'{member.value}'" for member in vocabulary)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


@contextmanager
def transaction() -> Iterator[Any]:
    """Commit what the block did, or nothing of it. The only commit of the web and of the workers."""
    from app.extensions import db

    try:
        yield db.session
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def statement(sql: str, *columns: str) -> TextualSelect:
    """Return a statement in SQL for the hot path; what it returns is named, so that this is not found out at each run."""
    return text(sql).columns(*(column(name) for name in columns))


def run_alone(statement: Executable, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
    """Run one statement as a transaction of its own and return its rows; what it wrote is durable then.

    It is one round trip where a transaction of the session is five. Only for what may be sent twice: where the connection
    turns out to be dead, nobody knows whether the statement arrived, and it is sent once more over a new one.
    """
    try:
        return _run(statement, values)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return _run(statement, values)


def _run(statement: Executable, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
    from app.extensions import db

    with db.engines["alone"].connect() as connection:
        return connection.execute(statement, values).all()
