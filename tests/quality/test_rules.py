"""The rules point at what stands apart, and leave honest people alone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid4

from app.quality import rules
from app.quality.notes import Note, NoteKind
from app.quality.rows import AnswerRow, Hours
from app.responses.models import Collection

TITIK, LAYANAN = uuid4(), uuid4()
PETUGAS = [uuid4() for _ in range(4)]
NAMES = {petugas: f"P-{number:02}" for number, petugas in enumerate(PETUGAS, start=1)}
MORNING = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def answer(
    minute: float,
    scores: tuple[int, ...],
    *,
    petugas: UUID | None = PETUGAS[0],
    seconds: float | None = 90,
    **more: object,
) -> AnswerRow:
    values: dict = {
        "id": uuid4(), "layanan_id": LAYANAN, "titik_id": TITIK, "petugas_id": petugas, "collection": Collection.PETUGAS,
        "scores": scores, "finished_at": MORNING + timedelta(minutes=minute), "seconds": seconds, "flags": frozenset(),
    }  # fmt: skip
    return AnswerRow(**(values | more))


def honest(n: int, seed: int = 7, petugas: list[UUID] = PETUGAS, level: float = 0.55) -> list[AnswerRow]:
    """Content people: most answer 3 or 4, one in eight 4 throughout, at their own speed."""
    rng = Random(seed)
    rows = []
    for number in range(n):
        mood = 1.0 if rng.random() < 0.12 else level
        scores = tuple(4 if rng.random() < mood else rng.choice([3, 3, 3, 2]) for _ in range(9))
        own = petugas[number % len(petugas)]
        rows.append(answer(number * 2.5, scores, petugas=own, seconds=rng.lognormvariate(4.6, 0.35)))
    return rows


def found(rows: list[AnswerRow], hours: dict[UUID, Hours] | None = None) -> dict[str, Note]:
    return {note.key: note for note in rules.find_notes(rows, hours or {}, NAMES, {})}


def test_nine_equal_answers_of_content_people_are_no_note() -> None:
    rows = honest(400)
    assert sum(row.all_four for row in rows) > 30
    assert NoteKind.UNIFORM.value not in found(rows)


def test_honest_interviews_are_hardly_ever_pointed_at() -> None:
    rows = [row for seed in range(5) for row in honest(400, seed)]
    pointed = rules.flagged_ids(rules.find_notes(honest(400), {}, NAMES, {}))
    assert len(pointed) <= 0.02 * 400
    assert rows


def test_faster_than_anybody_reads_is_a_note() -> None:
    rows = [*honest(60), answer(500, (3, 4, 3, 4, 3, 4, 3, 4, 3), seconds=8)]
    assert found(rows)["terlalu_cepat"].ids == (rows[-1].id,)


def test_equal_answers_that_came_too_fast_are_a_note() -> None:
    rows = [*honest(60), answer(500, (4,) * 9, seconds=6)]
    assert found(rows)["seragam"].ids == (rows[-1].id,)


def test_equal_answers_with_a_value_that_nobody_gives_are_a_note() -> None:
    rows = [*honest(60), answer(500, (1,) * 9)]
    assert found(rows)["seragam"].ids == (rows[-1].id,)


def test_the_same_answers_five_times_in_a_row_are_a_note_but_not_all_fours() -> None:
    copied = [answer(500 + number * 3, (3, 4, 2, 4, 3, 4, 3, 4, 1)) for number in range(5)]
    content = [answer(600 + number * 3, (4,) * 9, petugas=PETUGAS[1]) for number in range(6)]
    notes = found([*honest(60), *copied, *content])
    assert set(notes["sama_berturut"].ids) == {row.id for row in copied}


def test_six_answers_in_two_minutes_at_one_open_titik_are_a_note() -> None:
    burst = [
        answer(500 + number * 0.3, (3, 3, 4, 4, 2, 3, 4, 3, number % 4 + 1), petugas=None, collection=Collection.TAUTAN)
        for number in range(6)
    ]
    assert set(found([*honest(60), *burst])["padat"].ids) == {row.id for row in burst}


def test_two_interviews_of_one_petugas_at_the_same_time_are_a_note() -> None:
    first, second = (
        answer(500, (3, 4, 3, 3, 4, 3, 3, 4, 3), seconds=120),
        answer(500.3, (4, 3, 3, 3, 4, 4, 3, 4, 3), seconds=120),
    )
    assert set(found([*honest(60), first, second])["padat"].ids) == {first.id, second.id}


def test_more_than_an_hour_outside_the_service_hours_is_a_note() -> None:
    hours = {TITIK: Hours(time(8), time(15))}
    inside, outside = answer(60 * 6.5, (3,) * 8 + (4,)), answer(60 * 8, (3,) * 8 + (4,))
    assert found([inside, outside], hours)["di_luar_jam"].ids == (outside.id,)
    assert "di_luar_jam" not in found([inside, outside], {TITIK: Hours(None, None)})


def test_a_petugas_whose_people_are_all_delighted_is_compared_with_colleagues() -> None:
    rows = honest(300)
    stamped = [answer(1000 + number * 4, (4,) * 9, petugas=PETUGAS[0]) for number in range(30)]
    notes = found([*rows, *stamped])
    assert "petugas_semua_4/P-01" in notes
    assert "petugas_semua_4/P-02" not in notes
    assert "petugas_jauh/P-01" in notes
    assert not rules.flagged_ids(notes.values()) & {row.id for row in stamped}, "one person's habit is no proof"


def test_a_petugas_alone_on_a_layanan_is_compared_with_nobody() -> None:
    rows = [answer(number * 4, (4,) * 9, petugas=PETUGAS[0]) for number in range(60)]
    assert not any(key.startswith("petugas") for key in found(rows))


def test_colleagues_of_the_same_kind_are_hardly_ever_apart() -> None:
    """Three standard errors leave about one in seven hundred by chance; three comparisons for each petugas."""
    notes = [key for seed in range(30) for key in found(honest(320, seed)) if key.startswith("petugas")]
    assert len(notes) <= 0.02 * 30 * len(PETUGAS)


def test_paper_and_files_have_no_speed_and_no_order() -> None:
    rows = [
        answer(0, (3, 4, 3, 4, 3, 4, 3, 4, 3), petugas=None, seconds=None, collection=Collection.IMPOR)
        for _ in range(40)
    ]
    assert set(found(rows)) == {"impor"}


def test_a_shortfall_is_said() -> None:
    notes = rules.find_notes(honest(10), {}, NAMES, {"KTP-el": (12, 40), "Akta": (0, 20)})
    assert [note.evidence for note in notes if note.kind is NoteKind.SHORTFALL] == ["kurang 12 dari target 40"]
