"""A wire to a server of ours that can be cut: the far end refuses, or takes everything and never answers."""

from __future__ import annotations

import socket
from contextlib import suppress
from enum import Enum
from threading import Lock, Thread

from local.ports import HOST, free_port


class Far(Enum):
    THERE = "passes everything on"
    REFUSED = "refused"
    SILENT = "takes everything, never answers"


class Wire:
    """Listens on `port` of the loopback interface and passes on to `target`, as `far` says."""

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self._target = target
        self._far = Far.THERE
        self._lock = Lock()
        self._ends: set[socket.socket] = set()
        self._listener: socket.socket | None = None

    def __enter__(self) -> Wire:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def cut(self, far: Far) -> None:
        """What was connected breaks or falls silent, and so does what connects from now on."""
        self._far = far
        if far is Far.REFUSED:
            self._close()

    def heal(self) -> None:
        """Connections pass again. Those that had fallen silent end, as a firewall ends them."""
        self._close()
        self._far = Far.THERE
        self._listen()

    def _listen(self) -> None:
        self._listener = socket.create_server((HOST, self.port), reuse_port=False)
        Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:  # closed
                return
            self._keep(near)
            if self._far is Far.THERE:
                far = socket.create_connection((HOST, self._target))
                self._keep(far)
                for source, sink in ((near, far), (far, near)):
                    Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if self._far is Far.THERE:
                    sink.sendall(data)
        for end in (source, sink):
            self._drop(end)

    def _keep(self, end: socket.socket) -> None:
        with self._lock:
            self._ends.add(end)

    def _drop(self, end: socket.socket) -> None:
        with self._lock:
            self._ends.discard(end)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()

    def _close(self) -> None:
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for end in list(self._ends):
            self._drop(end)
