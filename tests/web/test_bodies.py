"""A body is read before a place to work is taken; the application meets it as it was sent, in one piece or in chunks."""

from __future__ import annotations

from io import BytesIO
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.test import Client

from app.web.bodies import AT_WORK, PIECE, BodyFirst

LARGEST = 3 * PIECE


@pytest.fixture
def echo() -> Client:
    """An application that says what it received."""
    app = Flask("echo")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST

    @app.route("/", methods=["GET", "POST"])
    def said() -> bytes:
        return request.get_data()

    return Client(BodyFirst(app.wsgi_app, largest=LARGEST))


class Dripping(BytesIO):
    """A body whose last byte comes only when it may."""

    def __init__(self, body: bytes) -> None:
        super().__init__(body)
        self.may, self.asked = Event(), Event()

    def read(self, *_: Any) -> bytes:
        self.asked.set()
        self.may.wait(10)
        return super().read()


@pytest.mark.parametrize("size", [0, 1, PIECE, LARGEST])
def test_what_was_sent_arrives(echo: Client, size: int) -> None:
    body = b"a" * size
    assert echo.post("/", data=body).data == body
    assert chunked(echo, body).data == body


def test_what_is_too_large_is_refused(echo: Client) -> None:
    unread = BytesIO(b"a" * (LARGEST + 1))
    assert echo.post("/", input_stream=unread, content_length=LARGEST + 1).status_code == 413
    assert unread.tell() == 0  # by its length alone
    assert chunked(echo, b"a" * (LARGEST + 1)).status_code == 413


def test_who_breaks_off_is_not_taken_for_whole(echo: Client) -> None:
    broken_off = echo.post("/", input_stream=BytesIO(b"half"), environ_overrides={"CONTENT_LENGTH": "8"})
    assert broken_off.status_code == 400


def test_many_who_send_slowly_leave_the_places_to_the_others(echo: Client) -> None:
    slow = [Dripping(b"late") for _ in range(AT_WORK + 1)]
    received: list[bytes] = []
    threads = [
        Thread(target=lambda body=body: received.append(echo.post("/", input_stream=body, content_length=4).data))
        for body in slow
    ]
    for thread, body in zip(threads, slow, strict=True):
        thread.start()
        assert body.asked.wait(10)
    assert echo.post("/", data=b"quick").data == b"quick"
    assert received == []
    for body in slow:
        body.may.set()
    for thread in threads:
        thread.join()
    assert received == [b"late"] * len(slow)


def chunked(echo: Client, body: bytes) -> Any:
    return echo.post(
        "/", input_stream=BytesIO(body), headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )  # fmt: skip
