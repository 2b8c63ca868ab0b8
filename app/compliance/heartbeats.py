"""Signs of life of the machines."""

from __future__ import annotations

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from app import clock
from app.compliance.models import Heartbeat
from app.extensions import db


def beat(name: str, note: str = "") -> None:
    """It is written down that the machine is alive now."""
    statement = insert(Heartbeat).values(name=name, at=clock.now(), note=note)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Heartbeat.name],
            set_={"at": func.greatest(Heartbeat.at, statement.excluded.at), "note": note},
        )
    )


def find_heartbeat(name: str) -> Heartbeat | None:
    return db.session.get(Heartbeat, name)
