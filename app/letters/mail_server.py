"""Handing a message to the mail server of MAIL_URL.

smtp://user:password@host:port, smtps:// (TLS from the start), or smtp+starttls:// (TLS after the greeting).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

TIMEOUT = 15.0  # seconds; a server that hangs must not hold a worker for longer
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
NO_SUCH_ADDRESS = frozenset({550, 551, 553})


class BadAddress(Exception):
    """The server knows no such recipient; trying again changes nothing."""


class NotDelivered(Exception):
    """The letter was not taken this time; it may be tried again under the same Message-ID."""


def deliver(message: EmailMessage, url: str, *, sender: str, recipient: str) -> None:
    """Return once the server has taken the message. Raises BadAddress or NotDelivered."""
    try:
        server = _connect(url)
    except (OSError, smtplib.SMTPException) as error:
        raise NotDelivered(_words(error)) from error
    try:
        server.send_message(message, sender, [recipient])
    except smtplib.SMTPRecipientsRefused as refusal:
        code, answer = next(iter(refusal.recipients.values()))
        raise _refusal(code, answer) from refusal
    except (OSError, smtplib.SMTPException) as error:
        raise NotDelivered(_words(error)) from error
    finally:
        # The message is taken or not by now: a server that stumbles over the farewell changes nothing.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotDelivered("MAIL_URL harus smtp://, smtps://, atau smtp+starttls:// dengan nama server.")
    port = parts.port or PORTS[parts.scheme]
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            parts.hostname, port, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(parts.hostname, port, timeout=TIMEOUT)
    try:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _refusal(code: int, answer: bytes | str) -> BadAddress | NotDelivered:
    """Return what a refused recipient means: only "no such address" is the address's fault.

    The enhanced status (RFC 3463) says it exactly where a server gives one: 5.1.x is the address, 5.2.x a
    full mailbox, 5.7.x the server's own rules, which a wrong setting of ours would break for every
    recipient alike.
    """
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    words = f"{code} {' '.join(text.split())}"
    status = ENHANCED.search(text)
    at_fault = status.group(1, 2) == ("5", "1") if status else code in NO_SUCH_ADDRESS
    return BadAddress(words) if at_fault and 500 <= code < 600 else NotDelivered(words)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
        return f"{error.smtp_code} {' '.join(text.split())}"
    return f"{type(error).__name__}: {error}"
