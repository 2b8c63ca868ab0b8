"""A small server for the recording screens: the real templates, files, headers and parser, and an intake that
only remembers. The product's own routes are tested elsewhere; here it is the browser that is tested."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, redirect, render_template, request, url_for
from werkzeug.serving import make_server

import app as product
from app.recording import forms
from app.recording.forms import RecordedInterview
from app.responses.intake import Outcome, Receipt
from app.surveys.questionnaire import Question, QuestionnaireVersion, standard_questions
from app.web import charts, formats, headers

ROOT = Path(product.__file__).parent


def questionnaire() -> QuestionnaireVersion:
    """Return the official questionnaire, without a database."""
    rows = standard_questions()
    questions = [Question(q["no"], q["code"], q["unsur"], q["text"], tuple(q["options"])) for q in rows]
    return QuestionnaireVersion(uuid4(), "14-2017/1", tuple(questions))


class Bench:
    """What the server shows (`home`, `groups`, `internal`) and what it got (`received`, `posts`)."""

    def __init__(self) -> None:
        self.received: dict[UUID, RecordedInterview] = {}
        self.posts = 0
        self.url = ""
        self.questionnaire = questionnaire()
        self.titik = [SimpleNamespace(id=uuid4(), name=name) for name in ("Loket 3", "Loket 4")]
        self.layanan = SimpleNamespace(id=uuid4(), name="KTP-el", internal=False, titik=self.titik)
        other = SimpleNamespace(id=uuid4(), name="Akta kelahiran", internal=False, titik=self.titik[:1])
        self.groups = [("Disdukcapil", [self.layanan, other])]
        self.home: dict[str, Any] = {
            "status": "ready",
            "place": SimpleNamespace(layanan=self.layanan, titik=self.titik[0], upp_name="Disdukcapil"),
            "can_change": True,
            "target": SimpleNamespace(achieved=148, required=217, shortfall=69, until=date(2026, 11, 30)),
            "opens_on": None,
        }

    @property
    def today_count(self) -> int:
        return 12 + len(self.received)

    def interview(self, response_id: str, values: Any, errors: dict[str, str], started_at: str) -> str:
        return render_template(
            "recording/interview.html",
            questionnaire=self.questionnaire,
            layanan=self.layanan,
            titik=self.titik[0],
            response_id=response_id,
            started_at=started_at,
            form_values=values,
            errors=errors,
            rules=forms.RULES,
            today_count=self.today_count,
        )


def build(bench: Bench) -> Flask:
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SESSION_COOKIE_SECURE=False, TIMEZONE="Asia/Jakarta")
    formats.init_app(app)
    headers.init_app(app)
    charts.init_app(app)
    person = SimpleNamespace(name="Petugas 07", place="Disdukcapil")
    app.jinja_env.globals.update(
        asset=lambda name: url_for("static", filename=name),
        csrf_token=lambda: "kunci",
        frame=SimpleNamespace(person=person, sign_out_url="/keluar", home_url="/isi"),
    )
    app.add_url_rule("/healthz", "web.healthz", lambda: {"status": "ok"})

    @app.get("/isi", endpoint="recording.home")
    def home() -> str:
        return render_template("recording/home.html", today_count=bench.today_count, **bench.home)

    @app.get("/isi/tempat", endpoint="recording.pick")
    def pick() -> str:
        chosen = bench.layanan if request.args.get("layanan_id") == str(bench.layanan.id) else None
        return render_template(
            "recording/pick.html",
            groups=bench.groups,
            layanan=chosen,
            place=bench.home["place"],
            today_count=bench.today_count,
        )

    @app.get("/isi/wawancara", endpoint="recording.interview")
    def interview() -> str:
        return bench.interview(str(uuid4()), {}, {}, datetime.now(UTC).isoformat())

    @app.post("/isi/wawancara")
    def record() -> Any:
        bench.posts += 1
        parsed = forms.parse(request.form, bench.questionnaire)
        if isinstance(parsed, dict):
            values = request.form
            return bench.interview(values["response_id"], values, parsed, values["started_at"]), 422
        outcome = Outcome.REPEATED if parsed.response_id in bench.received else Outcome.STORED
        bench.received.setdefault(parsed.response_id, parsed)
        return redirect(url_for("received", response_id=parsed.response_id, hasil=outcome), 303)

    @app.get("/isi/wawancara/<uuid:response_id>", endpoint="received")
    def received(response_id: UUID) -> str:
        return render_template(
            "recording/received.html",
            receipt=Receipt(
                response_id, Outcome(request.args["hasil"]), datetime(2026, 11, 24, 3, 42, tzinfo=UTC), False
            ),
            layanan=bench.layanan,
            titik=bench.titik[0],
            today_count=bench.today_count,
        )

    return app


@contextmanager
def serving() -> Iterator[Bench]:
    """Serve the screens on a free port of this machine."""
    bench = Bench()
    server = make_server("127.0.0.1", 0, build(bench), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    bench.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield bench
    finally:
        server.shutdown()
        thread.join()
