"""What stands on the paper before the first question. A changed text gets a new version (app/privacy/notices.py)."""

from __future__ import annotations

VERSION = "kertas-2026-11"
TEXT = (
    "Tanpa nama. Jangan tulis nama, NIK, atau nomor telepon. Jawaban Anda hanya dipakai untuk memperbaiki pelayanan. Pertanyaan "
    "mana pun boleh tidak dijawab, dan pelayanan Anda tidak terpengaruh."
)
