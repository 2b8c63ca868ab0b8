"""The rules behind the quality notes. Pure: rows in, notes out; nothing is ever removed here.

Fair to honest people: nine equal answers alone are never a note (Reuning and Plutzer 2020: straight-lining can be valid),
and a petugas is compared with colleagues on the same layanan only, by more than chance (three standard errors) and on at
least twenty answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import sqrt
from statistics import fmean, pvariance
from uuid import UUID

from app.links.suspicion import FASTEST, Flag, Norms, norms
from app.quality.notes import Note, NoteKind
from app.quality.rows import AnswerRow, Hours
from app.responses.models import Collection
from app.web.formats import angka, persen

FEWEST_PETUGAS = 20
STANDARD_ERRORS = 3.0
FEWEST_APART = 0.15  # of a score from 1 to 4: less is a difference that nobody feels
RUN = 5
CROWD, CROWD_WITHIN = 5, timedelta(minutes=2)
GRACE = timedelta(hours=1)
FLAGGED = {
    Flag.PERANGKAT_GANDA: NoteKind.SAME_DEVICE,
    Flag.JEBAKAN: NoteKind.TRAP,
    Flag.TANPA_BUKTI_WAKTU: NoteKind.UNTIMED,
}
UNSEEN = {Collection.IMPOR, Collection.KERTAS}  # nobody knows how long these took, nor in which order


def find_notes(
    rows: Sequence[AnswerRow],
    hours: Mapping[UUID, Hours],
    names: Mapping[UUID, str],
    shortfalls: Mapping[str, tuple[int, int]],
) -> list[Note]:
    """Return the notes of a survey, those about answers first.

    `hours` by titik, `names` the codes of petugas, `shortfalls` by layanan name: (missing, target).
    """
    usual = _usual(rows)
    fast = {row.id for row in rows if _is_fast(row, usual)}
    notes = [
        _about(NoteKind.TOO_FAST, rows, [row.id for row in rows if row.id in fast]),
        _about(NoteKind.UNIFORM, rows, [row.id for row in rows if _is_odd_uniform(row, fast, usual)]),
        _about(NoteKind.SAME_IN_A_ROW, rows, sorted(_runs(rows))),
        _about(NoteKind.CROWDED, rows, sorted(_crowded(rows))),
        _about(NoteKind.OUTSIDE_HOURS, rows, [row.id for row in rows if _is_outside(row, hours)]),
        *(_about(kind, rows, [row.id for row in rows if flag in row.flags]) for flag, kind in FLAGGED.items()),
        *_of_petugas(rows, names, fast),
        _imported(rows),
        *_shortfalls(shortfalls),
    ]
    return [note for note in notes if note is not None]


def flagged_ids(notes: Iterable[Note]) -> frozenset[UUID]:
    """Return the single answers that any note points at, leaving out what only compares petugas."""
    of_petugas = (NoteKind.PETUGAS_ALL_FOUR, NoteKind.PETUGAS_FAST)
    return frozenset(
        each for note in notes if note.kind.of_answers and note.kind not in of_petugas for each in note.ids
    )


def _about(kind: NoteKind, rows: Sequence[AnswerRow], ids: Sequence[UUID]) -> Note | None:
    if not ids:
        return None
    share = persen(len(ids) / len(rows))
    return Note(
        kind, "", len(ids), len(rows), f"{angka(len(ids))} dari {angka(len(rows))} jawaban ({share})", tuple(ids)
    )


def _usual(rows: Sequence[AnswerRow]) -> dict[tuple[UUID, Collection], Norms]:
    groups: dict[tuple[UUID, Collection], list[AnswerRow]] = defaultdict(list)
    for row in rows:
        if row.seconds is not None and row.collection not in UNSEEN:
            groups[row.layanan_id, row.collection].append(row)
    return {key: norms([row.seconds or 0 for row in own], [row.scores for row in own]) for key, own in groups.items()}


def _is_fast(row: AnswerRow, usual: Mapping[tuple[UUID, Collection], Norms]) -> bool:
    if Flag.TERLALU_CEPAT in row.flags:
        return True
    if row.seconds is None or row.collection in UNSEEN:
        return False
    found = usual.get((row.layanan_id, row.collection))
    return row.seconds < max(FASTEST, (found.shortest or 0) if found else 0)


def _is_odd_uniform(row: AnswerRow, fast: set[UUID], usual: Mapping[tuple[UUID, Collection], Norms]) -> bool:
    if not row.all_same:
        return False
    found = usual.get((row.layanan_id, row.collection))
    rare = found is not None and found.common is not None and row.scores[0] not in found.common
    return row.id in fast or rare


def _runs(rows: Sequence[AnswerRow]) -> set[UUID]:
    """Return the answers of runs of five or more identical ones, in the order in which a petugas or titik finished them."""
    found: set[UUID] = set()
    for own in _in_order(rows, lambda row: row.petugas_id or row.titik_id):
        run: list[AnswerRow] = []
        for row in own:
            run = [*run, row] if run and run[-1].scores == row.scores else [row]
            # All-4 five times in a row happens where people are content; other vectors hardly ever do.
            if len(run) >= RUN and not row.all_same:
                found.update(each.id for each in run)
    return found


def _crowded(rows: Sequence[AnswerRow]) -> set[UUID]:
    found: set[UUID] = set()
    for own in _in_order([row for row in rows if row.petugas_id is None], lambda row: row.titik_id):
        for first, row in zip(own, own[CROWD:], strict=False):
            if row.finished_at - first.finished_at <= CROWD_WITHIN:
                found.update(each.id for each in own if first.finished_at <= each.finished_at <= row.finished_at)
    for own in _in_order([row for row in rows if row.petugas_id], lambda row: row.petugas_id):
        for before, row in zip(own, own[1:], strict=False):
            if row.seconds is not None and _began(row) < before.finished_at - timedelta(seconds=row.seconds / 2):
                found.update((before.id, row.id))
    return found


def _began(row: AnswerRow) -> datetime:
    return row.finished_at - timedelta(seconds=row.seconds or 0)


def _in_order(rows: Sequence[AnswerRow], key: Callable[[AnswerRow], UUID | None]) -> Iterable[list[AnswerRow]]:
    groups: dict[UUID | None, list[AnswerRow]] = defaultdict(list)
    for row in rows:
        if row.collection not in UNSEEN:
            groups[key(row)].append(row)
    return [sorted(own, key=lambda row: row.finished_at) for own in groups.values()]


def _is_outside(row: AnswerRow, hours: Mapping[UUID, Hours]) -> bool:
    own = hours.get(row.titik_id)
    if own is None or own.opens_at is None or own.closes_at is None or row.collection in UNSEEN:
        return False
    opens = datetime.combine(row.finished_at.date(), own.opens_at, row.finished_at.tzinfo) - GRACE
    closes = datetime.combine(row.finished_at.date(), own.closes_at, row.finished_at.tzinfo) + GRACE
    return not opens <= row.finished_at <= closes


def _of_petugas(rows: Sequence[AnswerRow], names: Mapping[UUID, str], fast: set[UUID]) -> list[Note | None]:
    by_petugas: dict[UUID, list[AnswerRow]] = defaultdict(list)
    for row in rows:
        if row.petugas_id and row.collection is Collection.PETUGAS:
            by_petugas[row.petugas_id].append(row)
    found: list[Note | None] = []
    for petugas, own in sorted(by_petugas.items(), key=lambda item: names.get(item[0], "")):
        if len(own) < FEWEST_PETUGAS:
            continue
        others = [row for other, more in by_petugas.items() if other != petugas for row in more]
        name = names.get(petugas, "Petugas")
        found.append(_share(NoteKind.PETUGAS_ALL_FOUR, name, own, others, lambda row: row.all_four))
        found.append(_share(NoteKind.PETUGAS_FAST, name, own, others, lambda row: row.id in fast))
        found.append(_apart(name, own, others))
    return found


def _share(
    kind: NoteKind, name: str, own: Sequence[AnswerRow], others: Sequence[AnswerRow], test: Callable[[AnswerRow], bool]
) -> Note | None:
    """Note a share above what colleagues on the same layanan would bring, by more than three binomial standard errors."""
    expected = variance = 0.0
    compared: list[AnswerRow] = []
    for mine, theirs in _by_layanan(own, others):
        share = (sum(map(test, theirs)) + 1) / (len(theirs) + 2)  # never 0 or 1 on few answers (Laplace)
        expected += share * len(mine)
        variance += share * (1 - share) * len(mine) * (1 + len(mine) / len(theirs))
        compared += mine
    ids = tuple(row.id for row in compared if test(row))
    if len(compared) < FEWEST_PETUGAS or len(ids) - expected <= STANDARD_ERRORS * sqrt(variance):
        return None
    evidence = (
        f"{angka(len(ids))} dari {angka(len(compared))} wawancara; pada rekannya kira-kira {angka(round(expected))}"
    )
    return Note(kind, name, len(ids), len(compared), evidence, ids)


def _apart(name: str, own: Sequence[AnswerRow], others: Sequence[AnswerRow]) -> Note | None:
    difference = variance = 0.0
    compared = [row for mine, _ in _by_layanan(own, others) for row in mine]
    n = len(compared)
    if n < FEWEST_PETUGAS:
        return None
    for mine, theirs in _by_layanan(own, others):
        weight = len(mine) / n
        a, b = [row.mean for row in mine], [row.mean for row in theirs]
        difference += weight * (fmean(a) - fmean(b))
        variance += weight**2 * (pvariance(a + b) / len(a) + pvariance(a + b) / len(b))
    if abs(difference) < FEWEST_APART or abs(difference) <= STANDARD_ERRORS * sqrt(variance):
        return None
    more = "lebih tinggi" if difference > 0 else "lebih rendah"
    evidence = f"rata-rata {angka(abs(difference), 2)} {more} pada {angka(n)} wawancara"
    return Note(NoteKind.PETUGAS_APART, name, n, n, evidence, tuple(row.id for row in compared))


def _by_layanan(own: Sequence[AnswerRow], others: Sequence[AnswerRow]) -> list[tuple[list[AnswerRow], list[AnswerRow]]]:
    """Return (own, colleagues') answers of each layanan where colleagues have enough of them to compare with."""
    pairs = []
    for layanan in dict.fromkeys(row.layanan_id for row in own):
        theirs = [row for row in others if row.layanan_id == layanan]
        if len(theirs) >= FEWEST_PETUGAS:
            pairs.append(([row for row in own if row.layanan_id == layanan], theirs))
    return pairs


def _imported(rows: Sequence[AnswerRow]) -> Note | None:
    count = sum(row.collection is Collection.IMPOR for row in rows)
    if not count:
        return None
    return Note(NoteKind.IMPORTED, "", count, len(rows), f"{persen(count / len(rows))} dari {angka(len(rows))} jawaban")


def _shortfalls(shortfalls: Mapping[str, tuple[int, int]]) -> list[Note]:
    return [
        Note(NoteKind.SHORTFALL, name, missing, target, f"kurang {angka(missing)} dari target {angka(target)}")
        for name, (missing, target) in shortfalls.items()
        if missing
    ]
