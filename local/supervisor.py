"""Starts services in order, restarts what dies, stops all in reverse order, whatever they are."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Protocol

from local import leftovers

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONGEST_WAIT = 30.0
HEALTHY_SECONDS = 60.0  # one that ran this long starts at once when it dies


class Service(Protocol):
    """What the supervisor can keep alive."""

    name: str

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""

    def start(self) -> None:
        """Run; return when it is usable. Also after it died."""

    def stop(self) -> None:
        """End it and all that it started, within seconds."""


class StopAsked(BaseException):
    """Somebody pressed Ctrl-C, or the system asks us to end."""


class Supervisor:
    """Services in tiers: a tier stops at once, the tiers one after another, the last started first."""

    def __init__(self, run_folder: Path, say: Callable[[str], None]) -> None:
        self._folder = run_folder
        self._say = say
        self._tiers: list[list[Service]] = []
        self._started: dict[str, float] = {}
        self._deaths: dict[str, int] = {}
        self._due: dict[str, float] = {}

    def __enter__(self) -> Supervisor:
        """From here on a stop signal raises StopAsked in the main thread."""
        for number in STOP_SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means it
                signal.signal(number, ask_to_stop)
        self._folder.mkdir(parents=True, exist_ok=True)
        for name in leftovers.end_all(self._folder):
            self._say(f"{name} dari pemakaian sebelumnya masih berjalan; sudah dihentikan.")
        return self

    def __exit__(self, *_: object) -> None:
        for number in STOP_SIGNALS:  # a second Ctrl-C must not tear the stopping
            signal.signal(number, signal.SIG_IGN)
        self._say("Menghentikan semuanya …")
        for tier in reversed(self._tiers):
            self._stop(tier)

    def start(self, services: Sequence[Service]) -> None:
        """Start a tier. What raises here ends the run: nothing that never started is worth retrying."""
        self._tiers.append(list(services))
        for service in services:
            self._start(service)

    def deaths(self, name: str) -> int:
        """Return how often in a row the service died soon after its start."""
        return self._deaths.get(name, 0)

    def watch_once(self) -> None:
        """Restart what has died and whose time has come."""
        now = time.monotonic()
        for service in self._services():
            if service.pid is not None:
                continue
            if service.name not in self._due:
                self._plan_restart(service.name, now, lived=now - self._started.get(service.name, now))
            elif now >= self._due[service.name]:
                self._restart(service, now)

    def watch(self) -> None:
        """Keep everything alive until StopAsked."""
        while True:
            time.sleep(0.25)
            self.watch_once()

    def _services(self) -> Iterable[Service]:
        return (service for tier in self._tiers for service in tier)

    def _start(self, service: Service) -> None:
        service.start()
        self._started[service.name] = time.monotonic()
        if service.pid is not None:
            leftovers.record(self._folder, service.name, service.pid)

    def _plan_restart(self, name: str, now: float, lived: float) -> None:
        """Wait 0, 1, 2, 4 … 30 s: a process that cannot live must not keep the machine busy."""
        deaths = 1 if lived > HEALTHY_SECONDS else self.deaths(name) + 1
        wait = min(2.0 ** (deaths - 2), LONGEST_WAIT) if deaths > 1 else 0.0
        self._deaths[name] = deaths
        self._due[name] = now + wait
        self._say(f"{name} berhenti; dijalankan lagi{f' dalam {wait:.0f} detik' if wait else ''}.")

    def _restart(self, service: Service, now: float) -> None:
        try:
            self._start(service)
        except Exception as error:  # a server that does not come back is tried again, whatever its reason
            self._say(f"{service.name} belum dapat dijalankan: {str(error).splitlines()[0]}")
            self._plan_restart(service.name, now, lived=0)
        else:
            del self._due[service.name]

    def _stop(self, tier: Sequence[Service]) -> None:
        with ThreadPoolExecutor(len(tier)) as pool:
            list(pool.map(lambda service: service.stop(), tier))
        for service in tier:
            leftovers.forget(self._folder, service.name)


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    """Signal handler."""
    raise StopAsked
