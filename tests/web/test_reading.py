"""Opening a page changes nothing: mail scanners, previews and browsers open pages that nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import create_engine, text

from app.access.gate import declaration_of
from app.db import Base
from tests.access_matrix import cases, objects_of
from tests.world import World

PEOPLE = ("organisasi", "admin.a", "kepala.a", "petugas.a")
# That somebody was here, and nothing else: when a session was last seen. (The use of an evaluator's link is counted, too: that
# is what its maker is shown. The token below is none of them.)
SEEN = {"sessions": "last_seen_at"}


def state_of(owner_url: str) -> dict[str, str]:
    """Return a fingerprint of every table."""
    engine, found = create_engine(owner_url), {}
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            row = f"(to_jsonb(t) - '{SEEN.get(table.name, '')}')::text"
            found[table.name] = connection.scalar(
                text(f"SELECT md5(coalesce(string_agg(md5({row}), '' ORDER BY md5({row})), '')) FROM {table.name} t")
            )
    engine.dispose()
    return found


def public_addresses(app: Flask, world: World, ids: dict[str, str]) -> Iterator[str]:
    """Return the address of every public page, with a code or token that fits where one may."""
    from app.accounts import links
    from app.accounts.onetime import add
    from app.accounts.queries import get_user_by_email
    from app.db import transaction
    from app.extensions import db
    from app.links.models import LinkCode

    with transaction():
        token = links.token_of(add("reset", get_user_by_email("admin.a@contoh.test").id).id)
    code = db.session.get_one(LinkCode, ids["link_id"]).code
    db.session.rollback()
    fill = {
        "token": token, "code": code, "response_id": ids["response_id"], "opd_kode": "a", "upp_kode": "a",
        "name": "opd", "filename": "dist/manifest.json",
        "publication_id": ids["publication_id"], "report_id": ids["report_id"],
    }  # fmt: skip
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        declared = declaration_of(rule.endpoint)
        if declared and declared.permission is None and "GET" in (rule.methods or ()):
            unknown = rule.arguments - fill.keys()
            assert not unknown, f"{rule.rule}: say here what stands for {unknown}."
            yield adapter.build(rule.endpoint, {name: fill[name] for name in rule.arguments})


def test_opening_any_page_changes_no_row(app: Flask, world: World, sign_in, client, postgres, database: str) -> None:
    ids = objects_of(world.a)
    addresses = list(public_addresses(app, world, ids))
    visitors = {who: sign_in(who) for who in PEOPLE}
    owner = postgres.urls(database).owner
    before = state_of(owner)
    for who, visitor in visitors.items():
        for case in cases(app, world, world.a, ids):
            if case.method == "GET":
                answer = visitor.get(case.address)
                assert answer.status_code < 500, f"{who}: {case.address}"
    for address in addresses:
        assert client.get(address).status_code < 500, address
    after = state_of(owner)
    changed = {name for name, state in after.items() if state != before[name]}
    assert not changed, f"a GET changed {changed}: act on a POST only"
