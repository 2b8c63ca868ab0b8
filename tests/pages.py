"""What every HTML page must have. The message says what is missing and where."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

FIELDS = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lang = ""
        self.title = ""
        self.h1 = 0
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.post_forms = 0
        self.tokens = 0
        self._in_title = False
        self._label_depth = 0
        self._svg_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        self.inline += [f"<{tag} {name}>" for name in values if name == "style" or name.startswith("on")]
        if tag == "html":
            self.lang = values.get("lang") or ""
        elif tag == "title" and not self._svg_depth:
            self._in_title = True
        elif tag == "svg":
            self._svg_depth += 1
        elif tag == "h1":
            self.h1 += 1
        elif tag == "label":
            self._label_depth += 1
            self.labels.add(values.get("for") or "")
        elif tag == "form" and (values.get("method") or "").lower() == "post":
            self.post_forms += 1
        elif tag == "script" and "src" not in values and values.get("type") != "application/json":
            self.inline.append("<script>")
        if tag == "input" and values.get("name") == "csrf_token":
            self.tokens += 1
        if tag in FIELDS and values.get("type") not in UNLABELLED:
            self.fields.append(values | {"wrapped": "yes" if self._label_depth else ""})

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag == "label":
            self._label_depth -= 1
        elif tag == "svg":
            self._svg_depth -= 1

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def check_page(answer: Any, where: str, *, tokens: bool = False) -> None:
    """Assert that an HTML answer is a page that everybody can use."""
    if not answer.content_type.startswith("text/html") or answer.status_code in (301, 302, 303):
        return
    page = _Page()
    page.feed(answer.get_data(as_text=True))
    if not page.lang and not page.title:
        return  # a fragment for htmx
    assert page.lang == "id", f"{where}: lang is {page.lang!r}"
    assert page.title.strip(), f"{where}: no title"
    assert page.h1 == 1, f"{where}: {page.h1} h1"
    twice = {name for name in page.ids if page.ids.count(name) > 1}
    assert not twice, f"{where}: ids twice {twice}"
    for field in page.fields:
        labelled = (
            field["wrapped"]
            or field.get("aria-label")
            or field.get("aria-labelledby")
            or field.get("id") in page.labels
        )
        assert labelled, f"{where}: field {field.get('name')} has no label"
    assert not page.inline, f"{where}: inline {page.inline}"
    assert not tokens or page.tokens >= page.post_forms, (
        f"{where}: {page.post_forms} POST forms, {page.tokens} csrf tokens"
    )
    assert "None" not in page.title, f"{where}: {page.title}"
