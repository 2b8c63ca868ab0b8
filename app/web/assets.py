"""Addresses of the built front-end files.

`assets/build.mjs` writes `static/dist/manifest.json`: the name a template uses (`css/main.css`) and the path
below `static/` with the fingerprint of its content. A changed file has a new address, so browsers may keep it
for a year.
"""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, current_app

MANIFEST = Path("dist") / "manifest.json"
EXTENSION = "potret.assets"


def init_app(app: Flask) -> None:
    """Read the manifest once and offer `asset` to the templates."""
    app.extensions[EXTENSION] = _read(app)
    app.add_template_global(asset)


def asset(name: str) -> str:
    """Return the address of a built file, for example `/static/dist/main-5YQ2KCHV.css`.

    Raises LookupError for a name that the build does not know.
    """
    manifest = _read(current_app) if current_app.debug else current_app.extensions[EXTENSION]
    try:
        path = manifest[name]
    except KeyError:
        raise LookupError(f"{name!r} is not in the manifest: add it under app/static and run `make assets`") from None
    return f"{current_app.static_url_path}/{path}"


def _read(app: Flask) -> dict[str, str]:
    return json.loads((Path(app.static_folder or "static") / MANIFEST).read_text(encoding="utf-8"))
