"""Fields of a periode's policy: days from the deadline, and addresses."""

from __future__ import annotations

import re
from email.utils import parseaddr

from wtforms import Field
from wtforms.widgets import TextArea, TextInput

from app.periods.words import days
from app.reminders.message import Mailbox

FARTHEST = 180
MOST_ADDRESSES = 5


def read_days(text: str) -> tuple[int, ...]:
    """Return the distinct days that the text lists, the smallest first; raises ValueError with words for the person."""
    parts = [part for part in re.split(r"[,;\s]+", text) if part]
    if not all(re.fullmatch(r"[0-9]{1,4}", part) and 1 <= int(part) <= FARTHEST for part in parts):
        raise ValueError(f"Tulis hari dari 1 sampai {FARTHEST}, dipisah koma, misalnya 30, 14, 7.")
    return tuple(sorted({int(part) for part in parts}))


def read_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses, one a line, bare or as `Sekretaris Daerah <sekda@…>`; raises ValueError for one that is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        try:
            Mailbox(*parseaddr(line))
        except ValueError as error:
            raise ValueError(f"“{line[:60]}” bukan alamat e-mail. Tulis satu alamat tiap baris.") from error
    if len(lines) > MOST_ADDRESSES:
        raise ValueError(f"Paling banyak {MOST_ADDRESSES} alamat.")
    return tuple(dict.fromkeys(lines))


class DaysField(Field):
    """Days before or after the deadline, as a tuple of positive numbers."""

    widget = TextInput()

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else days(self.data or ())

    def process_formdata(self, values: list[str]) -> None:
        self.data: tuple[int, ...] = ()
        self.data = read_days(values[0] if values else "")


class AddressesField(Field):
    """E-mail addresses, one a line, as a tuple."""

    widget = TextArea()

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "\n".join(self.data or ())

    def process_formdata(self, values: list[str]) -> None:
        self.data: tuple[str, ...] = ()
        self.data = read_addresses(values[0] if values else "")


def hours() -> list[tuple[str, str]]:
    """Return the hours at which reminders may leave: inside office hours."""
    return [(str(hour), f"{hour:02d}.00") for hour in range(7, 16)]
