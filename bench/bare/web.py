"""The least that can take an answer: Flask and psycopg, under the same server as the product.

`/jawaban` reads nine scores and a profile, and inserts. `/formulir` serves the nine questions with a session of its own
and a CSRF token, and inserts with the statistics in one statement. No offices, no languages, no flags, no duplicates.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue
from secrets import token_hex
from typing import Any

import psycopg
from flask import Flask, redirect, render_template, request, session

PROFILE = ("jenis_kelamin", "usia", "pendidikan", "pekerjaan", "saran")
INSERT = """
INSERT INTO jawaban (layanan, u1, u2, u3, u4, u5, u6, u7, u8, u9, kelamin, usia, pendidikan, pekerjaan, saran, mulai)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, now())
"""
PRODUCTS = ", ".join(f"p{i}{j} = s.p{i}{j} + excluded.p{i}{j}" for i in range(1, 10) for j in range(i, 10))
SUMS = ", ".join(f"s{i} = s.s{i} + excluded.s{i}" for i in range(1, 10))
WITH_STATISTICS = f"""
WITH baru AS ({INSERT} RETURNING *)
INSERT INTO statistik AS s SELECT layanan, 1, {", ".join(f"u{i}" for i in range(1, 10))},
       {", ".join(f"u{i} * u{j}" for i in range(1, 10) for j in range(i, 10))} FROM baru
ON CONFLICT (layanan) DO UPDATE SET n = s.n + 1, {SUMS}, {PRODUCTS}
"""  # noqa: S608 — the parts are constants of this module
SCHEMA = f"""
CREATE TABLE jawaban (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, layanan integer NOT NULL,
    {", ".join(f"u{i} smallint NOT NULL" for i in range(1, 10))},
    kelamin text, usia text, pendidikan text, pekerjaan text, saran text, mulai timestamptz, dibuat timestamptz DEFAULT now()
);
CREATE INDEX ON jawaban (layanan, dibuat);
CREATE TABLE statistik (
    layanan integer PRIMARY KEY, n bigint, {", ".join(f"s{i} bigint" for i in range(1, 10))},
    {", ".join(f"p{i}{j} bigint" for i in range(1, 10) for j in range(i, 10))}
);
GRANT ALL ON jawaban, statistik TO potret_app;
"""

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY", "only for measuring")
_pool: LifoQueue[psycopg.Connection[Any]] = LifoQueue()


@app.get("/halo")
def hello() -> str:
    return "halo"


@app.post("/jawaban")
def insert() -> Any:
    with _connection() as connection:
        connection.execute(INSERT, _values())
    return redirect("/halo", 303)


@app.get("/formulir")
def ask() -> str:
    session["token"] = token_hex(16)
    return render_template("form.html", token=session["token"], questions=range(1, 10))


@app.post("/formulir")
def take() -> Any:
    if request.form["token"] != session.get("token"):
        return "token", 400
    with _connection() as connection:
        connection.execute(WITH_STATISTICS, _values())
    return redirect("/halo", 303)


@app.get("/hitung")
def count() -> str:
    with _connection() as connection:
        row = connection.execute("SELECT count(*) FROM opd").fetchone()
    return str(row)


def _values() -> list[Any]:
    scores = [int(request.form[f"u{number}"]) for number in range(1, 10)]
    if not all(1 <= score <= 4 for score in scores):
        raise ValueError("a score is 1 to 4")
    return [int(request.form["layanan"]), *scores, *(request.form.get(name) for name in PROFILE)]


@contextmanager
def _connection() -> Iterator[psycopg.Connection[Any]]:
    """A connection of the pool; commits at the end of the block."""
    try:
        connection = _pool.get_nowait()
    except Empty:
        connection = psycopg.connect(os.environ["DATABASE_URL"])
    with connection.transaction():
        yield connection
    _pool.put(connection)
