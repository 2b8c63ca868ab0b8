"""A viral link: thousands of traces of its last minutes, among which an answer's look must stay a few index look-ups."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import psycopg
from sqlalchemy import insert, text

from app import clock
from app.db import run_alone, transaction
from app.extensions import db
from app.links import arrivals, watching
from app.links.models import LinkTrace
from app.links.queries import find_link
from app.tenancy.scope import opd_scope

VIRAL = 6_000


def test_a_look_at_a_viral_link_reads_no_table_from_end_to_end(world, code, postgres, database) -> None:
    link, now = find_link(code), clock.now()
    assert link is not None
    rows = [
        {
            "opd_id": world.a.opd_id, "response_id": uuid4(), "link_id": link.id, "device_key": f"device {number}",
            "network_key": f"network {number % 400}", "vector": "333333333", "at": now - timedelta(seconds=number / 10),
        }
        for number in range(VIRAL)
    ]  # fmt: skip
    with opd_scope(world.a.opd_id), transaction():
        watching.make_salt()
        db.session.execute(insert(LinkTrace), rows)
    with psycopg.connect(postgres.urls(database).owner.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("ANALYZE link_traces")
    asked = {"code": code, "today": clock.today(), "survey_id": world.a.survey_id}
    asked |= watching.look_values("103.10.1.77", "Chrome/128", uuid4())
    plan = "\n".join(row[0] for row in run_alone(text(f"EXPLAIN (ANALYZE, BUFFERS) {arrivals._POST_SERVED}"), asked))
    assert "Seq Scan on link_traces" not in plan, plan
    assert plan.count("network_key_at") == 2, plan
    assert sum(int(found) for found in re.findall(r"rows=(\d+) loops", plan)) < 200, plan
