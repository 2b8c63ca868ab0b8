"""What the chart macros write: the figures, real tables, and nothing that the content policy forbids."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask, render_template_string

import app as package
from app.ikm.mutu import Mutu
from app.web import charts, formats

TODAY = date(2026, 11, 24)
DEADLINE = date(2026, 11, 30)
IMPORTS = """
{% import "components/figures.html" as figures %}
{% import "components/charts.html" as draw %}
{% import "components/status.html" as status %}
"""


@pytest.fixture(scope="module")
def render():
    flask = Flask("charts", template_folder=Path(package.__file__).parent / "templates")
    flask.jinja_env.autoescape = True
    formats.init_app(flask)
    charts.init_app(flask)

    def render(source, **context):
        with flask.app_context():
            html = render_template_string(IMPORTS + source, **context)
        assert not re.search(r"\s(style|on\w+)=", html), "the content policy forbids style and handler attributes"
        assert "None" not in html
        return html

    return render


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


UNSUR = charts.UnsurRow(
    name="Penanganan Pengaduan, Saran dan Masukan",
    short="Penanganan Pengaduan",
    nrr=Decimal("3.260"),
    nrr_text="3,260",
    konversi_text="81,50",
    mutu=Mutu.B,
    rank=1,
    change_text="−0,054",
    previous=Decimal("3.314"),
    city=Decimal("3.291"),
    city_change_text="−0,031",
)


def test_the_mutu_box_says_letter_and_kinerja(render):
    assert "Kinerja: Kurang baik" in text(render("{{ figures.mutu_box(m) }}", m=Mutu.C))
    small = render("{{ figures.mutu_box('D', size='small') }}")
    assert "mutu--d" in small
    assert text(small).strip() == "Mutu D"
    assert "Mutu belum ada" in render("{{ figures.mutu_box(none) }}")


def test_the_ikm_stands_in_its_frame_with_two_decimals(render):
    html = text(render("{{ figures.ikm_frame(ikm, m, label='IKM 2026') }}", ikm=Decimal("87.6"), m=Mutu.B))
    assert "87,60" in html
    assert "IKM 2026" in html
    assert "sementara" not in html


def test_a_running_ikm_says_that_it_is_provisional(render):
    html = text(render("{{ figures.ikm_frame(ikm, 'C', 'Kurang baik', provisional=True) }}", ikm=Decimal("76.60")))
    assert "sementara" in html
    assert "Kinerja: Kurang baik" in html


def test_without_an_ikm_the_frame_gives_the_reason_and_no_mutu(render):
    html = text(render("{{ figures.ikm_frame(none, none, reason='Biaya/Tarif belum dinilai.') }}"))
    assert "–" in html
    assert "Biaya/Tarif belum dinilai." in html
    assert "Mutu" not in html


def test_nrr_bars_are_their_own_table(render):
    html = render("{{ draw.nrr_bars(rows, change_head='dari 2025') }}", rows=[UNSUR])
    for figure in ("3,260", "81,50", "−0,054", "−0,031", "dari 2025", "tahun lalu 3,314", "kota 3,291"):
        assert figure in html
    assert 'width="75.33%"' in html
    assert 'scope="row"' in html
    assert html.count('role="cell"') == 6


def test_columns_that_nobody_knows_are_left_out_of_nrr_bars(render):
    row = charts.UnsurRow(name="Persyaratan", nrr=None, nrr_text="–", konversi_text="–", mutu=None)
    html = render("{{ draw.nrr_bars(rows) }}", rows=[row])
    assert "dari kota" not in html
    assert "nrr__bar" not in html


def test_the_heat_table_prints_every_value_and_names_the_lowest(render):
    row = charts.HeatRow(
        name="Rekomendasi <Izin>",
        values=(Decimal("3.122"), Decimal("3.926")),
        texts=("3,122", "3,926"),
        n_text="18 / 26",
        shortfall_text="kurang 8",
        ikm_text="87,35",
        mutu="B",
    )
    html = render("{{ draw.heat_table(['Waktu', 'Biaya'], [row], total=row) }}{{ draw.heat_key() }}", row=row)
    assert html.count("(terendah)") == 2
    assert "Rekomendasi &lt;Izin&gt;" in html
    for words in ("3,926", "kurang 8", "di bawah 3,100", "3,750 ke atas"):
        assert words in html


def test_the_trend_carries_its_table_and_a_spoken_summary(render):
    points = [
        charts.TrendPoint("2025", None),
        charts.TrendPoint("2026", Decimal("87.64"), "87,64", Decimal("86.9"), Decimal("88.4"), mutu="B"),
    ]
    html = render("{{ draw.trend(points) }}", points=points)
    assert 'aria-label="IKM menurut tahun. 2025: –; 2026: 87,64"' in html
    assert "86,90–88,40" in html
    assert "tidak ada survei" in html
    assert "<details" in html


def test_the_distribution_prints_two_decimals(render):
    rows = [charts.DistributionRow("Waktu Penyelesaian", (1, 0, 1, 1))]
    html = render("{{ draw.distribution(rows) }}", rows=rows)
    assert html.count("33,33%") >= 3
    assert "0,00%" in html


def test_stacked_status_draws_only_what_there_is_but_lists_all(render):
    html = render("{{ status.stacked_status({'selesai': 23, 'tertinggal': 4, 'lewat_tenggat': 0}) }}")
    assert html.count('<rect class="stacked__part') == 2
    assert "url(#pola-tertinggal)" in html
    assert "Lewat tenggat 0" in text(html)


def test_every_pattern_that_a_bar_asks_for_is_defined(render):
    counts = dict.fromkeys(["selesai", "selesai_terlambat", "sesuai_jalur", "tertinggal", "lewat_tenggat"], 3)
    html = render(
        "{{ figures.chart_defs() }}{{ status.stacked_status(counts) }}{{ draw.nrr_bars(rows) }}",
        counts=counts,
        rows=[UNSUR],
    )
    asked = set(re.findall(r"url\(#([\w-]+)\)", html))
    defined = re.findall(r'\bid="([\w-]+)"', html)
    assert asked == set(defined)
    assert len(defined) == len(set(defined))


def test_each_status_has_its_own_shape_and_word(render):
    labels = {
        key: render("{{ status.status_label(key) }}", key=key)
        for key in (
            "selesai",
            "selesai_terlambat",
            "sesuai_jalur",
            "tertinggal",
            "belum_mulai",
            "lewat_tenggat",
        )
    }
    assert text(labels["lewat_tenggat"]).strip() == "Lewat tenggat"
    shapes = {re.sub(r"<svg[^>]*>", "", html).split("</svg>")[0] for html in labels.values()}
    assert len(shapes) == len(labels)


@pytest.mark.parametrize("state", ["belum_mulai", "berjalan", "ditutup", "diajukan", "dikembalikan"])
def test_a_survey_state_is_a_word_beside_a_shape(render, state):
    html = render("{{ status.survey_label(state) }}", state=state)
    assert text(html).strip() == state.replace("_", " ").capitalize()
    assert re.search(r"<(path|circle)", html)


def test_the_board_says_achieved_target_and_what_it_takes(render):
    html = text(render("{{ status.target_bar(118, 260, 'perlu 36 per hari') }}"))
    assert "118 / dari 260" in html  # the slash is drawn, "dari" is spoken
    assert "45%" in html
    assert "perlu 36 per hari" in html
    alone = render("{{ status.target_bar(96, 172, texts=False) }}")
    assert 'aria-label="96 dari 172"' in alone


def test_the_forecast_speaks_for_itself(render):
    html = render("{{ status.forecast_strip(t, d, f) }}", t=TODAY, d=DEADLINE, f=date(2027, 2, 11))
    assert "11 Feb 2027 , lewat 73 hari" in text(html)
    assert "forecast__beyond" in html
    assert "30 Nov" in render("{{ status.forecast_head(t, d) }}", t=TODAY, d=DEADLINE)
    assert "Laju belum dapat dihitung" in render("{{ status.forecast_strip(t, d) }}", t=TODAY, d=DEADLINE)


def test_the_calendar_has_a_line_and_a_table_row_per_office(render):
    rows = [
        charts.CalendarRow("Bappelitbangda", "belum_mulai", {}),
        charts.CalendarRow("Dinkes", "selesai", {date(2026, 10, 5): 10713}, submitted=date(2026, 11, 2)),
    ]
    html = render("{{ draw.response_calendar(rows, s, t, d) }}", rows=rows, s=date(2026, 9, 1), t=TODAY, d=DEADLINE)
    assert html.count("10.713") >= 3
    assert 'aria-label="Belum mulai"' in html
    assert "disampaikan 2 Nov" in html
    assert html.count("calendar__check") == 1


def test_the_petugas_sees_marks_and_steps(render):
    html = render("{{ figures.tally_marks(6, 5, 1, 20) }}{{ figures.progress9(4, [1, 2, 3]) }}")
    assert html.count("tally__mark--open") == 8
    assert 'aria-label="Pertanyaan 4 dari 9, 3 sudah dijawab"' in html


def test_themes_and_priorities_print_their_numbers(render):
    points = [
        charts.PriorityPoint("Waktu", Decimal("3.2"), Decimal("0.8"), "3,200", "0,80", first=True),
        charts.PriorityPoint("Biaya", Decimal("3.9"), Decimal("0.4"), "3,900", "0,40"),
    ]
    html = render(
        "{{ draw.count_bars(rows) }}{{ draw.priority_map(points) }}",
        rows=[charts.CountRow("Antrean dan waktu tunggu", 1047)],
        points=points,
    )
    assert "1.047" in html
    assert "Perbaiki dulu: Waktu" in html
    assert "0,40" in html


@pytest.mark.parametrize("theme", [":root", ':root[data-theme="dark"]'])
def test_figures_can_be_read_on_every_step_of_the_scale(theme):
    sheet = (Path(package.__file__).parent / "static/css/charts.css").read_text(encoding="utf-8")
    block = sheet.split(f"\n{theme} {{", 1)[1].split("}", 1)[0]
    colour = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))
    for step in range(1, 6):
        text_colour = colour["on-chart-4" if step >= 4 else "on-chart-1"]
        assert contrast(colour[f"chart-{step}"], text_colour) >= 4.5, f"step {step}"


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    """Return the relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
