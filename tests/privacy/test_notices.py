"""What respondents were told can be read for every answer, whatever the text says today."""

from __future__ import annotations

from hashlib import sha256

from flask.testing import FlaskClient

from app.kiosk.shell import NOTICE_VERSION as KIOSK
from app.links.form import NOTICE_VERSION as PUBLIC
from app.paper.notice import VERSION as PAPER
from app.privacy.notices import NOTICES
from app.recording.notice import VERSION
from tests.architecture.source import ROOT
from tests.pages import check_page
from tests.world import World

# Of the line before the first question and the full text behind it.
FINGERPRINTS = {
    "publik-2026-11-24": "f131a4a5ab02fc59",
    "kios-2026-11": "c12439820ca177c7",
    "2026-1": "0c942aacff6a6536",
    "kertas-2026-11": "9145a8bff8684f5c",
}


def fingerprint(version: str) -> str:
    notice = next(each for each in NOTICES if each.version == version)
    full = (ROOT / "app/templates" / notice.template).read_text(encoding="utf-8") if notice.full else ""
    return sha256((notice.line + full).encode()).hexdigest()[:16]


def test_a_notice_never_changes_without_a_new_version() -> None:
    found = {notice.version: fingerprint(notice.version) for notice in NOTICES}
    assert found == FINGERPRINTS, (
        "A changed text is a new version: give it a file, a line in app/privacy/notices.py and one here; the old one stays."
    )


def test_every_version_that_is_kept_with_answers_can_be_read() -> None:
    assert {PUBLIC, KIOSK, VERSION, PAPER} == {notice.version for notice in NOTICES if notice.current}


def test_everybody_reads_the_notices_and_how_long_what_is_kept(client: FlaskClient, world: World) -> None:
    answer = client.get("/publik/privasi")
    check_page(answer, "/publik/privasi", tokens=True)
    for words in (
        "publik-2026-11-24",
        "kios-2026-11",
        "2026-1",
        "48 jam",
        "2 tahun",
        "UU 27/2022",
        "Ajukan permintaan",
    ):
        assert words in answer.text
    assert "Set-Cookie" not in answer.headers
