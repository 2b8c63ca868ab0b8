"""The built files exist, templates name only what exists, and no page needs what the policy forbids."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from app.web import assets

APP = Path(__file__).resolve().parents[2] / "app"
STATIC = APP / "static"
MANIFEST = json.loads((STATIC / "dist/manifest.json").read_text(encoding="utf-8"))
SPRITE = (STATIC / "icons/sprite.svg").read_text(encoding="utf-8")
TEMPLATES = [path for path in (APP / "templates").rglob("*.html") if "letters" not in path.parts]


@pytest.fixture
def app() -> Flask:
    app = Flask("app", static_folder=str(STATIC), static_url_path="/static")
    assets.init_app(app)
    return app


def test_every_name_in_the_manifest_leads_to_a_file():
    missing = [path for path in MANIFEST.values() if not (STATIC / path.split("?")[0]).is_file()]
    assert missing == [], "run `make assets` and commit app/static"


def test_a_template_gets_the_address_with_the_fingerprint(app):
    with app.app_context():
        assert re.fullmatch(r"/static/dist/main-[A-Z0-9]+\.css", assets.asset("css/main.css"))
        assert re.fullmatch(r"/static/icons/sprite\.svg\?v=[0-9a-f]{10}", assets.asset("icons/sprite.svg"))


def test_an_unknown_name_says_what_to_do(app):
    with app.app_context(), pytest.raises(LookupError, match="make assets"):
        assets.asset("css/forgotten.css")


def test_the_sheet_asks_for_the_font_at_the_address_that_pages_preload():
    sheet = (STATIC / MANIFEST["css/main.css"]).read_text(encoding="utf-8")
    assert f"../{MANIFEST['fonts/plus-jakarta-sans.woff2']}" in sheet


def test_every_icon_that_a_template_draws_is_in_the_sprite():
    known = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))
    drawn = {
        (path.name, name)
        for path in TEMPLATES
        for name in re.findall(
            r'(?<![\w.])icon\("([a-z0-9-]+)"|#([a-z][a-z0-9-]+)"/>', path.read_text(encoding="utf-8")
        )
        for name in name
        if name
    }
    missing = {pair for pair in drawn if pair[1] not in known}
    assert missing == set(), "add the Tabler name to assets/sprite.mjs and run `make assets`"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(APP / "templates")))
def test_no_page_needs_inline_styles_or_scripts(path):
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\sstyle=", page), "the policy forbids style attributes: use a class"
    assert not re.search(r"<[^>]*\son[a-z]+=", page), "the policy forbids handlers: use a module in static/js"
    assert not re.search(r"<style\b", page), "write a sheet in static/css"
    assert not re.search(
        r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)", page.replace('type="application/json"', "src=")
    ), "write a module in static/js"
