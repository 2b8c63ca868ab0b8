"""A log tells what happened, never what people typed."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from app.web.logs import scrubbed
from tests.accounts.letterbox import latest_path
from tests.accounts.phone import enrol
from tests.world import PASSWORD, World

SARAN = "Loket tiga kurang ramah kepada ibu hamil"


def test_what_people_type_does_not_reach_the_log(app: Flask, world: World, sign_in, client, capfd) -> None:
    from app.letters.models import LetterKind

    capfd.readouterr()
    for password in ("kata sandi yang keliru", PASSWORD):
        client.post("/masuk", data={"email": "kepala.a@contoh.test", "password": password})
    kepala = sign_in("kepala.a")
    phone, recovery = enrol(app, kepala)
    client.post("/lupa-kata-sandi", data={"email": "admin.a@contoh.test"})
    link = latest_path("admin.a@contoh.test", LetterKind.RESET)
    client.get(link)
    client.post("/isi", data={"saran": SARAN})
    kepala.get("/opd/b/hasil?cari=" + SARAN)
    with pytest.raises(Exception, match="violates"), app.app_context():
        db.session.execute(
            text("INSERT INTO users (id, email, name) VALUES (gen_random_uuid(), :email, :name)"),
            {"email": "rahasia@contoh.test", "name": SARAN},
        )
    written = "".join(capfd.readouterr())
    assert "auth.signed_in" in written
    assert "auth.refused" in written
    cookie = kepala.get_cookie("potret").value
    for secret in ("contoh.test", "keliru", PASSWORD, SARAN, "ramah", link.split("/")[-1], cookie, *recovery):
        assert secret not in written, secret


@pytest.mark.own_app
def test_an_error_that_repeats_a_row_is_written_without_it(app: Flask, world: World, capfd) -> None:
    from app.access.gate import public
    from app.db import transaction

    @public
    def twice() -> str:
        values = "gen_random_uuid(), 'kepala.a@contoh.test', 'Rahasia', true, false, 0, '', now()"
        with transaction():
            db.session.execute(
                text(
                    "INSERT INTO users (id, email, name, active, demo, failed_sign_ins, email_trouble, created_at)"
                    f" VALUES ({values})"
                )
            )
        return ""

    app.add_url_rule("/dua-kali", "twice", twice)
    capfd.readouterr()
    assert app.test_client().get("/dua-kali").status_code == 500
    written = "".join(capfd.readouterr())
    assert "uq_users_email" in written
    assert "kepala.a@contoh.test" not in written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("550 5.1.1 <rina@kota.go.id>: user unknown", "550 5.1.1 <[alamat]>: user unknown"),
        ("duplicate key\nDETAIL:  Key (email)=(rina) already exists.", "duplicate key\n[isi]"),
        ("Authorization: Bearer abc123", "Authorization: Bearer [rahasia]"),
        ("cookie potret=" + "aB3-" * 11, "cookie potret=[rahasia]"),
        ("auth.signed_in", "auth.signed_in"),
    ],
)
def test_what_others_put_into_their_messages_is_scrubbed(said: str, written: str) -> None:
    assert scrubbed(said) == written


def test_a_forged_line_stays_inside_its_own(client, capfd) -> None:
    client.get("/masuk", headers={"X-Request-Id": '12345678", "event": "palsu'})
    client.post("/masuk", data={"email": 'x\r\n{"event": "palsu"}@contoh.test', "password": "x"})
    assert "palsu" not in "".join(capfd.readouterr())


def test_a_refusal_by_right_is_in_the_log(world: World, sign_in, capfd) -> None:
    sign_in("kepala.a").get("/organisasi/orang")
    (line,) = [line for line in "".join(capfd.readouterr()).splitlines() if "access.denied" in line]
    entry = json.loads(line)
    assert (entry["permission"], entry["endpoint"]) == ("city_member:manage", "accounts.city_members")
    assert entry["timestamp"].endswith("Z")
    assert entry["user_id"]
    assert entry["request_id"]
