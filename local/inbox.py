"""The inbox's web server: reads only, from this machine only."""

from __future__ import annotations

import json
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from local import inbox_pages as pages
from local.letters import LetterBox
from local.ports import HOST

PAGE_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
# A letter is somebody else's HTML: it shows, and its links open outside. It runs nothing and fetches nothing.
LETTER_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'self';"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)
HTML, TEXT, JSON, EML = (
    "text/html; charset=utf-8",
    "text/plain; charset=utf-8",
    "application/json; charset=utf-8",
    "message/rfc822",
)


class InboxServer:
    """Serve a letter box on a port of the loopback interface, in a thread."""

    def __init__(self, box: LetterBox, port: int) -> None:
        handler = type("BoxHandler", (InboxHandler,), {"box": box})
        self._server = ThreadingHTTPServer((HOST, port), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class InboxHandler(BaseHTTPRequestHandler):
    """`/` list, `/surat/<id>` one, `/surat/<id>/html` its HTML, `/surat/<id>.eml`, `/surat.json` all."""

    box: LetterBox
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802 - the standard library looks for this name
        """Answer one of the addresses above, else 404."""
        if not self._asked_by_name():
            self._send(HTTPStatus.MISDIRECTED_REQUEST, "Alamat ini hanya untuk localhost.", TEXT)
            return
        address = urlsplit(self.path)
        if address.path == "/":
            wanted = parse_qs(address.query).get("cari", [""])[0]
            self._send(HTTPStatus.OK, pages.list_page(self.box.list(), wanted), HTML)
        elif address.path == "/surat.json":
            letters = [letter.as_json() for letter in self.box.list()]
            self._send(HTTPStatus.OK, json.dumps(letters, ensure_ascii=False), JSON)
        else:
            self._send_letter(address.path)

    def _send_letter(self, path: str) -> None:
        wanted = path.removeprefix("/surat/")
        letter = self.box.find(wanted.removesuffix("/html").removesuffix(".eml"))
        if letter is None or wanted == path:
            self._send(HTTPStatus.NOT_FOUND, pages.missing_page(), HTML)
        elif wanted.endswith("/html"):
            self._send(HTTPStatus.OK, pages.letter_html(letter), HTML, csp=LETTER_CSP)
        elif wanted.endswith(".eml"):
            self._send(HTTPStatus.OK, self.box.raw(letter), EML)
        else:
            self._send(HTTPStatus.OK, pages.letter_page(letter), HTML)

    def _asked_by_name(self) -> bool:
        """Refuse a foreign name that points to this machine: letters carry links that sign people in."""
        return self.headers.get("Host", "").rsplit(":", 1)[0] in {"localhost", HOST}

    def _send(self, status: HTTPStatus, body: str | bytes, kind: str, csp: str = PAGE_CSP) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", csp)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: a request of the inbox is nobody's news."""
