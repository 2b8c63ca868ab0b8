"""Respondents as they come: through the form of a link, from phones of petugas, and through the bare form."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from itsdangerous import URLSafeSerializer

from app.ikm import Unsur
from bench.core.client import Answer, Caller
from bench.data.city import Spot

FIELD = re.compile(r'name="([a-z_]+)"[^>]*value="([^"]*)"')
TOKEN = re.compile(rb'name="token" value="([0-9a-f]+)"')
PROFILE = {"jenis_kelamin": "P", "usia": "34", "pendidikan": "SMA", "pekerjaan": "SWASTA", "saran": ""}
BEGUN = timedelta(minutes=2)


def links(spots: Sequence[Spot], secret: str):
    """Return the act of posting a form that was served two minutes ago, each time at one of the spots."""
    queue = [_served(random.choice(spots), secret) for _ in range(2000)]

    def act(caller: Caller) -> None:
        code, values = queue.pop() if queue else _served(random.choice(spots), secret)
        _accepted(caller.post(f"/s/{code}", values, _address()))

    return act


def link_flow(spots: Sequence[Spot]):
    """Return the act of a respondent: ask for the form, and post it."""

    def act(caller: Caller) -> None:
        spot, address = random.choice(spots), _address()
        page = caller.get(f"/s/{spot.code}", address)
        hidden = dict(FIELD.findall(page.body.decode()))
        values = {name: hidden[name] for name in ("response_id", "bukti", "questionnaire_id")}
        _accepted(caller.post(f"/s/{spot.code}", values | _scores("jawaban-{}") | PROFILE, address))

    return act


def phones(spots: Sequence[Spot]):
    """Return the act of a phone that sends one interview by its token."""

    def act(caller: Caller) -> None:
        spot, now = random.choice(spots), datetime.now(UTC)
        item = {
            "id": str(uuid4()), "petugas": str(spot.petugas_id), "survey_id": str(spot.survey_id), "layanan_id": str(spot.layanan_id),
            "titik_id": str(spot.titik_id), "questionnaire_id": str(spot.questionnaire_id), "collection": "petugas",
            "scores": {unsur.value: random.randint(2, 4) for unsur in Unsur}, "sex": "P", "age": 34, "education": "SMA",
            "occupation": "SWASTA", "saran": "", "started_at": (now - BEGUN).isoformat(), "finished_at": now.isoformat(),
        }  # fmt: skip
        body = json.dumps({"sent_at": now.isoformat(), "items": [item]}).encode()
        answer = caller.send(
            "/isi/kirim", body, f"Content-Type: application/json\r\nAuthorization: Bearer {spot.token}\r\n"
        )
        if answer.status != 200 or b'"diterima"' not in answer.body:
            raise RuntimeError(f"{answer.status} {answer.body[:300]!r}")

    return act


def bare_post(layanan: int):
    """Return the act of posting to the bare program."""

    def act(caller: Caller) -> None:
        _accepted(caller.post("/jawaban", _bare(layanan)))

    return act


def bare_flow(layanan: int):
    """Return the act of asking the bare program for its form, and posting it, each time as somebody new."""

    def act(caller: Caller) -> None:
        page = caller.get("/formulir")
        found = TOKEN.search(page.body)
        assert found
        values = {"token": found[1].decode(), **_bare(layanan)}
        _accepted(caller.post("/formulir", values, f"Cookie: {page.cookies()}\r\n"))

    return act


def _served(spot: Spot, secret: str) -> tuple[str, dict[str, str]]:
    """Return a form as app/links/tokens.py seals it: made beforehand, so that the client has little to do meanwhile."""
    response, moment = uuid4(), int((datetime.now(UTC) - BEGUN).timestamp() * 1000)
    seal = URLSafeSerializer(secret, salt=f"public-form:{spot.code}").dumps([response.hex, spot.survey_id.hex, moment])
    hidden = {"response_id": str(response), "bukti": str(seal), "questionnaire_id": str(spot.questionnaire_id)}
    return spot.code, hidden | _scores("jawaban-{}") | PROFILE


def _scores(name: str) -> dict[str, str]:
    return {name.format(unsur.value): str(random.randint(2, 4)) for unsur in Unsur}


def _bare(layanan: int) -> dict[str, str]:
    scores = {f"u{number}": str(random.randint(2, 4)) for number in range(1, 10)}
    return {"layanan": str(random.randint(1, layanan)), **scores, **PROFILE}


def _address() -> str:
    """Return where a proxy says that somebody comes from: everybody has a network of their own."""
    return "X-Forwarded-For: 10.{}.{}.{}\r\n".format(*(random.randint(0, 255) for _ in range(3)))


def _accepted(answer: Answer) -> None:
    if answer.status != 303:
        raise RuntimeError(f"{answer.status} {answer.body[:300]!r}")
