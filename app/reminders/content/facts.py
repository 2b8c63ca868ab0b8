"""What the writer of a letter must know: frozen, plain values, filled by whoever reads the world."""

from dataclasses import dataclass
from datetime import date, datetime

from app.compliance.pace import Forecast
from app.compliance.status import ComplianceStatus
from app.reminders.content.draft import Sender
from app.reminders.schedule import Step
from app.surveys.states import SurveyState


@dataclass(frozen=True)
class Addressee:
    """The reader. `position` is what stands under the name ("Admin SKM Dinas Kesehatan", "Camat Setu")."""

    name: str
    position: str
    address: str = "Bapak/Ibu"  # or "Bapak", "Ibu" where the person told us


@dataclass(frozen=True)
class Shortfall:
    """Answers of one layanan, or of one unfinished UPP of a large OPD, against their target.

    `missing` may be more than their difference: of several parts a surplus does not make up for another's shortfall.
    """

    name: str
    achieved: int
    target: int
    missing: int


@dataclass(frozen=True)
class LetterFacts:
    """The state of one OPD's (or one UPP's) SKM on the day of writing.

    `opd_short` goes into subject and button. `upp_name` is set only where the reader has one UPP of
    several. `upp_total` above 1 makes it a letter about many UPPs, and `shortfalls` then holds UPPs.
    `notes` are Bagian Organisasi's, of a returned report. `kepala_since` is the day of the first step that
    also goes to the kepala.
    """

    to: Addressee
    sender: Sender
    opd_name: str
    opd_short: str
    periode_title: str
    deadline: date
    today: date
    state: SurveyState
    forecast: Forecast
    link: str
    pause_link: str = ""  # where the reader may pause reminders for a while
    shortfalls: tuple[Shortfall, ...] = ()
    rtl_missing: bool = False
    notes: tuple[str, ...] = ()
    upp_name: str | None = None
    upp_finished: int = 0
    upp_total: int = 1
    kepala_since: date | None = None
    step: Step | None = None

    @property
    def days_left(self) -> int:
        """Calendar days to the deadline; negative after it."""
        return (self.deadline - self.today).days

    @property
    def unit(self) -> str:
        """The unit the letter speaks of."""
        return self.upp_name or self.opd_name

    @property
    def has_many_upps(self) -> bool:
        return self.upp_total > 1 and self.upp_name is None


@dataclass(frozen=True)
class OpdLine:
    """One OPD in a letter about the whole city."""

    name: str
    status: ComplianceStatus
    achieved: int
    target: int
    missing: int
    done_on: date | None = None
    contact: str = ""


@dataclass(frozen=True)
class CityFacts:
    """The whole city on the day of writing; `lines` are the OPDs to name, the most urgent first."""

    to: Addressee
    sender: Sender
    periode_title: str
    deadline: date
    today: date
    opd_total: int
    opd_finished: int
    lines: tuple[OpdLine, ...]
    link: str
    opd_expected_late: int = 0
    letters_sent: int = 0
    letters_failed: int = 0
    waiting_for_verification: int = 0
    step: Step | None = None
    trail: str = ""  # what the night's check of the trails found: the letter is its witness outside

    @property
    def days_left(self) -> int:
        return (self.deadline - self.today).days

    @property
    def opd_unfinished(self) -> int:
        return self.opd_total - self.opd_finished


@dataclass(frozen=True)
class AccountFacts:
    """An invitation or a way back in. `expires` carries its zone; `place` is the account's OPD or office."""

    to: Addressee
    sender: Sender
    today: date
    link: str
    expires: datetime
    role_label: str = ""
    place: str = ""


@dataclass(frozen=True)
class ChangeFacts:
    """What was changed about how an account opens; `at` carries its zone. Device and network are known of the owner's acts."""

    to: Addressee
    sender: Sender
    today: date
    link: str
    subject: str
    heading: str
    said: str
    at: datetime
    device: str = ""
    network: str = ""


@dataclass(frozen=True)
class RespondentFacts:
    """An invitation to answer; `link` carries the single-use code. Of the reader nothing is known."""

    sender: Sender
    layanan: str
    titik: str
    today: date
    last_day: date
    link: str
