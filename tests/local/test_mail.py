"""The mail catcher: every letter is kept and shown, none is trusted, and chosen recipients fail."""

from __future__ import annotations

import json
import smtplib
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from local.inbox_pages import linked
from local.mail import MailCatcher

RECIPIENT = "kepala.disdukcapil@demo.potret.test"


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[MailCatcher]:
    catcher = MailCatcher(tmp_path / "mail")
    catcher.start()
    yield catcher
    catcher.stop()


def letter(subject: str = "Undangan <Potret>") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Potret <potret@demo.potret.test>"
    message["To"] = RECIPIENT
    message["Subject"] = subject
    message["Message-ID"] = "<undangan-1@demo.potret.test>"
    message.set_content("Silakan buka http://localhost:8000/undangan/abc?x=1&y=2.\n")
    message.add_alternative("<p>Silakan <a href='/x'>buka</a></p><script>alert(1)</script>", subtype="html")
    return message


def send(catcher: MailCatcher, message: EmailMessage, to: str = RECIPIENT) -> None:
    with smtplib.SMTP("127.0.0.1", catcher.smtp_port) as smtp:
        smtp.send_message(message, "potret@demo.potret.test", [to])


def fetch(catcher: MailCatcher, path: str, host: str = "localhost") -> tuple[str, str]:
    """Return body and Content-Security-Policy of a page of the inbox."""
    url = f"http://127.0.0.1:{catcher.web_port}{path}"
    request = urllib.request.Request(url, headers={"Host": f"{host}:{catcher.web_port}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode(), answer.headers["Content-Security-Policy"]


def test_a_letter_is_caught_with_its_envelope_and_both_bodies(catcher: MailCatcher) -> None:
    send(catcher, letter(), to="tersembunyi@demo.potret.test")
    (caught,) = catcher.letters()
    assert (caught.sender, caught.to) == ("potret@demo.potret.test", ("tersembunyi@demo.potret.test",))
    assert caught.subject == "Undangan <Potret>"
    assert "Silakan buka http" in caught.text
    assert "<a href='/x'>buka</a>" in caught.html


def test_the_json_list_is_what_a_test_needs(catcher: MailCatcher) -> None:
    send(catcher, letter())
    (row,) = json.loads(fetch(catcher, "/surat.json")[0])
    assert row["to"] == [RECIPIENT]
    assert row["from"] == "potret@demo.potret.test"
    assert row["message_id"] == "<undangan-1@demo.potret.test>"
    assert row["received_at"].endswith("+00:00")
    assert set(row) == {"id", "from", "to", "subject", "message_id", "received_at", "text", "html"}


def test_the_list_shows_the_letter_escaped_and_can_be_searched(catcher: MailCatcher) -> None:
    send(catcher, letter())
    page, _ = fetch(catcher, "/")
    assert "Undangan &lt;Potret&gt;" in page
    assert RECIPIENT in page
    assert "1 e-mail" in page
    assert "Tidak ada yang cocok" in fetch(catcher, "/?cari=dinkes")[0]


def test_a_letter_page_has_clickable_links_and_the_raw_letter(catcher: MailCatcher) -> None:
    send(catcher, letter())
    (caught,) = catcher.letters()
    page, policy = fetch(catcher, f"/surat/{caught.id}")
    assert 'href="http://localhost:8000/undangan/abc?x=1&amp;y=2"' in page
    assert "script" not in policy  # nothing allows any, so default-src 'none' holds
    assert "Message-ID: <undangan-1@demo.potret.test>" in fetch(catcher, f"/surat/{caught.id}.eml")[0]


def test_html_of_a_letter_is_shown_where_it_can_do_nothing(catcher: MailCatcher) -> None:
    send(catcher, letter())
    (caught,) = catcher.letters()
    page, _ = fetch(catcher, f"/surat/{caught.id}")
    assert "<script" not in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    _, policy = fetch(catcher, f"/surat/{caught.id}/html")
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy


@pytest.mark.parametrize(("code", "error"), [(550, "5.1.1"), (451, "4.3.0"), (452, "4.2.2")])
def test_a_chosen_recipient_is_refused_and_others_are_not(catcher: MailCatcher, code: int, error: str) -> None:
    catcher.answer(RECIPIENT, code)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(catcher, letter())
    answered, text = refused.value.recipients[RECIPIENT]
    assert (answered, text.decode().split()[0]) == (code, error)
    send(catcher, letter(), to="lain@demo.potret.test")
    catcher.answer(RECIPIENT, 250)
    send(catcher, letter())
    assert [caught.to[0] for caught in catcher.letters()] == ["lain@demo.potret.test", RECIPIENT]


def test_a_restart_keeps_the_letters_and_clear_forgets_them(catcher: MailCatcher) -> None:
    send(catcher, letter("Pertama"))
    send(catcher, letter("Kedua"))
    again = MailCatcher(catcher.box.folder)
    assert [kept.subject for kept in again.letters()] == ["Pertama", "Kedua"]
    again.clear()
    assert again.letters() == []
    assert list(catcher.box.folder.glob("*.eml")) == []


@pytest.mark.parametrize("path", ["/surat/tidak-ada", "/surat/..%2F..%2Fsecrets.env", "/lain", "/surat"])
def test_what_is_no_letter_is_not_found(catcher: MailCatcher, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(catcher, path)


def test_a_foreign_name_that_points_here_is_refused(catcher: MailCatcher) -> None:
    send(catcher, letter())
    with pytest.raises(urllib.error.HTTPError, match="421"):
        fetch(catcher, "/surat.json", host="jahat.example")


def test_links_in_plain_text_end_before_the_full_stop() -> None:
    assert linked("Lihat https://a.test/x.") == (
        'Lihat <a href="https://a.test/x" target="_blank" rel="noreferrer">https://a.test/x</a>.'
    )
    assert linked("<b> & http") == "&lt;b&gt; &amp; http"
