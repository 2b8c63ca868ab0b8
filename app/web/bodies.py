"""Slow senders hold nobody up: a body is read whole before its request takes one of the few places to work in.

The server gives every request a thread (`--blocking-threads`). Most of those may wait for bytes at the same time; to work
at the same time would only make all of them slow, so few may.
"""

from __future__ import annotations

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AT_WORK = 4  # of a process: the database's answers are waited for while others compute
PIECE = 64 * 1024  # bytes; larger bodies are kept in a file


class BodyFirst:
    """A WSGI application around another one. Of bodies over `largest` bytes only the application speaks."""

    def __init__(self, application: WSGIApplication, *, largest: int) -> None:
        self._application, self._largest = application, largest
        self._places = BoundedSemaphore(AT_WORK)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        chunked = bool(environ.get("HTTP_TRANSFER_ENCODING"))  # then nobody says how long it is
        missing = self._largest + 1 if chunked else _length(environ)
        if missing > self._largest and not chunked:  # the application refuses it without a look
            return self._work(environ, start_response)
        with SpooledTemporaryFile(max_size=PIECE) as body:
            while missing > 0 and (piece := environ["wsgi.input"].read(min(missing, PIECE))):
                body.write(piece)
                missing -= len(piece)
            whole = environ | {"wsgi.input": body}
            if chunked:  # it is in one piece now
                del whole["HTTP_TRANSFER_ENCODING"]
                whole["CONTENT_LENGTH"] = str(body.tell())
            body.seek(0)
            return self._work(whole, start_response)

    def _work(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with self._places:
            return self._application(environ, start_response)


def _length(environ: WSGIEnvironment) -> int:
    length = environ.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0
