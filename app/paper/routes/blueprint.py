from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g

from app.access.gate import actor
from app.paper import queries
from app.paper.places import Reach, reach_of
from app.paper.queries import Stack

bp = Blueprint("paper", __name__)
PAPER = "/opd/<kode>/upp/<upp>/kertas"
STACK = PAPER + "/<uuid:batch_id>"


def reach() -> Reach:
    """Return where the person of this request may type in the UPP of this address."""
    return reach_of(actor(), g.upp_id)


def get_stack(batch_id: UUID) -> Stack:
    """Return the stack; another UPP's, or one at a titik where the petugas is not assigned, does not exist."""
    return queries.get_stack(batch_id, g.upp_id, reach())
