"""Pertanyaan tambahan: sub-questions enter the mean of their unsur, own unsur never the IKM; to the bit, by every way round."""

from __future__ import annotations

import random
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select, text

from app import clock
from app.audit.operations import SYSTEM
from app.db import transaction
from app.extensions import db
from app.ikm import UnsurTally, figures_of
from app.responses import intake
from app.responses.intake import Outcome
from app.responses.models import PendingFold, Response
from app.results import fold, statistics
from app.results.freezing import is_reproduced
from app.results.reading import result_of
from app.surveys import operations as surveys
from app.surveys.models import FrozenResult
from app.surveys.queries import get_survey
from app.surveys.questionnaire import get_questionnaire
from app.tenancy.scope import opd_scope
from tests.results.extras import EXTRAS, answer_of, ask_extras, tallies_of
from tests.world import Place, World


@pytest.fixture
def asked(world: World) -> Iterator[Place]:
    """OPD A asks two sub-questions of BIAYA, one of WAKTU, and two own unsur."""
    place = ask_extras(world.a)
    with opd_scope(place.opd_id):
        yield place


def record_some(place: Place, n: int, seed: int) -> list[tuple[tuple[int | None, ...], dict[str, int]]]:
    rng = random.Random(seed)
    made = [answer_of(rng) for _ in range(n)]
    for scores, extra in made:
        more = {"sex": rng.choice(("L", "P", None)), "extra_scores": extra}
        intake.record(place.opd_id, place.answer(scores, **more))
    return made


def codes_of(place: Place) -> tuple[str, ...]:
    return get_questionnaire(place.questionnaire_id).codes


@pytest.mark.parametrize("seed", range(3))
def test_the_fold_equals_the_pure_arithmetic_over_answers_with_parts_and_gaps(asked, seed) -> None:
    made = record_some(asked, 60, seed)
    counted = [(scores, extra) for scores, extra in made if sum(each is not None for each in scores) >= 5]
    with transaction():
        fold.fold_all()
    held = statistics.add_up(statistics.by_layanan(asked.survey_id).values())
    assert held.figures(codes_of(asked)) == figures_of(tallies_of(counted), n=len(counted))
    own = UnsurTally.from_scores([extra.get("x.kebersihan") for _, extra in counted])
    assert UnsurTally.from_frequencies(held.extras["x.kebersihan"]) == own
    by_sex = statistics.by_segment(asked.survey_id, "jenis_kelamin")
    assert statistics.add_up(by_sex.values()) == held


def test_folding_in_pieces_taking_out_a_rebuild_and_the_proof_agree(asked) -> None:
    for seed in range(3):
        record_some(asked, 15, seed)
        with transaction():
            fold.fold_all()
            assert fold.compare().differences == 0
    with transaction():
        row = next(each for each in db.session.scalars(select(Response)) if each.extra_scores)
        row.excluded_at = clock.now()
        db.session.add(PendingFold(response_id=row.id, sign=-1))
    with transaction():
        fold.fold_all()
        assert fold.compare().differences == 0
    before = statistics.by_layanan(asked.survey_id)
    with transaction():
        fold.rebuild()
    assert statistics.by_layanan(asked.survey_id) == before
    with transaction():
        db.session.execute(statistics.ExtraTally.__table__.update().values(n=statistics.ExtraTally.n + 1))
        assert fold.compare().differences > 0


def test_an_unsur_whose_sub_question_nobody_answered_has_no_nrr_and_the_page_says_which(asked) -> None:
    intake.record(asked.opd_id, asked.answer(extra_scores={"biaya.2": 3, "waktu.2": 4}))
    with transaction():
        fold.fold_all()
    figures = statistics.add_up(statistics.by_layanan(asked.survey_id).values()).figures(codes_of(asked))
    assert figures.ikm is None
    assert figures.missing == ("BIAYA",)


def test_closing_freezes_them_and_the_frozen_version_reads_the_same(asked, postgres, database) -> None:
    record_some(asked, 30, seed=5)
    with transaction():
        fold.fold_all()
    running = result_of(get_survey(asked.survey_id))
    with transaction():
        surveys.close(asked.survey_id, note="", by=SYSTEM)
    frozen = result_of(get_survey(asked.survey_id))
    assert frozen.main.figures == running.main.figures
    assert frozen.main.statistics == running.main.statistics
    row = db.session.scalars(select(FrozenResult)).one()
    assert row.ikm == running.main.figures.ikm
    assert is_reproduced(asked.survey_id, row)
    db.session.commit()
    with create_engine(postgres.urls(database).owner).begin() as owner:
        owner.execute(text("UPDATE responses SET extra_scores = extra_scores || '{\"x.parkir\": 1}'"))
    assert not is_reproduced(asked.survey_id, row)


def test_no_interval_is_computed_where_it_would_be_wrong(asked) -> None:
    record_some(asked, 30, seed=6)
    with transaction():
        fold.fold_all()
    held = statistics.add_up(statistics.by_layanan(asked.survey_id).values())
    assert held.divided
    assert held.complete > 0
    assert held.complete_responses().n == 0


def test_extras_do_not_decide_whether_an_answer_counts(asked) -> None:
    few = (4, 4, 4, 4, None, None, None, None, None)
    intake.record(asked.opd_id, asked.answer(few, extra_scores=dict.fromkeys((each["code"] for each in EXTRAS), 4)))
    with transaction():
        fold.fold_all()
    assert statistics.by_layanan(asked.survey_id) == {}


def test_the_same_answer_with_other_extras_is_not_a_resend(asked) -> None:
    answer = asked.answer(extra_scores={"biaya.2": 3})
    other = asked.answer(id=answer.id, extra_scores={"biaya.2": 2})
    assert [intake.record(asked.opd_id, each).outcome for each in (answer, answer, other)] == [
        Outcome.STORED,
        Outcome.REPEATED,
        Outcome.CONFLICTING,
    ]


@pytest.mark.parametrize("wrong", [{"biaya.9": 3}, {"biaya.2": 5}, {"biaya.2": 0}])
def test_what_the_version_does_not_ask_is_refused_and_nothing_is_stored(asked, wrong) -> None:
    from app.errors import Rejected

    with pytest.raises(Rejected):
        intake.record(asked.opd_id, asked.answer(extra_scores=wrong))
    assert db.session.scalars(select(Response.id)).all() == []


def test_units_with_other_questionnaires_are_pooled_by_the_questions_they_share(asked, world) -> None:
    record_some(asked, 20, seed=1)
    other = world.a2
    for _ in range(20):
        intake.record(other.opd_id, other.answer())
    with transaction():
        fold.fold_all()

    def whole(survey_id: UUID) -> statistics.Statistics:
        return statistics.add_up(statistics.by_layanan(survey_id).values())

    own, plain = whole(asked.survey_id), whole(other.survey_id)
    assert (own + plain).extras == {}
    assert (own + statistics.EMPTY).extras == own.extras
    assert [each.extras for each in statistics.common([own, plain])] == [{}, {}]
    assert [each.extras for each in statistics.common([own, own])] == [own.extras] * 2
