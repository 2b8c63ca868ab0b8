"""The surveyor app as a browser fetches it: the same for everybody, with a version that changes when it does."""

from __future__ import annotations

import json
import re


def facts_of(worker) -> dict:
    return json.loads(re.match(r"self\.SHELL = (\{.*?\});\n", worker.text).group(1))


def test_the_shell_is_the_same_for_everybody_and_sets_no_cookie(client, sign_in) -> None:
    for path in ("/isi/aplikasi", "/isi/pekerja.js", "/isi/versi.json"):
        stranger, petugas = client.get(path), sign_in("petugas.a").get(path)
        assert stranger.status_code == 200
        assert stranger.data == petugas.data
        assert "Set-Cookie" not in stranger.headers
        assert "Set-Cookie" not in petugas.headers
    assert "Petugas A" not in client.get("/isi/aplikasi").text


def test_the_worker_knows_its_shell_and_may_serve_all_of_isi(client) -> None:
    worker = client.get("/isi/pekerja.js")
    assert worker.mimetype == "text/javascript"
    assert (worker.headers["Service-Worker-Allowed"], worker.headers["Cache-Control"]) == ("/isi", "no-cache")
    facts = facts_of(worker)
    assert facts["version"] == client.get("/isi/versi.json").json["version"]
    assert facts["assets"][0] == "/isi/aplikasi"
    assert any("plus-jakarta-sans.woff2" in address for address in facts["assets"])
    assert any("sprite.svg" in address for address in facts["assets"])
    for address in facts["assets"]:
        assert client.get(address).status_code == 200, address


def test_another_shell_has_another_version(app, client) -> None:
    before = client.get("/isi/versi.json")
    assert before.headers["Cache-Control"] == "no-store"
    app.config["CITY_NAME"] = "Kota Lain"
    assert client.get("/isi/versi.json").json["version"] != before.json["version"]
