"""Let chapter texts be edited, and keep other documents than the report."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.walls import open_to_app, protect

revision = "20261124_1760"
down_revision = "20261124_1750"

DOCUMENTS = "'laporan_pdf', 'laporan_docx', 'olah_xlsx', 'mentah_xlsx', 'poster_a4', 'poster_a3'"
CITY_DOCUMENTS = "'rekap_kota_pdf', 'rekap_kota_xlsx'"
STATES = "'menunggu', 'dibuat', 'siap', 'gagal'"
CUSTOMERS = "'masyarakat', 'internal'"
PURPOSES = "'foto', 'sk_tim', 'bertanda_tangan'"


def upgrade() -> None:
    op.add_column("reports", sa.Column("document", sa.String(40), server_default="laporan_pdf", nullable=False))
    op.create_check_constraint(op.f("ck_reports_document_known"), "reports", f"document IN ({DOCUMENTS})")
    _city_reports()
    _texts()
    _files()
    _heads()


def downgrade() -> None:
    for table in ("report_heads", "report_files", "report_texts", "city_reports"):
        op.drop_table(table)
    op.drop_constraint(op.f("ck_reports_document_known"), "reports")
    op.drop_column("reports", "document")


def _city_reports() -> None:
    op.create_table(
        "city_reports",
        sa.Column("periode_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.String(40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("progress", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_city_reports_state_known")),
        sa.CheckConstraint(f"document IN ({CITY_DOCUMENTS})", name=op.f("ck_city_reports_document_known")),
        sa.ForeignKeyConstraint(["periode_id"], ["periode.id"], name=op.f("fk_city_reports_periode_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_reports")),
    )
    op.create_index("ix_city_reports_periode_id", "city_reports", ["periode_id", "created_at"])
    open_to_app("city_reports", "SELECT, INSERT, UPDATE")


def _owned(table: str) -> list[sa.Column | sa.Constraint]:
    """Return what every table owned by a UPP begins with."""
    return [
        sa.Column("opd_id", sa.Uuid(), nullable=False),
        sa.Column("upp_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id"], ["opd.id"], name=op.f(f"fk_{table}_opd_id")),
        sa.ForeignKeyConstraint(["opd_id", "upp_id"], ["upp.opd_id", "upp.id"], name="fk_own_upp_id"),
        sa.PrimaryKeyConstraint("opd_id", "id", name=op.f(f"pk_{table}")),
    ]


def _of_survey() -> list[sa.Column | sa.Constraint]:
    return [
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opd_id", "survey_id"], ["surveys.opd_id", "surveys.id"], name="fk_own_survey_id"),
    ]


def _texts() -> None:
    op.create_table(
        "report_texts",
        *_owned("report_texts"),
        *_of_survey(),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("default_text", sa.String(), nullable=False),
        sa.Column("default_edition", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN ({CUSTOMERS})", name=op.f("ck_report_texts_kind_known")),
        sa.UniqueConstraint(
            "opd_id", "survey_id", "kind", "section", name=op.f("uq_report_texts_opd_id_survey_id_kind_section")
        ),
    )
    protect("report_texts")


def _files() -> None:
    op.create_table(
        "report_files",
        *_owned("report_files"),
        *_of_survey(),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(), server_default="", nullable=False),
        sa.Column("uploaded_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"purpose IN ({PURPOSES})", name=op.f("ck_report_files_purpose_known")),
        sa.CheckConstraint(f"kind IN ({CUSTOMERS})", name=op.f("ck_report_files_kind_known")),
    )
    op.create_index("ix_report_files_opd_id_survey_id", "report_files", ["opd_id", "survey_id", "created_at"])
    protect("report_files")


def _heads() -> None:
    words = ("address", "place", "signer_position", "signer_name", "signer_rank", "signer_nip", "logo_sha256")
    op.create_table(
        "report_heads",
        *_owned("report_heads"),
        *(sa.Column(name, sa.String(), server_default="", nullable=False) for name in words),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("opd_id", "upp_id", name=op.f("uq_report_heads_opd_id_upp_id")),
    )
    protect("report_heads")
