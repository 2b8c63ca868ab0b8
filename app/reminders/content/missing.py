"""What exactly a unit still has to do: the rows of a reminder, and its situation in one clause."""

from fractions import Fraction

from app.reminders.content.draft import Row
from app.reminders.content.facts import LetterFacts, Shortfall
from app.reminders.content.words import count_of
from app.surveys.states import SurveyState
from app.web.formats import angka, tanggal

MOST_ROWS = 8
LONGEST_NOTE = 240
COLLECTED = frozenset({SurveyState.DITUTUP, SurveyState.DIKEMBALIKAN})


def situation(facts: LetterFacts) -> str:
    """Return the clause that leads a reminder, without the deadline."""
    title = facts.periode_title
    if facts.has_many_upps:
        unfinished = facts.upp_total - facts.upp_finished
        return f"{title}: {angka(unfinished)} dari {angka(facts.upp_total)} UPP belum selesai"
    if facts.state == SurveyState.DIKEMBALIKAN:
        return f"Laporan {title} dikembalikan dengan catatan"
    if facts.state == SurveyState.DITUTUP:
        return f"Laporan {title} tinggal disahkan dan disampaikan"
    if facts.state == SurveyState.BELUM_MULAI:
        return f"{title} belum dimulai"
    if facts.forecast.missing:
        return f"{title} masih kurang {angka(facts.forecast.missing)} responden"
    return f"{title} tinggal ditutup dan disampaikan"


def missing_rows(facts: LetterFacts) -> tuple[Row, ...]:
    """Return the rows in the order in which they are to be done."""
    return (*_notes(facts), *shortfall_rows(facts), *_rtl(facts), _last_step(facts))


def shortfall_rows(facts: LetterFacts) -> tuple[Row, ...]:
    """Return the rows of what lacks answers, largest shortfall first; past eight, one row is for the rest.

    A layanan with enough answers lacks nothing and is left out; an unfinished UPP stays, since it still has
    to submit.
    """
    if facts.state in COLLECTED and not facts.has_many_upps:
        return ()
    short = [item for item in facts.shortfalls if item.missing or facts.has_many_upps]
    short.sort(key=lambda item: item.missing, reverse=True)
    rest = short[MOST_ROWS:]
    kind = "UPP" if facts.has_many_upps else "layanan"
    return (*map(_shortfall, short[:MOST_ROWS]), *([_rest(rest, kind)] if rest else []))


def _rest(rest: list[Shortfall], kind: str) -> Row:
    return Row(f"{angka(len(rest))} {kind} lain", "rinciannya ada di Potret", _lack(sum(i.missing for i in rest)))


def _lack(missing: int) -> str:
    return f"kurang {angka(missing)}" if missing else "belum disampaikan"


def _shortfall(item: Shortfall) -> Row:
    share = min(Fraction(item.achieved, item.target), Fraction(1)) if item.target else None
    return Row(item.name, count_of(item.achieved, item.target), _lack(item.missing), share)


def _notes(facts: LetterFacts) -> tuple[Row, ...]:
    if facts.state != SurveyState.DIKEMBALIKAN:
        return ()
    return tuple(Row("Catatan Bagian Organisasi", _shorten(note), "perlu dijawab") for note in facts.notes)


def _rtl(facts: LetterFacts) -> tuple[Row, ...]:
    each = " di setiap UPP" if facts.has_many_upps else ""
    return (
        (Row("Rencana tindak lanjut", f"untuk tiga unsur terendah{each}", "belum diisi"),) if facts.rtl_missing else ()
    )


def _last_step(facts: LetterFacts) -> Row:
    """Return the row of closing and submitting, with the day on which the report can be ready."""
    if facts.state == SurveyState.DIKEMBALIKAN:
        return Row("Kirim ulang laporan", "setelah diperbaiki dan disahkan kepala", "belum")
    if facts.state == SurveyState.DITUTUP:
        return Row("Sahkan dan sampaikan laporan", "menunggu pengesahan kepala", "belum")
    ready = facts.forecast.ready_on
    when = f"; perkiraan siap {tanggal(ready)}" if ready and not facts.has_many_upps else ""
    return Row("Tutup survei dan sampaikan laporan", f"setelah target tercapai dan disahkan kepala{when}", "belum")


def _shorten(note: str) -> str:
    note = " ".join(note.split())
    return note if len(note) <= LONGEST_NOTE else note[:LONGEST_NOTE].rsplit(" ", 1)[0] + " …"
