"""The shell of an app that opens without a network: its page, the files that it needs, and the version that tells one build
from the next. The petugas's app and the kiosk each have one.

A shell holds no data of anybody: it is rendered without a person or session, the same bytes for everybody, so that a
service worker can keep it and a hash of it can be its version.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import current_app, url_for

from app.recording import notice
from app.recording.forms import RULES
from app.web.assets import asset

WORKER = "js/pekerja.js"
ALWAYS = ("fonts/plus-jakarta-sans.woff2", "icons/sprite.svg")  # named by the style sheet and by the app's script
STATIC = re.compile(r'(?:src|href)="(/static/[^"#]+)')


@dataclass(frozen=True)
class Shell:
    html: str
    assets: tuple[str, ...]  # the addresses to keep on the phone, the shell's own first

    @property
    def version(self) -> str:
        """Return what changes whenever the page or any of its files does (their addresses carry fingerprints)."""
        return sha256("\n".join((self.html, *self.assets)).encode()).hexdigest()[:12]


def build() -> Shell:
    """Return the shell of the petugas's app as it is now."""
    return shell_of("recording/app.html", url_for("recording_app.shell"), notice=notice.TEXT)


def shell_of(name: str, address: str, **facts: Any) -> Shell:
    """Return the shell that a template gives now, as it is kept at the address."""
    template = current_app.jinja_env.get_template(name)  # not render_template: that adds the person
    html = template.render(rules=RULES, city_name=current_app.config["CITY_NAME"], **facts)
    named = [*STATIC.findall(html), *(asset(name) for name in ALWAYS)]
    return Shell(html, (address, *dict.fromkeys(named)))


def worker(shell: Shell, name: str = WORKER) -> str:
    """Return a service worker's script behind a line that tells it which shell to keep."""
    # The address carries the content's fingerprint; the file has its name without what follows "?".
    path = asset(name).removeprefix(f"{current_app.static_url_path}/").partition("?")[0]
    script = (Path(current_app.static_folder or "static") / path).read_text(encoding="utf-8")
    facts = json.dumps({"version": shell.version, "assets": shell.assets})
    return f"self.SHELL = {facts};\n{script}"
