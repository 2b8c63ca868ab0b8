"""What the app called "tersimpan", kept outside of it, and the database that has to agree."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from app.extensions import db
from app.responses.models import Quarantine, Response
from app.tenancy.scope import opd_scope
from tests.world import World


@dataclass
class Ledger:
    """By id: the scores, and the saran where there was one."""

    entries: dict[str, tuple[tuple[int, ...], str]] = field(default_factory=dict)

    def saved(self, made: str, scores: tuple[int, ...], saran: str = "") -> None:
        self.entries[made] = (scores, saran)

    def __len__(self) -> int:
        return len(self.entries)

    def agrees(self, world: World) -> None:
        """Assert that the database holds exactly these interviews: none lost, none doubled, none changed or set aside."""
        rows = stored(world)
        assert len({row.id for row in rows}) == len(rows)
        found = {str(row.id): (tuple(row.scores), row.saran) for row in rows}
        lost, doubled = self.entries.keys() - found.keys(), found.keys() - self.entries.keys()
        assert not lost, f"{len(lost)} of {len(self)} interviews are lost"
        assert not doubled, f"{len(doubled)} interviews that nobody saved"
        assert found == self.entries
        with opd_scope(world.a.opd_id):
            assert db.session.scalars(select(Quarantine)).all() == []


def stored(world: World) -> list[Response]:
    db.session.remove()
    with opd_scope(world.a.opd_id):
        return list(db.session.scalars(select(Response)))
