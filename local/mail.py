"""A mail server that keeps every letter and delivers none, with an inbox in the browser.

python -m local.mail --folder var/mail --smtp-port 8026 --web-port 8025
"""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from local.inbox import InboxServer
from local.letters import Letter, LetterBox
from local.ports import HOST, free_port

# What real servers say, by the code that a test asks for (RFC 3463).
REASONS = {
    421: "4.3.2 Server sedang berhenti, coba lagi nanti",
    450: "4.2.0 Kotak surat sedang tidak dapat dipakai",
    451: "4.3.0 Gangguan sementara, coba lagi nanti",
    452: "4.2.2 Kotak surat penuh",
    550: "5.1.1 Alamat tidak dikenal",
    552: "5.2.2 Kotak surat penuh",
    554: "5.7.1 Surat ditolak",
}
BUSY_SECONDS = 30.0  # a loaded machine; aiosmtpd's own 5 s end a start that was only slow


class MailCatcher:
    """SMTP and inbox on the loopback interface; `answer` makes chosen recipients fail."""

    def __init__(self, folder: Path, *, smtp_port: int | None = None, web_port: int | None = None) -> None:
        self.box = LetterBox(folder)
        self.smtp_port = smtp_port or free_port()
        self.web_port = web_port or free_port()
        self._answers: dict[str, str] = {}
        self._smtp: Controller | None = None
        self._web: InboxServer | None = None

    @property
    def smtp_url(self) -> str:
        """Address for MAIL_URL."""
        return f"smtp://{HOST}:{self.smtp_port}"

    @property
    def inbox_url(self) -> str:
        """Address of the inbox for people."""
        return f"http://localhost:{self.web_port}"

    def start(self) -> None:
        """Take letters and show them; raises OSError when a port is taken."""
        if self._smtp is None:
            self._smtp = Controller(
                self, hostname=HOST, port=self.smtp_port, ready_timeout=BUSY_SECONDS, enable_SMTPUTF8=True
            )
            self._smtp.start()
            self._web = InboxServer(self.box, self.web_port)
            self._web.start()

    def stop(self) -> None:
        """Take no more letters; those that came stay in the folder."""
        if self._web is not None:
            self._web.stop()
            self._web = None
        if self._smtp is not None:
            self._smtp.stop()
            self._smtp = None

    def letters(self) -> list[Letter]:
        """Return the letters so far, oldest first."""
        return self.box.list()

    def clear(self) -> None:
        """Forget letters and answers."""
        self.box.clear()
        self._answers.clear()

    def answer(self, recipient: str, code: int, text: str = "") -> None:
        """Answer letters to `recipient` with an SMTP code from now on; 250 takes them again."""
        if code == 250:
            self._answers.pop(recipient.lower(), None)
        else:
            self._answers[recipient.lower()] = f"{code} {text or REASONS[code]}"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Sequence[str]
    ) -> str:
        """Take the recipient, unless a test wants it refused."""
        refusal = self._answers.get(address.lower())
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter before saying so."""
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        letter = self.box.add(envelope.mail_from or "", envelope.rcpt_tos, raw)
        return f"250 OK disimpan sebagai {letter.id}"


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--web-port", type=int, required=True)
    options = parser.parse_args()
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    catcher = MailCatcher(options.folder, smtp_port=options.smtp_port, web_port=options.web_port)
    catcher.start()
    asked.wait()
    catcher.stop()


if __name__ == "__main__":
    main()
