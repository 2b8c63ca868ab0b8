"""What the sheets print. Like data.py of the report: figures arrive decided; a figure that does not exist is None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Scores = tuple[int | None, ...]


@dataclass(frozen=True)
class Head:
    """What every sheet of a survey says first."""

    opd: str
    unit: str
    title_period: str  # 'Tahunan 2026'
    customer: str
    collected_from: date
    collected_to: date
    data_version: str  # which frozen data this is, or that the figures still move


@dataclass(frozen=True)
class UnsurName:
    code: str
    name: str


@dataclass(frozen=True)
class Processing:
    """The processing sheet: the scores of every counted respondent, and the figures that they must come to."""

    head: Head
    unsur: tuple[UnsurName, ...]  # questionnaire order
    rows: tuple[Scores, ...]  # a score for each question of each unsur, then of the own unsur
    printed_ikm: Decimal | None  # as result page and report print it
    min_answered: int
    left_out: int  # answers in time that have fewer scores than that
    sizes: tuple[int, ...] = ()  # how many questions each unsur has; () stands for one each
    questions: tuple[str, ...] = ()  # the sub-questions in the order of their columns
    own: tuple[UnsurName, ...] = ()  # own unsur, whose columns stand last and enter nothing


@dataclass(frozen=True)
class Variable:
    """A column of the raw data, as the codebook explains it. `values`: (value, what it means)."""

    name: str
    meaning: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RawData:
    """Every answer as it stands, and the saran apart from them, so that no saran stands beside a profile."""

    head: Head
    variables: tuple[Variable, ...]
    rows: tuple[tuple[str | int | date | None, ...], ...]  # one value a variable
    saran: tuple[tuple[date, str, str], ...]  # day, layanan, text as it was masked
