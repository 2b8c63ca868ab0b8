"""Reading a page as a person does: its words, without its markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from werkzeug.test import TestResponse


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.silent += tag in ("script", "style", "template")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "template")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def text_of(answer: TestResponse, status: int = 200) -> str:
    """Return the words of a page with single spaces; fails where it has another status or not one h1."""
    assert answer.status_code == status, answer.status_code
    assert len(re.findall(r"<h1\b", answer.text)) == 1
    parser = _Words()
    parser.feed(answer.text)
    return " ".join(" ".join(parser.words).split())
