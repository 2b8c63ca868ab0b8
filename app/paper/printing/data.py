"""What is printed on the questionnaire."""

from __future__ import annotations

from dataclasses import dataclass

from app.surveys.questionnaire import Question


@dataclass(frozen=True)
class Form:
    city: str
    opd: str
    upp: str | None  # where it is not the OPD itself
    address: str
    periode: str
    layanan: str
    titik: str
    internal: bool
    questions: tuple[Question, ...]
