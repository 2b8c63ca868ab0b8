"""What stands between a phone and the server: open, cut, or letting everything through but the intake."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from urllib.parse import urlsplit

INTAKE = (b"POST /isi/kirim", b"POST /kios/kirim")


class Gate:
    """A TCP relay to `site`. `mode`: "open", "cut", "lose replies" (of the intake, after the server wrote), "refuse the intake"."""

    def __init__(self, site: str) -> None:
        parts = urlsplit(site)
        self.target = (parts.hostname or "localhost", parts.port or 80)
        self.listener = socket.create_server(("localhost", 0))
        self.url = f"http://localhost:{self.listener.getsockname()[1]}"
        self.mode = "open"
        self.lost = 0

    def serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return  # the gate was taken down
            Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
        with client:
            client.settimeout(20)
            try:
                self._exchange(client)
                client.shutdown(socket.SHUT_RDWR)  # closing alone would wait for the thread that still reads
            except OSError:
                return

    def _exchange(self, client: socket.socket) -> None:
        first = client.recv(65536)  # a browser also opens connections before it needs them
        if self.mode == "cut" or (self.mode == "refuse the intake" and first.startswith(INTAKE)):
            return
        with socket.create_connection(self.target, timeout=20) as server:
            server.sendall(first)
            upward = Thread(target=_pump, args=(client, server), daemon=True)
            upward.start()
            reply = b"".join(iter(lambda: server.recv(65536), b""))
        if first.startswith(INTAKE) and self.mode == "lose replies":
            self.lost += 1
        else:
            client.sendall(reply)


def _pump(source: socket.socket, target: socket.socket) -> None:
    """Hand on the rest of the request; the body may come after the head."""
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        return


@contextmanager
def standing_before(site: str) -> Iterator[Gate]:
    gate = Gate(site)
    Thread(target=gate.serve, daemon=True).start()
    try:
        yield gate
    finally:
        gate.listener.close()
