"""Letters that were caught, kept as .eml files: they outlive a restart, and any mail program opens them."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

STAMP = "%Y%m%dT%H%M%S.%fZ"  # the file's name begins with it, so names sort by time
ENVELOPE_FROM, ENVELOPE_TO = "X-Envelope-From", "X-Envelope-To"


@dataclass(frozen=True)
class Letter:
    """One letter as it was handed over: `sender` and `to` are those of the envelope, bare addresses."""

    id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    message_id: str
    received_at: datetime
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the letter for `/surat.json`; the time is ISO 8601 in UTC."""
        return {
            "id": self.id,
            "from": self.sender,
            "to": list(self.to),
            "subject": self.subject,
            "message_id": self.message_id,
            "received_at": self.received_at.isoformat(),
            "text": self.text,
            "html": self.html,
        }


class LetterBox:
    """The letters of one folder, oldest first; threads may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._letters = {path.stem: read_letter(path) for path in sorted(folder.glob("*.eml"))}

    def add(self, sender: str, to: Sequence[str], content: bytes) -> Letter:
        """Keep a letter; it is on the disk when this returns."""
        now = datetime.now(UTC)
        path = self.folder / f"{now.strftime(STAMP)}-{secrets.token_hex(4)}.eml"
        envelope = f"{ENVELOPE_FROM}: {sender}\r\n{ENVELOPE_TO}: {', '.join(to)}\r\n"
        draft = path.with_suffix(".baru")
        draft.write_bytes(envelope.encode() + content)
        draft.replace(path)
        letter = read_letter(path)
        with self._lock:
            self._letters[letter.id] = letter
        return letter

    def list(self) -> list[Letter]:
        """Return all letters, oldest first."""
        with self._lock:
            return list(self._letters.values())

    def find(self, letter_id: str) -> Letter | None:
        """Return the letter, or None; an id that was never given is no path to a file."""
        with self._lock:
            return self._letters.get(letter_id)

    def raw(self, letter: Letter) -> bytes:
        """Return the letter as it was sent, after the two lines of its envelope."""
        return (self.folder / f"{letter.id}.eml").read_bytes()

    def clear(self) -> None:
        """Throw all letters away."""
        with self._lock:
            for letter_id in self._letters:
                (self.folder / f"{letter_id}.eml").unlink(missing_ok=True)
            self._letters.clear()


def read_letter(path: Path) -> Letter:
    """Return the letter in an .eml file of ours."""
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
    own = {ENVELOPE_FROM.lower(), ENVELOPE_TO.lower()}
    return Letter(
        id=path.stem,
        sender=str(message[ENVELOPE_FROM] or ""),
        to=tuple(address.strip() for address in str(message[ENVELOPE_TO] or "").split(",")),
        subject=str(message["Subject"] or ""),
        message_id=str(message["Message-ID"] or ""),
        received_at=datetime.strptime(path.stem.split("-")[0], STAMP).replace(tzinfo=UTC),
        headers=tuple((name, str(value)) for name, value in message.items() if name.lower() not in own),
        text=body(message, "plain"),
        html=body(message, "html"),
        attachments=tuple(part.get_filename() or "tanpa nama" for part in message.iter_attachments()),
    )


def body(message: EmailMessage, kind: str) -> str:
    """Return the text of the part that a mail program would show, or an empty string."""
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
