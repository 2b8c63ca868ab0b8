"""A word in everything that another OPD ever wrote, and every way in which a file can hide it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader
from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Table,
    Uuid,
    create_engine,
    insert,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.exc import DBAPIError

from app import clock
from app.db import Base

CANARY = "kanari"
TRAILS = ("audit_entries", "city_audit_entries")  # append-only, so their triggers stand aside for the planting
WORDLESS = {"audit_checks"}  # hashes of the trails
BINARY = f"%PDF-1.4 {CANARY}"


@dataclass
class Planted:
    """Which columns carry the word, and which refused it (a vocabulary that the database checks, a hash, a key)."""

    columns: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    things: Mapping[str, str] = field(default_factory=dict)  # what an address of the OPD can name


def plant(owner_url: str, opd_id: UUID, known: Mapping[str, str]) -> Planted:
    """Write the word into every text, document and binary of an OPD, past both walls: as who owns the tables.

    A table in which the OPD has nothing yet gets a row; `known` are the things that such a row may point to.
    """
    planted, engine = Planted(things=known), create_engine(owner_url)
    with engine.begin() as connection:
        for table in TRAILS:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for table, where in _places():
            if "opd_id" in table.columns:
                _make_row(connection, table, opd_id, known)
            for column in table.columns:
                value = _value(table, column.name)
                if value is not None:
                    _write(connection, planted, f"{table.name}.{column.name}", value, where, opd_id)
        for table in TRAILS:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    engine.dispose()
    return planted


def holds_canary(content: bytes) -> bool:
    """Return whether the word stands in an answer, also inside a PDF or a packed file."""
    return any(CANARY in part.casefold() for part in _texts(content))


def _texts(content: bytes) -> Iterator[str]:
    yield content.decode("utf-8", "replace")
    if content.startswith(b"%PDF"):
        pages = PdfReader(BytesIO(content)).pages if b"%%EOF" in content[-1024:] else []
        yield re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as packed:
            yield from (packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def _places() -> Iterator[tuple[Table, str]]:
    """Return every table that holds something of an OPD, and which rows of it."""
    for table in Base.metadata.sorted_tables:
        if "opd_id" in table.columns and table.name not in WORDLESS:
            yield table, "opd_id = :opd_id"
    yield Base.metadata.tables["opd"], "id = :opd_id"
    only_here = "(SELECT user_id FROM memberships GROUP BY user_id HAVING every(opd_id IS NOT DISTINCT FROM :opd_id))"
    yield Base.metadata.tables["users"], f"id IN {only_here}"


def _make_row(connection: Connection, table: Table, opd_id: UUID, known: Mapping[str, str]) -> None:
    """The OPD has a row in the table, whatever it says; no matter where the table takes no such row."""
    if connection.scalar(text(f"SELECT EXISTS (SELECT FROM {table.name} WHERE opd_id = :opd_id)"), {"opd_id": opd_id}):
        return
    row = {
        column.name: _something(column, opd_id, known)
        for column in table.columns
        if not column.nullable and column.identity is None
    }
    with suppress(DBAPIError), connection.begin_nested():
        connection.execute(insert(table).values(row))


def _something(column: Column[Any], opd_id: UUID, known: Mapping[str, str]) -> Any:
    if column.name == "opd_id":
        return opd_id
    if column.name in known:
        return UUID(known[column.name])
    if isinstance(column.type, Enum):
        return next(iter(column.type.enum_class or ()))
    kinds: tuple[tuple[type[Any], Any], ...] = (
        (Uuid, uuid4()), (Boolean, False), (Integer, 2025), (Numeric, 80), (DateTime, clock.now()), (Date, clock.today()),
        (JSONB, {}), (TSVECTOR, CANARY), (LargeBinary, BINARY.encode()), (ARRAY, []), (String, CANARY),
    )  # fmt: skip
    return next(value for kind, value in kinds if isinstance(column.type, kind))


def _value(table: Table, name: str) -> str | None:
    """Return the SQL of what a column shall hold, or None where no words stand in it."""
    column = table.columns[name]
    if column.primary_key or column.foreign_keys or isinstance(column.type, Enum) or name == "kode":
        return None
    if isinstance(column.type, JSONB):
        extra = (
            f"CASE jsonb_typeof({name}) WHEN 'object' THEN '{{\"{CANARY}\": \"{CANARY}\"}}' ELSE '[\"{CANARY}\"]' END"
        )
        return f"{name} || ({extra})::jsonb"
    if isinstance(column.type, TSVECTOR):
        return f"to_tsvector('simple', '{CANARY}')"
    if isinstance(column.type, String):
        return f"'{CANARY} {table.name} {name} ' || gen_random_uuid()"
    return f"convert_to('{BINARY}', 'UTF8')" if isinstance(column.type, LargeBinary) else None


def _write(connection: Connection, planted: Planted, name: str, value: str, where: str, opd_id: UUID) -> None:
    table, column = name.split(".")
    try:
        with connection.begin_nested():
            done = connection.execute(
                text(f"UPDATE {table} SET {column} = {value} WHERE {where} AND {column} IS NOT NULL"),
                {"opd_id": opd_id},
            )
    except DBAPIError:
        planted.refused.add(name)
        return
    if done.rowcount:
        planted.columns.add(name)
