"""The product's web server as `make run` starts it, on a test's database, and those who call it through a real socket."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

from local.folders import TREE
from local.ports import HOST, free_port
from local.program import Program
from local.stack import web
from tests.faults.november import wait_until

TIMEOUT = 30.0  # seconds after which a caller gives up
START = 60.0  # seconds: a busy machine imports the application slowly
CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
TROUBLE = (OSError, http.client.HTTPException)  # what a caller meets when the server dies


class Web(Program):
    """Who supervises it starts it again when it ended."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self.port = free_port()
        env = {"RATE_LIMITS": "0"} | dict(environment)
        super().__init__("web", web(self.port), env=env, log=folder / "web.log", folder=TREE)

    def workers(self) -> list[int]:
        """Return the processes that answer requests."""
        if self.pid is None:
            return []
        found = []
        for child in psutil.Process(self.pid).children():
            command = _command(child)
            if command and "resource_tracker" not in command:
                found.append(child.pid)
        return found

    def kill(self, worker: int) -> None:
        """As a system without memory does."""
        os.kill(worker, signal.SIGKILL)

    def answers(self) -> bool:
        """Tell whether the application serves, with its database."""
        try:
            return Caller(self.port, timeout=5).get("/readyz").status_code == 200
        except TROUBLE:
            return False

    def memory(self) -> int:
        """Return the bytes of memory that server and workers hold."""
        processes = [psutil.Process(pid) for pid in (self.pid, *self.workers()) if pid]
        return sum(process.memory_info().rss for process in processes)


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


@contextmanager
def serving(environment: Mapping[str, str], folder: Path) -> Iterator[Web]:
    """The web server answers inside the block."""
    server = Web(environment, folder)
    server.start()
    try:
        wait_until(server.answers, START, f"the web server answers\n{server.log}")
        yield server
    finally:
        server.stop()


class Answer:
    def __init__(self, got: http.client.HTTPResponse) -> None:
        self.status_code, self.headers, self._body = got.status, got.headers, got.read()

    @property
    def text(self) -> str:
        return self._body.decode(errors="replace")

    @property
    def json(self) -> Any:
        return json.loads(self._body)


class Caller:
    """One browser or phone; each call is a connection of its own. Keeps cookies, follows nothing."""

    def __init__(self, port: int, *, timeout: float = TIMEOUT) -> None:
        self._port, self._timeout = port, timeout
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._call("GET", path)

    def post(
        self, path: str, *, data: Mapping[str, str] | None = None, json: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:  # fmt: skip
        if json is not None:
            return self._call("POST", path, _dumps(json), {"Content-Type": "application/json"} | dict(headers or {}))
        form = urlencode(data or {}).encode()
        return self._call("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self, who: str, password: str) -> None:
        token = CSRF.search(self.get("/masuk").text)
        assert token
        form = {"email": f"{who}@contoh.test", "password": password, "csrf_token": token[1]}
        assert self.post("/masuk", data=form).status_code == 302

    def _call(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection(HOST, self._port, timeout=self._timeout)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
            connection.request(method, path, body, dict(headers or {}) | {"Cookie": cookies, "Connection": "close"})
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self._cookies[name] = value
        return answer


def _dumps(value: Any) -> bytes:
    return json.dumps(value).encode()
