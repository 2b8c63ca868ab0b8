"""How an OPD (or one UPP of it) prepares its survey."""

from __future__ import annotations

from flask import g, render_template

from app.access.gate import requires
from app.access.permissions import P
from app.setup.opd import guide, read_facts
from app.setup.routes.blueprint import bp


@bp.get("/opd/<kode>/mulai")
@requires(P.LAYANAN_MANAGE)
def opd(kode: str) -> str:
    facts = read_facts(kode, g.opd_id, g.grant.upp_id)
    return render_template("setup/opd.html", guide=guide(facts), facts=facts)
