"""The raw answers can be had as CSV too."""

from __future__ import annotations

from alembic import op

revision = "20261124_1938"
down_revision = "20261124_1937"
DOCUMENTS = "'laporan_pdf', 'laporan_docx', 'olah_xlsx', 'mentah_xlsx', 'poster_a4', 'poster_a3', 'bukti_dukung'"


def upgrade() -> None:
    _know(f"{DOCUMENTS}, 'mentah_csv'")


def downgrade() -> None:
    op.execute("DELETE FROM reports WHERE document = 'mentah_csv'")
    _know(DOCUMENTS)


def _know(documents: str) -> None:
    op.execute("ALTER TABLE reports DROP CONSTRAINT ck_reports_document_known")
    op.execute(f"ALTER TABLE reports ADD CONSTRAINT ck_reports_document_known CHECK (document IN ({documents}))")
