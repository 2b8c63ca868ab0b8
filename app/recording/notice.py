"""What a respondent is told before the first question (UU 27/2022 Pasal 21), in at most 40 words.

A changed text gets a new version; with each answer the version that was shown is stored.
"""

from __future__ import annotations

VERSION = "2026-1"
TEXT = (
    "Jawaban Anda dipakai pemerintah kota untuk memperbaiki pelayanan ini. Nama dan NIK tidak ditanyakan, dan jawaban "
    "tidak dapat ditelusuri kepada Anda. Boleh tidak menjawab, atau berhenti kapan saja."
)
