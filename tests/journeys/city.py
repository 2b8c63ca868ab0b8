"""A city on the real one-machine stack, in a folder of its own: what `make run` starts, without the demo. Only the clock is false."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from local.folders import Folders
from local.ports import free_port
from local.run import answers_ready, command
from local.stack import Stack, flask
from tests.faults.november import wait_until

ZONE = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Arrived:
    """A letter in the catcher's mailbox."""

    to: str
    subject: str
    text: str


class City:
    """The stack of one journey, seen from outside: its address, its mailbox, its clock."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.offset = 0.0  # seconds by which the clock is false
        self.url = f"http://localhost:{stack.ports.web}"

    def flask(self, *words: str) -> None:
        """Run a command of the product, as the city's operator does."""
        command(self.stack, words[0], flask(*words), self.stack.building())

    def at(self, moment: datetime) -> None:
        """It is that moment now (in the city's zone), and time goes on from there."""
        self.offset = (moment - datetime.now(UTC)).total_seconds()
        draft = self.stack.folders.var / "clock.new"
        draft.write_text(str(self.offset))
        draft.replace(self.stack.folders.var / "clock")

    def let_the_beat_decide(self, moment: datetime) -> None:
        """It is that moment, the beat has asked for the reminders that are due then, and all letters have left."""
        self.at(moment)
        wait_until(lambda: self._decided_at() >= moment, 60, f"the beat decides at {moment:%d %B %H.%M}")
        self.let_letters_leave()

    def let_letters_leave(self) -> None:
        wait_until(
            lambda: self._ask("SELECT count(*) FROM outbox WHERE state = 'waiting'") == 0, 60, "the outbox is empty"
        )

    def letters(self) -> list[Arrived]:
        """Return every letter so far, in order of arrival, as the catcher's mailbox shows them."""
        with urllib.request.urlopen(f"http://localhost:{self.stack.ports.inbox}/surat.json", timeout=10) as answer:
            found = json.load(answer)
        return [Arrived(", ".join(each["to"]), each["subject"].strip(), each["text"]) for each in found]

    def _decided_at(self) -> datetime:
        last = self._ask("SELECT max(at) FROM heartbeats WHERE name = 'reminders'")
        return last or datetime.min.replace(tzinfo=UTC)

    def _ask(self, question: str) -> Any:
        """Only to know when to look: what a journey asserts, it sees as a person does."""
        owner = self.stack.postgres.urls().owner.replace("+psycopg", "")
        with psycopg.connect(owner) as connection:
            (value,) = connection.execute(question).fetchone() or (None,)
        return value


@contextmanager
def running(folder: Path, moment: datetime) -> Iterator[City]:
    """Start servers, schema and programs at that moment, and stop them at the end, the last first."""
    folders = Folders(folder / "var")
    folders.make()
    stack = Stack(folders, free_port())
    city = City(stack)
    city.at(moment)
    with ExitStack() as started:
        for service in stack.servers():
            started.callback(service.stop)
            service.start()
        command(stack, "migrate", flask("db", "upgrade"), stack.building())
        for service in stack.programs():
            started.callback(service.stop)
            service.start()
        wait_until(lambda: answers_ready(stack.ports.web), 60, "the web answers")
        yield city
