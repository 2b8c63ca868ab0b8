"""Every privacy notice that respondents were ever shown, each with its version; the version is kept with each answer.

A text never changes: another text is a file and a version of its own, and the old one stays here (tests/privacy compares
the files with their fingerprints).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kiosk.shell import NOTICE_VERSION as KIOSK
from app.links.form import NOTICE_VERSION as PUBLIC
from app.links.words import PRIVACY
from app.paper import notice as paper
from app.recording.notice import TEXT, VERSION

FOLDER = "privacy/notices"


@dataclass(frozen=True)
class Notice:
    """`line` is what stands before the first question, `full` says whether there is a longer text behind it."""

    version: str
    where: str
    since: date
    line: str
    full: bool = True

    @property
    def template(self) -> str:
        return f"{FOLDER}/{self.version}.id.html"

    @property
    def current(self) -> bool:
        return self.version in (PUBLIC, KIOSK, VERSION, paper.VERSION)


# The latest first, by where it is shown.
NOTICES = (
    Notice("publik-2026-11-24", "Formulir lewat tautan, kode QR, dan undangan", date(2026, 11, 24), PRIVACY),
    Notice("kios-2026-11", "Kios", date(2026, 11, 24), PRIVACY),
    Notice("2026-1", "Wawancara oleh petugas dan serah ponsel", date(2026, 11, 24), TEXT, full=False),
    Notice("kertas-2026-11", "Kuesioner kertas", date(2026, 11, 24), paper.TEXT, full=False),
)
