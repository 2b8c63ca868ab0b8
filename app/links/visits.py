"""That a browser has answered through a link today (a cookie of 24 hours), and the receipt of an answer."""

from __future__ import annotations

from uuid import UUID

from flask import Response as WebResponse
from flask import current_app, request
from sqlalchemy import select

from app.errors import NotFound
from app.extensions import db
from app.links.form import Door
from app.responses.intake import Outcome, Receipt
from app.responses.models import Response, ResponseState

DAY = 24 * 3600


def find_earlier(code: str) -> UUID | None:
    """Return the answer that this browser gave through the link in the last 24 hours, as it says itself."""
    try:
        return UUID(request.cookies.get(_cookie(code), ""))
    except ValueError:
        return None


def remember(page: WebResponse, code: str, response_id: UUID) -> None:
    """The browser will say for 24 hours that it has answered; nothing else is kept on it."""
    page.set_cookie(
        _cookie(code), str(response_id), max_age=DAY, httponly=True, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )  # fmt: skip


def get_receipt(door: Door, response_id: UUID, outcome: str) -> Receipt:
    """Return the receipt of an answer that came through the door; raises NotFound for any other."""
    row = db.session.scalar(
        select(Response).where(
            Response.id == response_id, Response.layanan_id == door.layanan_id, Response.titik_id == door.titik_id,
            Response.collection == door.collection,
        )
    )  # fmt: skip
    if row is None:
        raise NotFound("Tanda terima ini tidak ada.")
    told = Outcome(outcome) if outcome in set(Outcome) else Outcome.REPEATED
    return Receipt(row.id, told, row.received_at, row.state is ResponseState.SUSULAN, row.layanan_id, row.titik_id)


def _cookie(code: str) -> str:
    return f"{'__Host-' if current_app.config['SESSION_COOKIE_SECURE'] else ''}potret_s_{code}"
