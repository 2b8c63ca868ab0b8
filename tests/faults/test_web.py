"""The web server itself: its workers are killed under load (trust.md R-10), and slow clients sit on it (R-30)."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from flask import Flask

from app.responses.intake import Outcome
from local.ports import HOST
from tests.devices.phone import Phone, set_up
from tests.faults.load import Load, percentile, phones_at, stored_at
from tests.faults.scale import FULL, SEED, dice, volume
from tests.faults.web import Caller, Web, serving
from tests.world import World

KILLS, PHONES, PER_SECOND = 60, 10, 50
SLOW, SLOW_SECONDS = 200, 30
READS = 100


def test_r10_web_workers_that_are_killed_every_second_lose_no_acknowledged_interview(
    app: Flask, world: World, environment: dict[str, str], tmp_path: Path, record_property: Callable[[str, Any], None]
) -> None:
    rng, kills, starts = dice(10), 0, 0

    def revive() -> None:
        """What restarts a service that ended (compose, systemd, make run)."""
        nonlocal starts
        if server.pid is None:
            server.start()
            starts += 1

    with serving(environment, tmp_path) as server:
        phones = phones_at(app, world.a, server.port, PHONES)
        with Load(app, phones, per_second=volume(PER_SECOND)) as load:
            load.wait_for(10)
            while kills < volume(KILLS):
                time.sleep(1)  # the fault's own pace
                revive()
                if workers := server.workers():
                    server.kill(rng.choice(workers))
                    kills += 1
            calls, refused, began = load.calls, load.refused, time.monotonic()
            load.finish(60, meanwhile=revive)
            converged = time.monotonic() - began
    assert stored_at(world.a) == load.acknowledged
    record_property("seed", SEED)
    record_property("injected", "a web worker killed -9 every second while phones send through a real socket")
    record_property("volume", f"{kills} kills, {calls} calls of {PHONES} phones")
    record_property(
        "outcome",
        f"0 lost, 0 doubled; {refused / calls:.0%} of the calls failed and were sent again, {starts} restarts of the"
        f" whole server, all had receipts {converged:.0f} s after the last kill",
    )
    record_property("acknowledged", len(load.acknowledged))


def test_r30_slow_clients_hold_nobody_up_and_are_served_in_the_end(
    app: Flask, world: World, environment: dict[str, str], tmp_path: Path, record_property: Callable[[str, Any], None]
) -> None:
    phone = set_up(app, world.a)
    with serving(environment, tmp_path) as server:
        before = read_pages(server, READS)
        with dripping(phone, server, volume(SLOW)) as slow:
            begun = time.monotonic()
            meanwhile = read_pages(server, READS)
            while time.monotonic() - begun < volume(SLOW_SECONDS):
                meanwhile += read_pages(server, 10)
        received = [finish(each) for each in slow]
    assert received == [Outcome.STORED] * len(slow)
    assert len(stored_at(world.a)) == len(slow)
    p95, baseline = percentile(meanwhile, 0.95), percentile(before, 0.95)
    assert p95 <= (2 * baseline + 0.1 if FULL else 5)
    record_property("injected", "clients that send an interview at one byte a second, straight to the web server")
    record_property(
        "volume", f"{len(slow)} slow clients for {volume(SLOW_SECONDS)} s, {len(meanwhile)} pages meanwhile"
    )
    record_property(
        "outcome", f"p95 of a page {p95 * 1000:.0f} ms ({baseline * 1000:.0f} ms before); each slow one has its receipt"
    )
    record_property("acknowledged", len(slow))


def read_pages(server: Web, count: int) -> list[float]:
    """Read the sign-in page so many times; return the seconds of each."""
    seconds = []
    for _ in range(count):
        begun = time.monotonic()
        assert Caller(server.port).get("/masuk").status_code == 200
        seconds.append(time.monotonic() - begun)
    return seconds


class Slow:
    """One who sends an interview byte by byte."""

    def __init__(self, phone: Phone, port: int) -> None:
        body = json.dumps(phone.batch(phone.item())).encode()
        head = f"POST /isi/kirim HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
        head += f"Content-Type: application/json\r\nAuthorization: Bearer {phone.token}\r\n\r\n"
        self.rest = body
        self.socket = socket.create_connection((HOST, port), timeout=30)
        self.socket.sendall(head.encode())

    def drip(self) -> None:
        self.socket.sendall(self.rest[:1])
        self.rest = self.rest[1:]


@contextmanager
def dripping(phone: Phone, server: Web, count: int) -> Iterator[list[Slow]]:
    """So many slow clients send one byte a second each inside the block."""
    slow, over = [Slow(phone, server.port) for _ in range(count)], Event()

    def drip() -> None:
        while not over.wait(1):
            for each in slow:
                each.drip()

    thread = Thread(target=drip)
    thread.start()
    try:
        yield slow
    finally:
        over.set()
        thread.join()


def finish(slow: Slow) -> str:
    """Send what is left; return what the server says of the interview."""
    with closing(slow.socket), slow.socket.makefile("rb") as answer:
        slow.socket.sendall(slow.rest)
        head, body = answer.read().split(b"\r\n\r\n", 1)
    assert b" 200 " in head.splitlines()[0], head
    return str(json.loads(body)["items"][0]["status"])
