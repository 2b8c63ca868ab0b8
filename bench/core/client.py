"""A client that costs little: it shares two cores with what it measures, so a library's comfort would be in the figures."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

TIMEOUT = 30.0
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


@dataclass(frozen=True)
class Answer:
    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str:
        """Return a header's value, or ""."""
        return next(iter(self.headers(name)), "")

    def headers(self, name: str) -> Iterator[str]:
        for line in self.head.split("\r\n"):
            key, _, value = line.partition(":")
            if key.lower() == name:
                yield value.strip()

    def cookies(self) -> str:
        """Return what the answer sets, as a browser sends it back."""
        return "; ".join(each.partition(";")[0] for each in self.headers("set-cookie"))


class Caller:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.create_connection(("127.0.0.1", port), TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._socket.close()

    def get(self, path: str, headers: str = "") -> Answer:
        return self._ask(f"GET {path} HTTP/1.1\r\nHost: localhost:{self._port}\r\n{headers}\r\n".encode())

    def post(self, path: str, values: Mapping[str, str], headers: str = "") -> Answer:
        return self.send(path, urlencode(values).encode(), FORM + headers)

    def send(self, path: str, body: bytes, headers: str) -> Answer:
        head = f"POST {path} HTTP/1.1\r\nHost: localhost:{self._port}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        return self._ask(head.encode() + body)

    def _ask(self, request: bytes) -> Answer:
        self._socket.sendall(request)
        data = self._rest
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._receive()
        head = data[:end].decode("latin-1")
        answer = Answer(int(head[9:12]), head, b"")
        length = int(answer.header("content-length") or 0)
        body = data[end + 4 :]
        parts, got = [body], len(body)
        while got < length:
            parts.append(self._receive())
            got += len(parts[-1])
        whole = b"".join(parts)
        self._rest = whole[length:]
        return Answer(answer.status, head, whole[:length])

    def _receive(self) -> bytes:
        piece = self._socket.recv(65536)
        if not piece:
            raise ConnectionError("the server closed the connection")
        return piece


Act = Callable[[Caller], None]


def time_calls(port: int, count: int, act: Act) -> list[float]:
    """Return the seconds of each of `count` acts of one client."""
    with Caller(port) as caller:
        return [_time(act, caller) for _ in range(count)]


def rate(port: int, seconds: float, clients: int, act: Act) -> float:
    """Return how many acts a second `clients` at once get done, each the next as soon as the last is answered."""
    done: list[int] = []
    errors: list[BaseException] = []
    until = time.perf_counter() + seconds

    def work() -> None:
        count = 0
        try:
            with Caller(port) as caller:
                while time.perf_counter() < until:
                    act(caller)
                    count += 1
        except BaseException as error:  # told by the main thread
            errors.append(error)
        done.append(count)

    begun = time.perf_counter()
    threads = [Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return sum(done) / (time.perf_counter() - begun)


def _time(act: Act, caller: Caller) -> float:
    begun = time.perf_counter()
    act(caller)
    return time.perf_counter() - begun
