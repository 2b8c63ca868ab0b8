"""Add pertanyaan tambahan: on versions and adaptations, their answers, and their statistics.

No answer has any yet, so the statistics need not be made anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.walls import protect

revision = "20261124_1900"
down_revision = "20261124_1870"
WITHIN = "extra_scores_1_to_4"


def upgrade() -> None:
    for table in ("questionnaires", "adaptations"):
        op.add_column(table, sa.Column("extras", postgresql.JSONB(), server_default="[]", nullable=False))
    op.add_column("responses", sa.Column("extra_scores", postgresql.JSONB(), server_default="{}", nullable=False))
    op.create_check_constraint(
        op.f(f"ck_responses_{WITHIN}"),
        "responses",
        "jsonb_typeof(extra_scores) = 'object' AND"
        " NOT jsonb_path_exists(extra_scores, '$.* ? (!(@ == 1 || @ == 2 || @ == 3 || @ == 4))')",
    )
    op.create_table(
        "extra_tallies",
        *(sa.Column(f"{name}_id", sa.Uuid(), nullable=False) for name in ("opd", "upp", "survey", "layanan", "titik")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("segment", "value", "code")),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("frequencies", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f("fk_extra_tallies_opd_id")),
        *(_reference(name) for name in ("upp", "survey", "layanan", "titik")),
        sa.PrimaryKeyConstraint(
            "opd_id", "survey_id", "layanan_id", "titik_id", "segment", "value", "code", name=op.f("pk_extra_tallies")
        ),
    )
    protect("extra_tallies")


def downgrade() -> None:
    op.drop_table("extra_tallies")
    op.drop_constraint(op.f(f"ck_responses_{WITHIN}"), "responses")
    op.drop_column("responses", "extra_scores")
    for table in ("adaptations", "questionnaires"):
        op.drop_column(table, "extras")


def _reference(name: str) -> sa.ForeignKeyConstraint:
    table = "surveys" if name == "survey" else name
    return sa.ForeignKeyConstraint(
        ["opd_id", f"{name}_id"], [f"{table}.opd_id", f"{table}.id"], name=f"fk_own_{name}_id"
    )
