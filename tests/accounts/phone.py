"""An authenticator app: what the QR or the key on the page puts into it, and the six digits that it shows."""

from __future__ import annotations

import re
from typing import Any

import pyotp
from flask import Flask

from app import clock
from tests.accounts.letterbox import later

SETUP = "/akun/dua-langkah/pemasangan"
STEP = 30


class Phone:
    def __init__(self, app: Flask, secret: str) -> None:
        self._app, self._totp, self._ahead = app, pyotp.TOTP(secret), 0.0

    def code(self) -> str:
        """Return what the phone shows now."""
        with self._app.app_context():
            return self._totp.at(clock.now())

    def early_code(self) -> str:
        """Return what a phone shows whose clock is half a minute fast."""
        with self._app.app_context():
            return self._totp.at(clock.now(), counter_offset=1)

    def next_code(self) -> str:
        """Wait for the next code (the clock of the application moves on) and return it."""
        self._ahead += STEP
        later(self._app, self._ahead)
        return self.code()


def read_setup(page: str) -> tuple[str, str]:
    """Return the secret and the sealed field of the page that sets a second factor up."""
    (key,) = re.findall(r'<code class="factor-key">([A-Z2-7 ]+)</code>', page)
    (sealed,) = re.findall(r'name="sealed"[^>]*value="([^"]+)"', page)
    return key.replace(" ", ""), sealed


def enrol(app: Flask, client: Any) -> tuple[Phone, list[str]]:
    """Set up a second factor for whoever the client is signed in as; return the phone and the recovery codes."""
    secret, sealed = read_setup(client.get(SETUP).text)
    phone = Phone(app, secret)
    done = client.post(SETUP, data={"sealed": sealed, "code": phone.code()})
    assert done.status_code == 200, done.text
    return phone, re.findall(r"<li><code>([a-z0-9-]+)</code></li>", done.text)
