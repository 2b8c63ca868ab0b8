"""Which refusal is the address's fault, and how MAIL_URL is read."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from app.letters import mail_server
from app.letters.mail_server import BadAddress, NotDelivered, deliver
from local.mail import MailCatcher
from local.ports import free_port

TO = "orang@contoh.test"


def message() -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = "Coba", "potret@contoh.test", TO
    made.set_content("Isi.")
    return made


def send(url: str) -> None:
    deliver(message(), url, sender="potret@contoh.test", recipient=TO)


@pytest.mark.parametrize(
    ("code", "answer", "outcome"),
    [
        (550, "5.1.1 No such user", BadAddress),
        (550, "No such user", BadAddress),
        (551, "User not local", BadAddress),
        (553, "5.1.3 Bad destination mailbox address syntax", BadAddress),
        (554, "5.1.1 Recipient unknown", BadAddress),
        (550, "5.7.1 Relaying denied", NotDelivered),  # our setting: it would condemn every address in the city
        (550, "5.2.2 Mailbox full", NotDelivered),
        (552, "Mailbox full", NotDelivered),
        (451, "4.3.0 Try later", NotDelivered),
        (450, "Greylisted", NotDelivered),
    ],
)
def test_only_an_unknown_address_is_the_addresss_fault(tmp_path, code, answer, outcome) -> None:
    catcher = MailCatcher(tmp_path)
    catcher.start()
    try:
        catcher.answer(TO, code, answer)
        with pytest.raises(outcome, match=f"{code} "):
            send(catcher.smtp_url)
    finally:
        catcher.stop()


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:25", "smtp://", "127.0.0.1:25"])
def test_an_address_of_no_mail_server_says_so(url) -> None:
    with pytest.raises(NotDelivered, match="MAIL_URL"):
        send(url)


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_encryption_that_is_not_there_is_never_done_without(tmp_path, scheme) -> None:
    catcher = MailCatcher(tmp_path)
    catcher.start()
    try:
        with pytest.raises(NotDelivered):
            send(catcher.smtp_url.replace("smtp:", f"{scheme}:"))
        assert catcher.letters() == []
    finally:
        catcher.stop()


class Taker:
    """Takes letters, and stumbles over the farewell."""

    taken = 0

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd looks for this name
        self.taken += 1
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope) -> str:  # noqa: N802
        return "451 4.3.0 Gangguan"


def test_a_server_that_stumbles_over_the_farewell_has_taken_the_letter() -> None:
    taker, port = Taker(), free_port()
    controller = Controller(taker, hostname="127.0.0.1", port=port, ready_timeout=30)
    controller.start()
    try:
        send(f"smtp://127.0.0.1:{port}")
    finally:
        controller.stop()
    assert taker.taken == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # loopback only
def test_name_and_password_of_the_address_are_given_to_the_server() -> None:
    seen, port = [], free_port()

    def check(_server, _session, _envelope, _mechanism, data) -> AuthResult:
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"rahasia:@/", handled=False)

    controller = Controller(
        Taker(), hostname="127.0.0.1", port=port, ready_timeout=30, authenticator=check,
        auth_required=True, auth_require_tls=False,
    )  # fmt: skip
    controller.start()
    try:
        send(f"smtp://kota:rahasia%3A%40%2F@127.0.0.1:{port}")
        with pytest.raises(NotDelivered, match="535"):
            send(f"smtp://kota:salah@127.0.0.1:{port}")
    finally:
        controller.stop()
    assert seen[0] == (b"kota", b"rahasia:@/")


def test_a_server_that_never_answers_costs_a_worker_only_so_long(monkeypatch) -> None:
    import socket

    monkeypatch.setattr(mail_server, "TIMEOUT", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(NotDelivered):
            send(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
