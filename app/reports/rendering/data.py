"""What a Laporan SKM prints. Figures arrive exact and decided; nothing is calculated again here.

Fractions stay exact until they are written: the document rounds them half up to the places it shows.
A figure that does not exist is None and is printed as a dash, never as zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True)
class Office:
    """The head of the document. `upp` stays None where the OPD is its own and only UPP."""

    city: str  # 'PEMERINTAH KOTA TANGERANG SELATAN'
    opd: str
    short_name: str  # running head: 'Disdukcapil Kota Tangerang Selatan'
    upp: str | None = None
    address_lines: tuple[str, ...] = ()
    crest: bytes | None = field(default=None, repr=False)  # PNG or JPEG; an empty shield is drawn without it
    crest_sha256: str = ""

    @property
    def unit(self) -> str:
        """Name of the unit that was surveyed."""
        return self.upp or self.opd


@dataclass(frozen=True)
class Issue:
    """Where and when the report is signed, and which frozen result it prints."""

    place: str
    formula_version: str
    signed_on: date | None = None
    number: str | None = None
    verification_code: str | None = None
    frozen_version: int | None = None
    provisional: bool = False  # before closing: watermark SEMENTARA


@dataclass(frozen=True)
class TeamMember:
    role: str
    name: str


@dataclass(frozen=True)
class Executor:
    kind: Literal["mandiri", "pihak_ketiga"]
    name: str
    decree: str | None = None  # SK Tim, or the contract with the third party
    team: tuple[TeamMember, ...] = ()


@dataclass(frozen=True)
class Channel:
    """A way of collecting and its responses. Codes: see texts.CHANNELS."""

    code: str
    count: int


@dataclass(frozen=True)
class Titik:
    name: str
    place: str = ""
    hours: str = ""


@dataclass(frozen=True)
class Layanan:
    """A layanan's sample and index. `population` is N, the users of the previous period; None: not recorded."""

    name: str
    population: int | None
    target: int
    n: int
    ikm: Decimal | None = None
    mutu: str | None = None
    note: str = ""  # why there is no IKM, or any caution

    @property
    def shortfall(self) -> int:
        """Respondents still missing; 0 once the target is met."""
        return max(0, self.target - self.n)


@dataclass(frozen=True)
class Sample:
    population: int | None  # None: not recorded for any layanan
    target: int
    achieved: int
    population_label: str  # 'tahun 2025'
    layanan: tuple[Layanan, ...]
    rule: Literal["upp", "layanan", "sensus"] = "upp"

    @property
    def shortfall(self) -> int:
        return max(0, self.target - self.achieved)


@dataclass(frozen=True)
class ProfileTable:
    """One question of the respondents' profile: (answer, count), those who declined included."""

    title: str
    rows: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.rows)


@dataclass(frozen=True)
class SubQuestion:
    """One of several questions of an unsur, whose NRR is the mean of theirs."""

    no: str  # '4.2'
    text: str
    n: int
    total: int
    nrr: Fraction | None
    frequencies: tuple[int, int, int, int]


@dataclass(frozen=True)
class Unsur:
    """One unsur. `weighted` is NRR / number of unsur, `converted` is NRR x 25, both exact."""

    no: int
    code: str
    name: str
    n: int
    total: int
    nrr: Fraction | None
    weighted: Fraction | None
    converted: Fraction | None
    mutu: str | None
    short_name: str | None = None
    lowest_rank: int | None = None  # 1, 2, 3 for the three lowest
    previous_nrr: Fraction | None = None
    frequencies: tuple[int, int, int, int] | None = None  # how often 1, 2, 3, 4 was given to its standard question
    questions: tuple[SubQuestion, ...] = ()  # with sub-questions: all of them, the standard one first

    @property
    def label(self) -> str:
        return self.short_name or self.name


@dataclass(frozen=True)
class Index:
    """The IKM. Without it `missing` names the unsur that have no score yet."""

    ikm: Decimal | None
    mutu: str | None = None
    kinerja: str | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weight:
    """The IKM as another circulating rule of the weight would print it."""

    label: str  # 'Persis 1/9', 'Bobot 0,111'
    ikm: Decimal
    mutu: str
    official: bool = False


@dataclass(frozen=True)
class TrendPoint:
    label: str
    ikm: Decimal | None
    mutu: str | None
    n: int | None = None
    reported: bool = False  # handed in, cannot be recalculated


@dataclass(frozen=True)
class Rtl:
    unsur: str
    program: str
    quarters: tuple[int, ...]  # 1..4
    responsible: str


@dataclass(frozen=True)
class FollowUp:
    """A row of last period's RTL and what became of it."""

    activity: str
    status: Literal["selesai", "sebagian", "belum"]
    evidence: str = ""
    obstacle: str = ""


@dataclass(frozen=True)
class Question:
    no: int
    unsur: str
    text: str
    options: tuple[str, ...]  # worst first, value 1 upwards
    elsewhere: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # where it is asked in other words, and how


@dataclass(frozen=True)
class Photo:
    """Its fingerprint stands for the picture, which is read only when it is printed."""

    caption: str
    image: bytes = field(repr=False)  # PNG or JPEG, already sized for print
    sha256: str = ""


@dataclass(frozen=True)
class Exclusion:
    """Responses left out before closing: both figures stay visible."""

    reasons: tuple[tuple[str, int], ...]
    ikm_with_them: Decimal | None

    @property
    def count(self) -> int:
        return sum(count for _, count in self.reasons)


@dataclass(frozen=True)
class Signature:
    role: str
    name: str
    rank: str | None = None
    nip: str | None = None
    on_behalf: str | None = None  # 'a.n. Kepala Dinas …'


@dataclass(frozen=True)
class SkmReport:
    """A whole Laporan SKM of one UPP (regulation.md 1.8). `texts` overrides chapter texts by Section."""

    office: Office
    issue: Issue
    title_period: str  # 'Tahunan 2026'
    collected_from: date
    collected_to: date
    executor: Executor
    channels: tuple[Channel, ...]
    sample: Sample
    unsur: tuple[Unsur, ...]
    index: Index
    aggregation_rule: str  # 'semua jawaban digabung'
    customer: Literal["masyarakat", "internal"] = "masyarakat"
    weight_label: str = "1/9"
    weights: tuple[Weight, ...] = ()
    profiles: tuple[ProfileTable, ...] = ()
    own_unsur: tuple[Unsur, ...] = ()  # beside the nine, never in the IKM
    titik: tuple[Titik, ...] = ()
    trend: tuple[TrendPoint, ...] = ()  # earlier periods, oldest first
    change_sentence: str | None = None  # comparison with the last period, beyond the regulation
    interval_sentence: str | None = None  # interval of the IKM, beyond the regulation
    rtl: tuple[Rtl, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    saran: tuple[tuple[str, int], ...] = ()  # theme, how often
    questionnaire: tuple[Question, ...] = ()
    exclusion: Exclusion | None = None
    photos: tuple[Photo, ...] = ()
    attachments: tuple[str, ...] = ()  # files that go with the report: their titles
    signature: Signature | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def lowest(self) -> tuple[Unsur, ...]:
        """The lowest unsur, worst first."""
        ranked = [row for row in self.unsur if row.lowest_rank]
        return tuple(sorted(ranked, key=lambda row: row.lowest_rank or 0))
