"""The page of saran: which ones the address asks for, among those that this person may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.access.identity import Grant
from app.errors import NotFound
from app.opd.queries import list_layanan, list_upp
from app.responses.saran import SaranFilter, SaranLine, count_handled, count_saran, count_themes, list_saran
from app.responses.themes import BY_KEY, OTHER, THEMES
from app.results.periode_choice import PeriodeRef, choose_periode, list_surveyed
from app.results.themes import theme_rows
from app.results.visibility import Sight, sight
from app.surveys.queries import list_surveys
from app.web.charts import CountRow

PAGE = 50
LONGEST_SEARCH = 100
STATES = (("", "Semua"), ("belum", "Belum ditangani"), ("sudah", "Sudah ditangani"))
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SaranPage:
    """`periode` is None where there is no survey at all; `hidden` where its result may not be seen yet."""

    periode: PeriodeRef | None
    chosen: Mapping[str, str]
    periode_options: Options = ()
    upp_options: Options = ()
    layanan_options: Options = ()
    theme_options: Options = ()
    themes: tuple[tuple[str, CountRow], ...] = ()
    surveys: tuple[UUID, ...] = ()
    total: int = 0  # of all that may be read here
    handled: int = 0  # of these
    lines: tuple[SaranLine, ...] = ()
    count: int = 0
    next_after: str | None = None
    several: bool = False
    hidden: bool = False


def build(args: Mapping[str, str], grant: Grant) -> SaranPage:
    """Return the page for the filters of an address. A filter that names nothing here is NotFound."""
    surveys = list_surveys()
    periode = list_surveyed(surveys)
    current = choose_periode(periode, args.get("periode"))
    chosen = {name: _clean(args.get(name, "")) for name in ("upp", "layanan", "tema", "cari", "status")}
    if current is None:
        return SaranPage(None, chosen)
    here = [survey for survey in surveys if survey.periode_id == current.id]
    seen = [
        survey for survey in here if sight(grant.role, survey.state, show_running=current.show_running) is Sight.SHOWN
    ]
    upp = {each.id: each for each in list_upp(active_only=False) if each.id in {survey.upp_id for survey in here}}
    everywhere = [each for each in list_layanan() if each.upp_id in upp]
    layanan_id = _named(chosen["layanan"], {str(each.id): each.id for each in everywhere})
    layanan = [each for each in everywhere if chosen["upp"] in ("", upp[each.upp_id].kode)]
    if layanan_id not in {each.id for each in layanan}:
        layanan_id, chosen["layanan"] = None, ""  # another UPP was chosen since
    several = len(upp) > 1
    wanted = SaranFilter(
        surveys=tuple(survey.id for survey in seen),
        upp_id=_named(chosen["upp"], {each.kode: each.id for each in upp.values()}),
        layanan_id=layanan_id,
        words=chosen["cari"],
        theme=chosen["tema"] if chosen["tema"] in {*BY_KEY, OTHER} else "",
        handled={"belum": False, "sudah": True}.get(chosen["status"]),
    )
    counts = count_themes(wanted.surveys, [each.id for each in layanan if layanan_id in (None, each.id)])
    lines = list_saran(wanted, after=args.get("setelah", ""), limit=PAGE + 1)
    return SaranPage(
        periode=current,
        chosen=chosen,
        periode_options=tuple((str(each.id), each.name) for each in periode),
        upp_options=(("", "Semua UPP"), *((each.kode, each.name) for each in upp.values())) if several else (),
        layanan_options=(
            ("", "Semua layanan"),
            *(
                (str(each.id), f"{each.name}, {upp[each.upp_id].name}" if several and not chosen["upp"] else each.name)
                for each in layanan
            ),
        ),
        theme_options=(("", "Semua tema"), *((theme.key, theme.label) for theme in THEMES), (OTHER, "Lainnya")),
        themes=theme_rows(counts),
        handled=count_handled(wanted.surveys),
        surveys=wanted.surveys,
        total=count_saran(SaranFilter(wanted.surveys)),
        lines=tuple(lines[:PAGE]),
        count=count_saran(wanted),
        next_after=lines[PAGE - 1].cursor if len(lines) > PAGE else None,
        several=several,
        hidden=bool(here) and not seen,
    )


def _clean(text: str) -> str:
    """Return a filter as it was typed, without the signs that no database takes."""
    return "".join(sign for sign in text if sign.isprintable()).strip()[:LONGEST_SEARCH]


def _named(value: str, known: Mapping[str, UUID]) -> UUID | None:
    if not value:
        return None
    if value not in known:
        raise NotFound("Layanan atau UPP ini tidak ada di sini.")
    return known[value]
