"""Mixins of owned rows. Every key of an owned table starts with `opd_id`, and so does every reference between owned
tables, so that a row of one OPD cannot point to another's."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column


class OpdOwned:
    """A row that belongs to one OPD. Both walls (guard.py, row-level security) stand on `opd_id`."""

    @declared_attr
    def opd_id(cls) -> Mapped[UUID]:
        return mapped_column(ForeignKey("opd.id"), primary_key=True, sort_order=-2)


class UppOwned(OpdOwned):
    """A row that belongs to one UPP of an OPD; hidden from people whose membership is limited to another UPP.

    Its table also needs `owned_reference("upp")`.
    """

    @declared_attr
    def upp_id(cls) -> Mapped[UUID]:
        return mapped_column(nullable=False, sort_order=-1)


def owned_reference(table: str, column: str | None = None, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """Return the composite foreign key from (opd_id, column) to (opd_id, id) of another owned table."""
    column = column or f"{table.rstrip('s')}_id"
    return ForeignKeyConstraint(
        ["opd_id", column], [f"{table}.opd_id", f"{table}.id"], ondelete=ondelete, name=f"fk_own_{column}"
    )
