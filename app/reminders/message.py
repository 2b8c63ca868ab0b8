"""A letter as an e-mail message. No word of a person can add a header to it."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol

from app.reminders.content.words import one_line

MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
LONGEST_NAME = 120


class Written(Protocol):
    """What a message needs of a letter."""

    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...


@dataclass(frozen=True)
class Mailbox:
    """A name and an e-mail address. The name is cleaned; an address that is none is a ValueError."""

    name: str
    address: str

    def __post_init__(self) -> None:
        if not ADDRESS.fullmatch(self.address):
            raise ValueError(f"not an e-mail address: {self.address!r}")

    def as_header(self) -> Address:
        return Address(display_name=one_line(self.name)[:LONGEST_NAME], addr_spec=self.address)


def to_message(
    letter: Written,
    *,
    sender: Mailbox,
    to: Mailbox,
    message_id: str,
    date: datetime,
    reply_to: Mailbox | None = None,
) -> EmailMessage:
    """Return the message, text first and HTML as its alternative.

    `message_id` comes with its angle brackets and is the same however often a letter is sent again; `date`
    is aware. Raises ValueError for either when it is not so.
    """
    if not MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"not a Message-ID: {message_id!r}")
    if date.tzinfo is None:
        raise ValueError("the date of a message needs its zone")
    message = EmailMessage(policy=SMTP)
    message["From"] = sender.as_header()
    message["To"] = to.as_header()
    if reply_to is not None:
        message["Reply-To"] = reply_to.as_header()
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(date)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # holiday answers of Exchange would drown the office
    message["Content-Language"] = "id"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message
