"""Let invitations go out by e-mail, and let other programs make them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261124_1820"
down_revision = "20261124_1810"

KINDS = "'undangan', 'atur_ulang', 'pengingat', 'pengingat_manual', 'tembusan', 'eskalasi', 'ringkasan'"
TABLES = ("letters", "city_letters")


def upgrade() -> None:
    # The release before this one knows slips only, so that is what a row without a word is.
    op.add_column("ticket_batches", sa.Column("way", sa.String(40), nullable=False, server_default="lembar"))
    op.create_check_constraint(
        op.f("ck_ticket_batches_way_known"), "ticket_batches", "way IN ('lembar', 'email', 'program')"
    )
    op.drop_constraint(op.f("ck_ticket_batches_count_handy"), "ticket_batches")
    op.alter_column("ticket_batches", "count", type_=sa.Integer())
    op.create_check_constraint(
        op.f("ck_ticket_batches_count_handy"), "ticket_batches", "way = 'program' OR count BETWEEN 1 AND 500"
    )
    op.execute("GRANT UPDATE (count) ON ticket_batches TO potret_app")  # a program's batch grows
    op.add_column("letters", sa.Column("ticket_batch_id", sa.Uuid()))
    op.create_foreign_key(
        "fk_own_ticket_batch_id", "letters", "ticket_batches", ["opd_id", "ticket_batch_id"], ["opd_id", "id"]
    )
    op.create_index(
        "ix_letters_opd_id_ticket_batch_id", "letters", ["opd_id", "ticket_batch_id", "step"],
        postgresql_where=sa.text("ticket_batch_id IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "uq_letters_ticket", "letters", ["opd_id", "ticket_batch_id", "step", "to_email"], unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("ticket_batch_id IS NOT NULL AND to_email <> ''"),
    )  # fmt: skip
    _allow_kinds(f"{KINDS}, 'undangan_survei'")


def downgrade() -> None:
    op.execute("DELETE FROM letters WHERE kind = 'undangan_survei'")
    _allow_kinds(KINDS)
    op.drop_index("uq_letters_ticket", table_name="letters")
    op.drop_index("ix_letters_opd_id_ticket_batch_id", table_name="letters")
    op.drop_constraint("fk_own_ticket_batch_id", "letters")
    op.drop_column("letters", "ticket_batch_id")
    op.execute("REVOKE UPDATE (count) ON ticket_batches FROM potret_app")
    op.execute("DELETE FROM tickets USING ticket_batches b WHERE b.id = batch_id AND b.way <> 'lembar'")
    op.execute("DELETE FROM ticket_batches WHERE way <> 'lembar'")
    op.drop_constraint(op.f("ck_ticket_batches_count_handy"), "ticket_batches")
    op.drop_constraint(op.f("ck_ticket_batches_way_known"), "ticket_batches")
    op.alter_column("ticket_batches", "count", type_=sa.SmallInteger())
    op.create_check_constraint(op.f("ck_ticket_batches_count_handy"), "ticket_batches", "count BETWEEN 1 AND 500")
    op.drop_column("ticket_batches", "way")


def _allow_kinds(kinds: str) -> None:
    for table in TABLES:
        op.drop_constraint(op.f(f"ck_{table}_kind_known"), table)
        op.create_check_constraint(op.f(f"ck_{table}_kind_known"), table, f"kind IN ({kinds})")
