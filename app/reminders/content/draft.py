"""The shape of a letter: its words in order, before anything is drawn."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


class Strong(str):
    """Words of a paragraph that are set bold. Plain text leaves them as they are."""

    __slots__ = ()


Paragraph = tuple[str, ...]  # spans, each a str or a Strong


@dataclass(frozen=True)
class Sender:
    """The office that writes: `office` over `parent` in the head, `person` to ask."""

    office: str  # "Bagian Organisasi"
    parent: str  # "Sekretariat Daerah Kota Tangerang Selatan"
    person: str = ""


@dataclass(frozen=True)
class Row:
    """One thing that is missing. `share` (0 to 1) draws a bar towards the target; None draws none."""

    title: str
    note: str
    value: str
    share: Fraction | None = None


@dataclass(frozen=True)
class Action:
    """A link of a letter; `note` says what opening it does."""

    label: str
    url: str
    note: str


@dataclass(frozen=True)
class Draft:
    """`action` is the one link of the letter's body; `pause` stands in the foot of a reminder, and of no other letter."""

    sender: Sender
    written_on: date
    greeting: str
    position: str
    subject: str
    preheader: str
    heading: str
    lead: tuple[Paragraph, ...]
    footer: str
    section: str = ""
    rows: tuple[Row, ...] = ()
    action: Action | None = None
    closing: tuple[Paragraph, ...] = ()
    pause: Action | None = None
