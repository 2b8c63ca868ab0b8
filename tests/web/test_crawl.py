"""Everybody follows every link and every search form from their first page: nothing is dead, nothing breaks, nothing is foreign."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db import transaction
from app.results import fold
from app.tenancy.scope import opd_scope
from tests.access_matrix import objects_of
from tests.reports.steps import record
from tests.world import World

PEOPLE = ("organisasi", "pemantau", "kepala.a", "admin.a", "petugas.a", "kepala_upp.a", "admin_upp.a")
STARTS = ("/", "/akun")
OF_ONE_KIND = 2  # addresses of one endpoint with the same parameters: rows of one list lead to pages of one kind
NAMES_OF_B = ("Badan Contoh B", "OPD B")
HTML = "text/html"


class Links(HTMLParser):
    """The addresses to which a page leads by reading: links, pieces fetched by htmx, and forms that are searched with."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._form: str | None = None
        self._fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in values:
            self.found.append(values["href"])
        if "hx-get" in values and tag != "form":
            self.found.append(values["hx-get"])
        if tag == "form" and values.get("method", "get").lower() == "get":
            self._form, self._fields = values.get("action", ""), {}
        if self._form is not None and tag in ("input", "select") and values.get("name"):
            self._fields[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            self.found.append(f"{self._form}?{urlencode(self._fields)}")
            self._form = None


def addresses(page: str, here: str) -> Iterator[str]:
    """Yield the addresses of ours in a page, as they stand to the root."""
    links = Links()
    links.feed(page)
    for link in links.found:
        parts = urlsplit(urljoin(f"http://localhost{here}", link))
        ours = parts.scheme in ("http", "https") and parts.netloc in ("localhost", "localhost:8000")
        if ours and not parts.path.startswith("/static/"):
            yield f"{parts.path}?{parts.query}".rstrip("?")


def kind_of(app: Flask, address: str) -> tuple[str, ...]:
    """Return what makes two addresses lead to pages of one kind; an address that is nobody's is one of its own."""
    parts = urlsplit(address)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&"))
    try:
        endpoint, _ = app.url_map.bind("localhost").match(parts.path)
    except Exception:
        return (address,)
    return (str(endpoint), *names)


def crawl(app: Flask, client: FlaskClient) -> tuple[dict[str, str], list[str]]:
    """Return each page that was read with its text, and what is wrong."""
    seen, kinds = set(STARTS), Counter[tuple[str, ...]]()
    waiting, pages, wrong = deque((start, "the beginning") for start in STARTS), dict[str, str](), list[str]()
    while waiting:
        address, source = waiting.popleft()
        answer = client.get(address)
        if answer.status_code == 422 and "?" in address:
            continue  # a form that was sent empty is told what is missing
        if answer.status_code >= 400:
            wrong.append(f"{address} → {answer.status_code}, linked from {source}")
            continue
        ahead = [answer.location] if answer.location else []
        if answer.content_type.startswith(HTML) and not ahead:
            pages[address] = answer.text
            ahead = list(addresses(answer.text, address))
        for link in ahead:
            target = (
                next(addresses(f'<a href="{link.replace("&", "&amp;")}">', address), None) if answer.location else link
            )
            if target is None or target in seen:
                continue
            seen.add(target)
            kinds[kind_of(app, target)] += 1
            if kinds[kind_of(app, target)] <= OF_ONE_KIND:
                waiting.append((target, address))
    return pages, wrong


@pytest.fixture
def lived_in(world: World) -> None:
    """Both OPD have one of everything, and answers enough for figures."""
    for place in (world.a, world.a2, world.b):
        record(place, 12)
        if place is not world.a2:  # a letter of one step is decided once in an OPD
            objects_of(place)
        with opd_scope(place.opd_id), transaction():
            fold.fold_all()


@pytest.mark.usefixtures("lived_in")
def test_everybody_reads_everything_that_their_pages_lead_to(app: Flask, world: World, sign_in) -> None:
    wrong, read = [], Counter[str]()
    for who in PEOPLE:
        pages, dead = crawl(app, sign_in(who))
        read[who] = len(pages)
        wrong += [f"{who}: {each}" for each in dead]
        if who.endswith(".a"):
            wrong += [
                f"{who}: {address} names B"
                for address, text in pages.items()
                if any(name in text for name in NAMES_OF_B)
            ]
    assert not wrong, "\n".join(wrong)
    assert read["organisasi"] > 40
    assert read["admin.a"] > 25
    assert min(read.values()) >= 5
