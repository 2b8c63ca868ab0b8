"""What a worker can be asked to do. Each topic has one task of the same name in workers/topics.py."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    RESPONSES_FOLD = "responses:fold"
    LETTER_SEND = "letter:send"
    CITY_LETTER_SEND = "city_letter:send"
    REPORT_MAKE = "report:make"
    IMPORT_RUN = "import:run"
