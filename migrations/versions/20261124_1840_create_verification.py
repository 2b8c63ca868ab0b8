"""Create what verification needs: notes at points of the checklist, explanations, signed sheets, a verifier of one's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.walls import protect

revision = "20261124_1840"
down_revision = "20261124_1830"

ROLES = "'organisasi', 'pemantau', 'kepala', 'admin_opd', 'kepala_upp', 'admin_upp', 'petugas'"
PURPOSES = "'foto', 'sk_tim', 'bertanda_tangan'"
NEW_PURPOSES = "'lembar_pengesahan', 'laporan_pihak_ketiga', 'bukti_publikasi'"
DOCUMENTS = "'laporan_pdf', 'laporan_docx', 'olah_xlsx', 'mentah_xlsx', 'poster_a4', 'poster_a3'"
MEDIA = (
    "'poster', 'papan_pengumuman', 'brosur', 'spanduk', 'koran', 'radio_tv', 'laman', 'media_sosial', 'layar_informasi', "
    "'aplikasi'"
)
CERTIFICATION = ("recorded_by", "sheet_id", "read_sha256")


def upgrade() -> None:
    _swap_check("memberships", "role_known", f"role IN ({ROLES}, 'verifikator')")
    _swap_check("report_files", "purpose_known", f"purpose IN ({PURPOSES}, {NEW_PURPOSES})")
    _swap_check("reports", "document_known", f"document IN ({DOCUMENTS}, 'bukti_dukung')")
    op.add_column("opd", sa.Column("submits_for_upp", sa.Boolean(), server_default=sa.false(), nullable=False))
    _certification()
    _notes()
    _explanations()
    _publications()


def downgrade() -> None:
    op.drop_table("publications")
    op.drop_table("quality_explanations")
    op.drop_table("verifier_notes")
    op.drop_constraint("fk_own_sheet_id", "frozen_results", type_="foreignkey")
    for column in CERTIFICATION:
        op.drop_column("frozen_results", column)
    op.drop_column("opd", "submits_for_upp")
    op.execute(f"DELETE FROM report_files WHERE purpose IN ({NEW_PURPOSES})")
    op.execute("DELETE FROM reports WHERE document = 'bukti_dukung'")
    _swap_check("reports", "document_known", f"document IN ({DOCUMENTS})")
    op.execute("DELETE FROM memberships WHERE role = 'verifikator'")
    _swap_check("report_files", "purpose_known", f"purpose IN ({PURPOSES})")
    _swap_check("memberships", "role_known", f"role IN ({ROLES})")


def _swap_check(table: str, name: str, condition: str) -> None:
    full = op.f(f"ck_{table}_{name}")
    op.drop_constraint(full, table, type_="check")
    op.create_check_constraint(full, table, condition)


def _certification() -> None:
    op.add_column("frozen_results", sa.Column("recorded_by", sa.String(), server_default="", nullable=False))
    op.add_column("frozen_results", sa.Column("sheet_id", sa.Uuid(), nullable=True))
    op.add_column("frozen_results", sa.Column("read_sha256", sa.String(), server_default="", nullable=False))
    op.create_foreign_key("fk_own_sheet_id", "frozen_results", "report_files", ["opd_id", "sheet_id"], ["opd_id", "id"])
    op.execute(f"GRANT UPDATE ({', '.join(CERTIFICATION)}) ON frozen_results TO potret_app")


def _of_survey(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f(f"fk_{table}_opd_id")),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f(f"pk_{table}")),
    )


def _notes() -> None:
    op.create_table(
        "verifier_notes",
        *_of_survey("verifier_notes"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_verifier_notes_opd_id_survey_id", "verifier_notes", ["opd_id", "survey_id"])
    protect("verifier_notes", "SELECT, INSERT, UPDATE (answer, answered_by, answered_at)")


def _explanations() -> None:
    op.create_table(
        "quality_explanations",
        *_of_survey("quality_explanations"),
        sa.Column("note_key", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("explained_by", sa.String(), nullable=False),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint(
            "opd_id", "survey_id", "note_key", name=op.f("uq_quality_explanations_opd_id_survey_id_note_key")
        ),
    )
    protect("quality_explanations", "SELECT, INSERT, UPDATE (evidence, text, explained_by, explained_at)")


def _publications() -> None:
    op.create_table(
        "publications",
        *_of_survey("publications"),
        sa.Column("medium", sa.String(40), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"medium IN ({MEDIA})", name=op.f("ck_publications_medium_known")),
        sa.ForeignKeyConstraint(
            ["opd_id", "evidence_id"], ["report_files.opd_id", "report_files.id"], name="fk_own_evidence_id"
        ),
    )
    op.create_index("ix_publications_opd_id_survey_id", "publications", ["opd_id", "survey_id"])
    protect("publications", "SELECT, INSERT, DELETE")
