"""Goal 12: everybody answers about one layanan, beside everybody answering about another one."""

from __future__ import annotations

from bench.core import respondents
from bench.core.client import rate
from bench.core.place import environment, place
from bench.core.record import Record
from bench.core.rounds import in_turns, ratios
from bench.core.servers import product
from bench.data.city import build

ROUNDS, SECONDS, CLIENTS = 5, 2.0, 4


def run(record: Record, *, size: int = 0) -> None:
    with place() as here:
        urls = here.database("viral")
        spots = build(urls, opds=40, layanan=5).spots
        env = environment(urls) | {"PROXY_HOPS": "1"}
        with product(env, here.folder) as port:
            acts = [respondents.links(some, env["SECRET_KEY"]) for some in (spots[:1], spots)]
            for act in acts:
                rate(port, 1.0, CLIENTS, act)
            hot, spread = in_turns(ROUNDS, *(lambda act=act: rate(port, SECONDS, CLIENTS, act) for act in acts))
    found = ratios(hot, spread)
    record.result(
        "12", found.median, f"{found.said()} ×; hot {hot.said(0)}/s, spread over {len(spots)} {spread.said(0)}/s"
    )
