"""The frame around staff pages: menu, person, places to switch to (templates/base.html draws it)."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user

from app.access import gate
from app.access.identity import Grant
from app.access.permissions import P
from app.access.policy import permits
from app.access.roles import CITY_ROLES, Role
from app.audit.night import find_last_night


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    current: bool = False
    badge: str | None = None


@dataclass(frozen=True)
class Person:
    name: str
    place: str


@dataclass(frozen=True)
class Frame:
    city: str
    home_url: str
    menu: tuple[Item, ...] = ()
    person: Person | None = None
    switches: tuple[Item, ...] = field(default=())
    account_url: str = ""
    sign_out_url: str = ""
    broken_trails: tuple[str, ...] = ()  # whose past somebody has changed: an alarm on every page of Bagian Organisasi
    audit_url: str = ""  # the trail, for those who may read it
    privacy_url: str = ""  # requests about personal data and what is kept how long
    set_up_url: str = ""  # where the city's set-up goes on, for those who see to it while test mode is on


# (label, endpoint, right, endpoints' prefixes that keep it marked as the current place)
CITY_MENU = (
    ("Kepatuhan", "compliance.board", P.BOARD_READ, ("compliance.",)),
    ("Verifikasi", "surveys.verification", P.VERIFICATION_READ, ("surveys.verification", "questionnaires.")),
    ("Hasil kota", "results.city", P.RECAP_READ, ("results.",)),
    ("Rekap kota", "reports.recap", P.RECAP_READ, ("reports.recap", "evaluator_links.")),
    ("OPD dan orang", "opd.city_index", P.OPD_READ, ("opd.city", "accounts.city", "audit.city", "privacy.")),
    ("Pengingat", "reminders.index", P.REMINDER_READ, ("reminders.",)),
    ("Periode", "periods.index", P.PERIODE_READ, ("periods.",)),
)
OPD_MENU = (
    ("Hasil", "results.opd", P.RESULT_READ, ("results.opd", "results.upp")),
    (
        "Pengumpulan",
        "surveys.index",
        P.SURVEY_READ,
        (
            "surveys.",
            "imports.",
            "past.",
            "devices.",
            "paper.",
            "responses.",
            "links.",
            "tickets.",
            "own_board.",
            "journey.",
            "questionnaires.",
        ),  # fmt: skip
    ),
    ("Saran", "results.saran", P.SARAN_READ, ("results.saran",)),
    ("Tindak lanjut", "followups.index", P.FOLLOWUP_READ, ("followups.",)),
    ("Laporan", "reports.index", P.REPORT_READ, ("reports.", "publication.")),
    ("Layanan", "opd.index", P.LAYANAN_READ, ("opd.",)),
    ("Orang", "accounts.members", P.MEMBER_READ, ("accounts.member",)),
)


def init_app(app: Flask) -> None:
    app.context_processor(
        lambda: {"frame": build(), "may": gate.may, "P": P, "city_name": current_app.config["CITY_NAME"]}
    )


def home_url(grant: Grant | None) -> str:
    """Return where a membership begins."""
    if grant is None:
        return url_for("accounts.account")
    if grant.role in CITY_ROLES:
        return url_for("compliance.board")
    if grant.role is Role.PETUGAS:
        return url_for("recording.home")
    return url_for("results.opd", kode=grant.opd_kode)


def build() -> Frame | None:
    """Return the frame for the person of this request, or None for a page of somebody signed out."""
    if not current_user.is_authenticated:
        return None
    grant: Grant | None = g.get("grant") or current_user.current
    guide = _guide(grant)
    return Frame(
        city=current_app.config["CITY_NAME"],
        home_url=home_url(grant),
        menu=(*((guide,) if guide else ()), *_menu(grant)),
        person=Person(current_user.name, grant.place if grant else "Belum punya peran"),
        switches=tuple(
            Item(each.place, url_for("accounts.switch", membership_id=each.id), each == grant)
            for each in current_user.grants
            if len(current_user.grants) > 1
        ),
        account_url=url_for("accounts.account"),
        sign_out_url=url_for("accounts.sign_out"),
        broken_trails=_broken_trails(grant),
        audit_url=_audit_url(grant),
        privacy_url=url_for("privacy.index") if grant and permits(grant.role, P.PRIVACY_MANAGE) else "",
        set_up_url=guide.url if guide and grant and grant.role in CITY_ROLES and not guide.current else "",
    )


def _broken_trails(grant: Grant | None) -> tuple[str, ...]:
    if grant is None or grant.role is not Role.ORGANISASI:
        return ()
    last = find_last_night()
    return last.broken if last else ()


def _audit_url(grant: Grant | None) -> str:
    if grant is None:
        return ""
    if permits(grant.role, P.CITY_AUDIT_READ):
        return url_for("audit.city")
    return url_for("audit.index", kode=grant.opd_kode) if permits(grant.role, P.AUDIT_READ) else ""


def _guide(grant: Grant | None) -> Item | None:
    """Return the way to the set-up guide while there is something to set up."""
    from app.setup.progress import menu_entry

    entry = menu_entry(grant) if grant else None
    return Item("Mulai", entry[0], request.path == entry[0], entry[1]) if entry else None


def _menu(grant: Grant | None) -> tuple[Item, ...]:
    if grant is None or grant.role is Role.PETUGAS:
        return ()
    here = request.endpoint or ""
    if grant.role in CITY_ROLES:
        return tuple(
            Item(label, url_for(endpoint), here.startswith(places))
            for label, endpoint, right, places in CITY_MENU
            if permits(grant.role, right)
        )
    return tuple(
        Item(
            label,
            url_for(endpoint, kode=grant.opd_kode),
            here.startswith(places) and not (label == "Hasil" and "saran" in here),
        )
        for label, endpoint, right, places in OPD_MENU
        if permits(grant.role, right)
    )
