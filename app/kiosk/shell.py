"""The kiosk's shell: one for all codes and without any data, so that a service worker can keep it (recording/shell.py)."""

from __future__ import annotations

from flask import url_for

from app.links.words import PRIVACY
from app.recording import shell as shells
from app.recording.shell import Shell

NOTICE_VERSION = "kios-2026-11"  # names the file of the text: app/privacy/notices.py


def build() -> Shell:
    return shells.shell_of("kiosk/app.html", url_for("kiosks.shell"), privacy=PRIVACY, notice_version=NOTICE_VERSION)


def worker() -> str:
    return shells.worker(build(), "js/pekerja-kios.js")
