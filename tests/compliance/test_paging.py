"""A city of thousands is leafed through, and nobody is left out on the way."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from app.compliance.board import assemble
from app.compliance.details import People
from app.compliance.forms import PAGE, BoardFilter
from app.compliance.standing import City, OpdStanding, Term
from app.compliance.status import ComplianceStatus
from app.opd.models import Kewajiban

TERM = Term(date(2026, 10, 1), date(2026, 11, 30), date(2026, 10, 20))
MANY = 2 * PAGE + 50


def sections(**chosen):
    opd = tuple(
        OpdStanding(
            uuid4(), f"d{number}", f"Dinas {number:04}", f"D{number}", "dinas", Kewajiban.WAJIB, ComplianceStatus.BELUM_MULAI, ()
        )
        for number in range(MANY)
    )  # fmt: skip
    board = assemble(City(opd, ()), TERM)
    return BoardFilter(**chosen).sections(board, People())


def test_an_unfolded_group_is_shown_page_by_page_each_line_once() -> None:
    unfolded = frozenset({"belum_mulai"})
    seen: list[str] = []
    last, pages = "", 0
    while True:
        (part,) = sections(tampil=unfolded, lanjut=last)
        assert (part.before, part.total) == (len(seen), MANY)
        seen += [line.opd.kode for line in part.lines]
        last, pages = seen[-1], pages + 1
        if not part.more:
            break
    assert pages == 3
    assert len(seen) == len(set(seen)) == MANY


def test_who_has_left_the_group_meanwhile_leads_back_to_its_first_page() -> None:
    (part,) = sections(tampil=frozenset({"belum_mulai"}), lanjut="sudah-selesai")
    assert part.before == 0


def test_a_folded_group_says_how_many_more_there_are() -> None:
    (part,) = sections()
    assert part.more == MANY - len(part.lines) > PAGE
