"""The geometry of the charts: where bars end, where the limits of mutu lie, what stands in line with what."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from app.web import charts
from app.web.charts.nrr import mutu_bands
from app.web.charts.scale import position, step_of

TODAY = date(2026, 11, 24)
DEADLINE = date(2026, 11, 30)


def unsur(name="Waktu Penyelesaian", nrr="3.214", **more):
    value = None if nrr is None else Decimal(nrr)
    return charts.UnsurRow(name=name, nrr=value, nrr_text="", konversi_text="", mutu=None, **more)


def test_a_position_never_leaves_the_axis():
    assert position(Decimal("2.5"), 1, 4) == 50.0
    assert position(Fraction(1, 3), 0, 1) == 33.33
    assert position(9, 1, 4) == 100.0
    assert position(0, 1, 4) == 0.0
    with pytest.raises(ValueError, match="no length"):
        position(1, 2, 2)


def test_a_step_begins_at_its_limit():
    assert [step_of(value, (1, 15, 30)) for value in (0, 1, 14, 15, 30)] == [1, 2, 2, 3, 4]


def test_the_bars_of_nrr_start_at_one_and_end_at_four():
    bars = charts.nrr_bars([unsur(nrr="1"), unsur(nrr="2.5"), unsur(nrr="4")]).bars
    assert [bar.end for bar in bars] == [0.0, 50.0, 100.0]


def test_the_limits_of_mutu_are_those_of_the_ikm_divided_by_25():
    bands = mutu_bands()
    assert [band.letter for band in bands] == ["D", "C", "B", "A"]
    # 65.00, 76.61 and 88.31 are 2.6, 3.0644 and 3.5324 on the scale from 1 to 4
    assert [band.start for band in bands] == [0.0, 53.33, 68.81, 84.41]
    assert bands[-1].end == 100.0
    assert all(left.end == right.start for left, right in zip(bands, bands[1:], strict=False))


def test_an_unsur_that_fell_is_known_and_one_without_a_score_has_no_bar():
    fell, rose, empty = charts.nrr_bars(
        [
            unsur(previous=Decimal("3.268")),
            unsur(previous=Decimal("3.1"), city=Decimal("3.5")),
            unsur(nrr=None),
        ]
    ).bars
    assert fell.fell
    assert not rose.fell
    assert rose.previous == 70.0
    assert rose.city == 83.33
    assert empty.end is None
    assert not empty.fell


def heat_row(*values, name="KTP-el"):
    numbers = tuple(None if value is None else Decimal(value) for value in values)
    return charts.HeatRow(name=name, values=numbers, texts=tuple(str(value) for value in values))


def test_each_row_of_the_heat_table_frames_its_own_lowest_value():
    table = charts.heat_table(
        ["Waktu", "Biaya", "Produk"],
        [
            heat_row("3.122", "3.926", "3.568"),
            heat_row("3.300", "3.099", "3.099"),
            heat_row(None, None, "3.2"),
        ],
    )
    assert [cell.lowest for cell in table.lines[0].cells] == [True, False, False]
    assert [cell.lowest for cell in table.lines[1].cells] == [False, True, True]
    assert [cell.lowest for cell in table.lines[2].cells] == [False, False, False]
    assert [cell.step for cell in table.lines[0].cells] == [2, 5, 4]
    assert [cell.step for cell in table.lines[1].cells] == [3, 1, 1]
    assert table.lines[2].cells[0].step is None


def test_a_heat_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="KTP-el"):
        charts.heat_table(["Waktu", "Biaya"], [heat_row("3.1")])


def test_the_trend_stands_between_the_nearest_limits():
    chart = charts.trend(
        [
            charts.TrendPoint("2025", Decimal("86.32"), "86,32"),
            charts.TrendPoint("2026", Decimal("87.64"), "87,64"),
        ]
    )
    assert [(limit.letter, limit.text) for limit in chart.limits] == [("B", "76,61"), ("A", "88,31")]
    below, above = chart.limits[0].y, chart.limits[1].y
    assert above < chart.marks[1].y < chart.marks[0].y < below
    assert [mark.x for mark in chart.marks] == [25.0, 75.0]
    assert [mark.last for mark in chart.marks] == [False, True]


def test_a_year_without_a_survey_leaves_a_gap_in_the_trend():
    values = ["74.20", None, "79.47", "76.05"]
    chart = charts.trend(
        [
            charts.TrendPoint(str(2020 + at), None if value is None else Decimal(value))
            for at, value in enumerate(values)
        ]
    )
    assert [(line.x1, line.x2) for line in chart.lines] == [(62.5, 87.5)]
    assert [label for _, label in chart.years] == ["2020", "2021", "2022", "2023"]
    assert chart.has_note


def test_the_label_of_the_last_point_clears_its_interval():
    point = charts.TrendPoint("2026", Decimal("87.64"), "87,64", low=Decimal("80.00"), high=Decimal("88.40"))
    mark = charts.trend([point]).marks[0]
    assert mark.high_y < mark.y < mark.low_y < mark.label_y


def test_a_long_trend_labels_only_what_tells():
    points = [charts.TrendPoint(str(2015 + at), Decimal(80 + at % 5), "") for at in range(12)]
    chart = charts.trend(points)
    labelled = [mark.point.label for mark in chart.marks if mark.label_y is not None]
    assert labelled[0] == "2015"
    assert labelled[-1] == "2026"
    assert len(labelled) <= 4
    assert [label for _, label in chart.years] == ["2016", "2018", "2020", "2022", "2024", "2026"]


def test_a_trend_without_any_value_is_empty():
    chart = charts.trend([charts.TrendPoint("2026", None)])
    assert (chart.marks, chart.lines, chart.limits) == ((), (), ())
    assert chart.summary == "2026: –"


def test_the_answers_fill_the_bar_and_print_their_shares():
    bar, empty = charts.distribution(
        [charts.DistributionRow("Waktu", (1, 1, 2, 4)), charts.DistributionRow("Biaya/Tarif", (0, 0, 0, 0))]
    )
    assert [(part.x, part.width) for part in bar.parts] == [
        (0.0, 12.5),
        (12.5, 12.5),
        (25.0, 25.0),
        (50.0, 50.0),
    ]
    assert [part.text for part in bar.parts] == ["12,50%", "12,50%", "25,00%", "50,00%"]
    assert [part.text for part in empty.parts] == ["–"] * 4


def test_the_ticks_of_all_target_bars_stand_in_line():
    bars = [charts.target_bar(118, 260), charts.target_bar(412, 384), charts.target_bar(0, 48)]
    assert {bar.tick for bar in bars} == {90.91}
    assert [bar.width < bar.tick for bar in bars] == [True, False, True]
    assert charts.target_bar(260, 260).width == 90.91
    assert charts.target_bar(9000, 260).width == 100.0


def test_a_target_is_not_reached_before_the_last_response():
    assert charts.target_bar(383, 384).percent_text == "99%"
    assert not charts.target_bar(383, 384).reached
    assert charts.target_bar(10713, 10000).achieved_text == "10.713"
    assert charts.target_bar(3, 0).percent_text == "–"


def test_every_upp_is_a_segment_until_they_would_be_too_thin():
    bar = charts.upp_bar(27, 30)
    assert sum(segment.done for segment in bar.segments) == 27
    assert bar.segments[-1].x == 96.67
    many = charts.upp_bar(41, 44)
    assert many.segments == ()
    assert many.width == 93.18


def test_the_deadline_stands_in_line_down_the_column_whatever_the_forecast():
    forecasts = [None, DEADLINE, date(2026, 12, 16), date(2027, 2, 11)]
    strips = [charts.forecast_strip(today=TODAY, deadline=DEADLINE, forecast=day) for day in forecasts]
    assert {strip.deadline for strip in strips} == {20.0}
    assert [strip.kind for strip in strips] == ["unknown", "on_time", "late", "late"]
    assert [strip.beyond for strip in strips] == [False, False, False, True]


def test_red_begins_at_the_deadline_only():
    late = charts.forecast_strip(today=TODAY, deadline=DEADLINE, forecast=date(2026, 12, 16))
    assert (late.on_time_to, late.late_to, late.point) == (20.0, 73.33, 73.33)
    assert (late.headline, late.distance) == ("16 Des", ", lewat 16 hari")
    early = charts.forecast_strip(today=TODAY, deadline=DEADLINE, forecast=date(2026, 11, 27))
    assert (early.on_time_to, early.late_to) == (10.0, None)
    assert early.distance == ", 3 hari lebih awal"
    next_year = charts.forecast_strip(today=TODAY, deadline=DEADLINE, forecast=date(2027, 2, 11))
    assert (next_year.headline, next_year.late_to) == ("11 Feb 2027", 100.0)


def test_after_the_deadline_everything_is_late_from_today():
    strip = charts.forecast_strip(today=date(2026, 12, 3), deadline=DEADLINE, forecast=date(2026, 12, 6))
    assert (strip.deadline, strip.on_time_to, strip.late_to) == (0.0, 0.0, 10.0)


def test_the_plan_is_what_is_left_of_its_window():
    def plan(first, last, **more):
        return charts.forecast_strip(today=TODAY, deadline=DEADLINE, plan=(first, last), **more).plan

    assert plan(date(2026, 11, 9), date(2026, 11, 27)) == (0.0, 10.0)
    assert plan(date(2026, 11, 27), date(2026, 11, 30)) == (10.0, 10.0)
    assert plan(date(2026, 11, 2), date(2026, 11, 20)) is None
    assert plan(date(2026, 11, 9), date(2026, 11, 27), finished=True) is None


def calendar(rows, **more):
    return charts.response_calendar(rows, **{"start": date(2026, 9, 1), "today": TODAY, "deadline": DEADLINE} | more)


def test_answers_are_bucketed_by_weeks_from_monday():
    days = {date(2026, 9, 6): 3, date(2026, 9, 7): 10, date(2026, 9, 13): 5, date(2026, 11, 24): 120}
    chart = calendar([charts.CalendarRow("Disdukcapil", "sesuai_jalur", days)])
    line = chart.lines[0]
    assert chart.weeks[0] == date(2026, 8, 31)
    assert chart.weeks[-1] == DEADLINE  # a Monday: its week is shown
    assert line.weeks[:3] == ((3, 1), (15, 2), (0, 0))
    assert line.weeks[-2:] == ((120, 5), (0, None))
    assert line.total_text == "138"
    assert dict(line.paths)["2"] == "M1 0h1v1h-1z"
    assert "terbanyak 120 pada minggu 23 Nov" in line.label


def test_the_deadlines_own_day_lies_before_its_line():
    rows = [
        charts.CalendarRow("A", "selesai", {}, submitted=DEADLINE),
        charts.CalendarRow("B", "selesai_terlambat", {}, submitted=DEADLINE + timedelta(days=1)),
    ]
    chart = calendar(rows, today=date(2026, 12, 4))
    on_time, late = chart.lines
    assert on_time.check < chart.deadline < late.check
    assert chart.deadline == position(Fraction(92), 0, 7 * 14)


def test_the_calendar_has_two_columns_of_equal_weeks_and_names_the_months():
    chart = calendar([charts.CalendarRow(str(number), "belum_mulai", {}) for number in range(5)])
    assert [len(half) for half in chart.halves] == [3, 2]
    assert [name for _, name in chart.months] == ["Sep", "Okt", "Nov"]
    assert calendar([]).lines == ()


def test_tally_marks_come_in_fives_and_go_past_the_target():
    tally = charts.tally_marks(sent=6, waiting=5, attention=1, total=20)
    assert [len(group) for group in tally.groups] == [5, 5, 5, 5]
    assert tally.groups[1] == ("sent", "waiting", "waiting", "waiting", "waiting")
    assert tally.groups[2] == ("waiting", "attention", "open", "open", "open")
    assert (tally.done, tally.left) == (12, 8)
    assert tally.label == "12 dari 20 wawancara: 6 terkirim, 5 menunggu, 1 perlu perhatian"
    over = charts.tally_marks(sent=22, waiting=0, attention=0, total=18)
    assert (sum(map(len, over.groups)), over.left) == (22, 0)


def test_a_questionnaire_shows_nine_steps():
    steps = charts.steps(4, [1, 2, 3])
    assert [step.state for step in steps] == ["done"] * 3 + ["current"] + ["open"] * 5
    assert steps[-1].x + steps[-1].width == pytest.approx(100, abs=0.01)


def test_shares_fill_the_bar_and_none_is_too_thin_to_see():
    parts = charts.shares({"selesai": 500, "tertinggal": 0, "lewat_tenggat": 1})
    assert [part.key for part in parts] == ["selesai", "lewat_tenggat"]
    assert [part.width for part in parts] == [98.5, 1.5]
    assert parts[1].x == 98.5
    assert charts.shares({"selesai": 0}) == ()
    plain = charts.shares({"selesai": 23, "sesuai_jalur": 11, "tertinggal": 4, "belum_mulai": 2})
    assert [part.width for part in plain] == [57.5, 27.5, 10.0, 5.0]


def test_counts_are_true_to_the_largest():
    bars = charts.count_bars([charts.CountRow("Antrean", 48), charts.CountRow("Daring", 12)])
    assert [bar.width for bar in bars] == [100.0, 25.0]
    assert charts.count_bars([charts.CountRow("Antrean", 0)])[0].width == 0.0


def test_the_unsur_to_mend_first_stands_upper_left_and_labels_do_not_touch():
    raw = [("Waktu", "3.214", "0.81"), ("Pengaduan", "3.260", "0.64"), ("Sarpras", "3.282", "0.60")]
    raw += [("Kompetensi", "3.612", "0.72"), ("Produk", "3.583", "0.70"), ("Biaya", "3.927", "0.45")]
    points = [
        charts.PriorityPoint(name, Decimal(nrr), Decimal(tie), "", "", first=name == "Waktu") for name, nrr, tie in raw
    ]
    chart = charts.priority_map(points)
    first = chart.marks[0]
    assert chart.first == ("Waktu",)
    assert first.x < chart.split_x
    assert first.y < chart.split_y
    for above, below in zip(chart.marks, chart.marks[1:], strict=False):
        (start, end), (other_start, other_end) = above.label_span, below.label_span
        assert below.label_y - above.label_y >= 16 or end <= other_start or other_end <= start
