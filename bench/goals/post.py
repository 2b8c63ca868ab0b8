"""Goals 1 and 2: an answer, posted by its token and form, beside a bare insert and a bare form.

Goal 1 is graded by the slower of the two doors: the public form, and one interview from a phone.
"""

from __future__ import annotations

from bench.bare.web import SCHEMA
from bench.core import respondents
from bench.core.client import rate
from bench.core.place import environment, place
from bench.core.record import Record
from bench.core.rounds import Spread, in_turns, ratios
from bench.core.servers import bare, product
from bench.data.city import build
from bench.data.writer import connect

OPDS, LAYANAN = 40, 5
ROUNDS, SECONDS, CLIENTS = 5, 2.0, 4


def run(record: Record, *, size: int = 0) -> None:
    with place() as here:
        urls, limit = here.database("intake"), here.bare_database("bare")
        city = build(urls, opds=OPDS, layanan=LAYANAN)
        with connect(limit.owner) as connection:
            connection.execute(SCHEMA)
        env = environment(urls) | {"PROXY_HOPS": "1"}
        bare_env = {"DATABASE_URL": limit.app.replace("+psycopg", "")}
        places = OPDS * LAYANAN
        with product(env, here.folder) as ours, bare(bare_env, here.folder) as least:
            acts = (
                (least, respondents.bare_post(places)),
                (ours, respondents.links(city.spots, env["SECRET_KEY"])),
                (ours, respondents.phones(city.spots)),
                (least, respondents.bare_flow(places)),
                (ours, respondents.link_flow(city.spots)),
            )
            for port, act in acts:
                rate(port, 1.0, CLIENTS, act)
            insert, links, phones, bare_flow, flow = in_turns(
                ROUNDS, *(lambda port=port, act=act: rate(port, SECONDS, CLIENTS, act) for port, act in acts)
            )
    _tell(record, "1", {"form of a link": links, "phone": phones}, insert)
    _tell(record, "2", {"form and post": flow}, bare_flow)


def _tell(record: Record, goal: str, ours: dict[str, Spread], limit: Spread) -> None:
    found = {name: ratios(each, limit) for name, each in ours.items()}
    worst = min(each.median for each in found.values())
    said = "; ".join(f"{name} {each.said()} × ({ours[name].median:,.0f}/s)" for name, each in found.items())
    record.result(goal, worst, f"{said}; bare {limit.said(0)}/s; {CLIENTS} clients")
