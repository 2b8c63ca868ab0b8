"""The statistics hold exactly what the answers say."""

from __future__ import annotations

import random
from uuid import uuid4

from sqlalchemy import func, select

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.ikm import figures_of, tally_rows
from app.responses import intake
from app.responses.intake import Outcome
from app.responses.models import PendingFold, Quarantine, Response, SaranTally
from app.responses.saran import SaranFilter, count_themes, list_saran
from app.results import fold, statistics
from app.surveys import operations as surveys
from app.surveys.queries import find_frozen, get_survey
from app.surveys.questionnaire import get_questionnaire
from app.tenancy.scope import opd_scope

CHOICES = (1, 2, 3, 4, 4, 3, None)


def record_some(place, n: int, seed: int) -> list[tuple]:
    rng = random.Random(seed)
    rows = [tuple(rng.choice(CHOICES) for _ in range(9)) for _ in range(n)]
    for row in rows:
        intake.record(
            place.opd_id, place.answer(row, sex=rng.choice(("L", "P", None)), education=rng.choice(("SMA", "S1", None)))
        )
    return rows


def test_the_fold_equals_python_over_the_raw_rows(world) -> None:
    rows = record_some(world.a, 120, seed=7)
    record_some(world.a2, 15, seed=8)
    counted = [row for row in rows if sum(score is not None for score in row) >= 5]
    with opd_scope(world.a.opd_id):
        with transaction():
            fold.fold_all()
        survey = get_survey(world.a.survey_id)
        codes = get_questionnaire(survey.questionnaire_id).codes
        held = statistics.add_up(statistics.by_layanan(world.a.survey_id).values())
        expected = figures_of(dict(zip(codes, tally_rows(counted, 9), strict=True)), n=len(counted))
        assert held.figures(codes) == expected
        whole = [row for row in counted if None not in row]
        assert (held.complete, held.total) == (len(whole), sum(map(sum, whole)))
        assert held.squares == sum(sum(row) ** 2 for row in whole)
        assert held.sums == tuple(map(sum, zip(*whole, strict=True)))
        assert held.products[1] == sum(row[0] * row[1] for row in whole)
        by_sex = statistics.by_segment(world.a.survey_id, "jenis_kelamin")
        assert statistics.add_up(by_sex.values()) == held
        assert db.session.scalar(select(func.count()).select_from(PendingFold)) == 0


def test_folding_in_pieces_a_rebuild_and_the_proof_agree(world) -> None:
    with opd_scope(world.a.opd_id):
        for seed in range(3):
            record_some(world.a, 20, seed)
            with transaction():
                fold.fold_all()
        record_some(world.a, 5, 99)  # still waiting
        with transaction():
            assert fold.compare().differences == 0
        before = statistics.by_layanan(world.a.survey_id)
        with transaction():
            fold.rebuild()
        assert statistics.by_layanan(world.a.survey_id) == before
        with transaction():
            db.session.execute(statistics.Tally.__table__.update().values(n=statistics.Tally.n + 1))
            assert fold.compare().differences > 0


def test_saran_are_folded_by_their_stems_taken_out_again_and_proved(world) -> None:
    texts = ("Antrian panjang sekali", "Kami mengantri berjam-jam", "Kursinya rusak", "Sudah baik")
    with opd_scope(world.b.opd_id):
        answers = [world.b.answer(saran=text) for text in (*texts, "")]
        for answer in answers:
            intake.record(world.b.opd_id, answer)
        with transaction():
            fold.fold_all()
            counts = count_themes([world.b.survey_id], [world.b.layanan_id])
            assert (counts.total, counts.other) == (4, 1)
            assert (counts.by_theme["waktu"], counts.by_theme["sarana"], counts.by_theme["biaya"]) == (2, 1, 0)
            assert fold.compare().differences == 0
        with transaction():
            db.session.add(PendingFold(response_id=answers[0].id, sign=-1))
            db.session.get_one(Response, (world.b.opd_id, answers[0].id)).excluded_at = clock.now()
            assert fold.compare().differences == 0  # what waits is known to wait
            fold.fold_all()
        with transaction():
            before = list_saran(SaranFilter((world.b.survey_id,)))
            assert {line.text for line in before} == set(texts[1:])
            assert count_themes([world.b.survey_id], [world.b.layanan_id]).by_theme["waktu"] == 1
            assert fold.compare().differences == 0
            fold.rebuild()
            assert list_saran(SaranFilter((world.b.survey_id,))) == before
            assert fold.compare().differences == 0
        with transaction():
            db.session.execute(SaranTally.__table__.update().values(n=SaranTally.n + 1))
            assert fold.compare().differences > 0


def test_a_resend_is_one_response_and_other_answers_under_the_same_id_are_kept_aside(world) -> None:
    answer = world.a.answer()
    first = intake.record(world.a.opd_id, answer)
    again = intake.record(world.a.opd_id, answer)
    other = intake.record(world.a.opd_id, world.a.answer((1,) * 9, id=answer.id))
    assert (first.outcome, again.outcome, other.outcome) == (Outcome.STORED, Outcome.REPEATED, Outcome.CONFLICTING)
    assert again.received_at == first.received_at
    with opd_scope(world.a.opd_id):
        assert db.session.scalars(select(Response.scores)).all() == [list(answer.scores)]
        assert db.session.scalar(select(func.count()).select_from(Quarantine)) == 1


def test_an_answer_after_closing_is_kept_and_not_counted(world) -> None:
    record_some(world.a, 12, seed=1)
    with opd_scope(world.a.opd_id):
        with transaction():
            surveys.close(world.a.survey_id, note="", by=SYSTEM)
        frozen = find_frozen(world.a.survey_id)
        receipt = intake.record(world.a.opd_id, world.a.answer())
        assert receipt.late
        with transaction():
            fold.fold_all()
        assert statistics.add_up(statistics.by_layanan(world.a.survey_id).values()).n == frozen.respondents
        assert frozen.verification_code.count("-") == 2


def test_another_opds_survey_takes_no_answer(world) -> None:
    import pytest

    from app.errors import Rejected

    with pytest.raises(Rejected):
        intake.record(world.b.opd_id, world.a.answer(id=uuid4()))
