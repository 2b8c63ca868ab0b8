"""A link's poster to print, and its QR alone for the list."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from flask import Response, current_app, g, request, send_file

from app.access.gate import requires
from app.access.permissions import P
from app.links.addresses import kiosk_url, link_url
from app.links.posters.layout import Poster, layout
from app.links.posters.pdf import PAPERS, to_pdf
from app.links.posters.png import to_png
from app.links.posters.svg import to_svg
from app.links.queries import find_link, get_link, get_place
from app.links.routes.blueprint import LINK, bp
from app.opd.words import slug


@bp.get(f"{LINK}/poster.pdf")
@requires(P.LINK_MANAGE)
def poster_pdf(kode: str, link_id: UUID) -> Response:
    poster = _poster(link_id)
    paper = request.args.get("kertas", "a5")
    paper = paper if paper in PAPERS else "a5"
    content = to_pdf(layout(poster), paper=paper, title=_title(poster))
    return _file(content, poster, f"{paper}.pdf", "application/pdf")


@bp.get(f"{LINK}/poster.svg")
@requires(P.LINK_MANAGE)
def poster_svg(kode: str, link_id: UUID) -> Response:
    poster = _poster(link_id)
    return _file(to_svg(layout(poster), title=_title(poster)), poster, "svg", "image/svg+xml")


@bp.get(f"{LINK}/poster.png")
@requires(P.LINK_MANAGE)
def poster_png(kode: str, link_id: UUID) -> Response:
    poster = _poster(link_id)
    return _file(to_png(layout(poster)), poster, "png", "image/png")


@bp.get(f"{LINK}/qr.svg")
@requires(P.LINK_MANAGE)
def qr_image(kode: str, link_id: UUID) -> Response:
    """The preview in the list."""
    return _qr(link_url(get_link(link_id).code))


@bp.get(f"{LINK}/kios.svg")
@requires(P.LINK_MANAGE)
def kiosk_qr(kode: str, link_id: UUID) -> Response:
    """What the tablet scans that becomes a kiosk."""
    return _qr(kiosk_url(get_link(link_id).code))


def _qr(address: str) -> Response:
    file = BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="svg", border=4, light="#fff")
    file.seek(0)
    return send_file(file, mimetype="image/svg+xml", etag=False, max_age=3600)


def _poster(link_id: UUID) -> Poster:
    link = find_link(get_link(link_id).code)
    assert link is not None  # get_link has just read it
    place = get_place(link)
    return Poster(
        city=current_app.config["CITY_NAME"],
        layanan=place.layanan,
        titik=place.titik,
        office=place.office,
        url=link_url(link.code),
        code=link.code,
    )


def _title(poster: Poster) -> str:
    return f"Poster {poster.layanan}, {poster.titik}"


def _file(content: bytes, poster: Poster, ending: str, kind: str) -> Any:
    name = f"poster-{slug(poster.layanan)}-{slug(poster.titik)}-{poster.code.lower()}"
    separator = "-" if ending.endswith(".pdf") else "."
    return send_file(
        BytesIO(content), mimetype=kind, as_attachment=True, download_name=f"{g.opd.kode}-{name}{separator}{ending}", etag=False
    )  # fmt: skip
