"""Forms, buttons and tables as a person with a screen reader, or with a mistake in the form, meets them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired

from app.web import assets, fields, formats

APP = Path(__file__).resolve().parents[2] / "app"


class LayananForm(FlaskForm):
    name = StringField("Nama layanan", [DataRequired("Tulis nama layanan.")], description="Seperti di SK.")
    users = IntegerField("Jumlah pengguna", [InputRequired("Tulis angka.")])
    customer = SelectField(
        "Pelanggan", choices=[SelectChoice("masyarakat", "Masyarakat"), SelectChoice("internal", "Internal")]
    )
    channel = RadioField(
        "Cara layanan",
        [InputRequired("Pilih satu.")],
        choices=[SelectChoice("t", "Tatap muka"), SelectChoice("d", "Daring")],
    )
    free = BooleanField("Gratis menurut peraturan")
    note = TextAreaField("Keterangan")
    secret = PasswordField("Kata sandi")


@pytest.fixture
def app() -> Flask:
    app = Flask("app", template_folder=str(APP / "templates"), static_folder=str(APP / "static"))
    app.config.update(SECRET_KEY="test", WTF_CSRF_ENABLED=False)
    for part in (assets, fields, formats):
        part.init_app(app)
    app.add_template_global(lambda: "token", "csrf_token")
    return app


def render(app: Flask, template: str, **form_data: str) -> str:
    with app.test_request_context(method="POST" if form_data else "GET", data=form_data):
        form = LayananForm()
        if form_data:
            form.validate()
        return render_template_string(template, form=form)


def tag(page: str, id_: str) -> str:
    return re.search(rf'<[a-z]+[^>]*\bid="{id_}"[^>]*>', page).group()


FIELD = '{% from "components/forms.html" import field %}'
FORM = """{% from "components/forms.html" import form_page, field %}
{% call form_page(form) %}{% for each in form %}{{ field(each) }}{% endfor %}{% endcall %}"""


def test_a_field_is_described_by_its_hint(app):
    page = render(app, FIELD + "{{ field(form.name) }}")
    assert '<label class="field__label" for="name">Nama layanan' in page
    assert 'aria-describedby="name-petunjuk"' in tag(page, "name")
    assert "Seperti di SK." in page
    assert "aria-invalid" not in page


def test_a_wrong_field_says_so_beside_itself_and_keeps_what_was_typed(app):
    page = render(app, FORM, name="", users="dua ratus", note="Catatan panjang")
    assert 'aria-describedby="name-petunjuk name-salah"' in tag(page, "name")
    assert 'aria-invalid="true"' in tag(page, "name")
    assert 'value="dua ratus"' in tag(page, "users")
    assert "Catatan panjang</textarea>" in page


def test_the_summary_leads_to_every_wrong_field(app):
    page = render(app, FORM, note="ada", customer="internal")
    targets = re.findall(r'<li><a href="#([^"]+)">', page)
    assert targets == ["name", "users", "channel-0"]
    assert "3 isian perlu diperbaiki" in page
    assert all(f'id="{target}"' in page for target in targets)


def test_a_fresh_form_has_no_summary(app):
    assert "error-summary" not in render(app, FORM)


def test_only_optional_fields_carry_a_word(app):
    assert "boleh dikosongkan" in render(app, FIELD + "{{ field(form.note) }}")
    assert "boleh dikosongkan" not in render(app, FIELD + "{{ field(form.name) }}")
    assert "boleh dikosongkan" not in render(app, FIELD + "{{ field(form.note, optional=False) }}")


@pytest.mark.parametrize("look", ["list", "segmented"])
def test_a_choice_is_a_group_with_a_name(app, look):
    page = render(app, FIELD + f'{{{{ field(form.channel, look="{look}") }}}}')
    assert re.search(r"<fieldset[^>]*>\s*<legend[^>]*>Cara layanan", page)
    assert page.count('type="radio"') == 2
    assert "checked" not in page


def test_a_password_can_be_shown_once_the_script_runs(app):
    page = render(app, FIELD + "{{ field(form.secret) }}")
    assert re.search(r'<button[^>]*data-reveal="secret" hidden>', page)
    assert 'type="password"' in tag(page, "secret")


def test_a_button_that_cannot_be_pressed_states_why(app):
    page = render(
        app,
        """{% from "components/buttons.html" import button %}
        {{ button("Tutup survei", disabled_reason="Target belum tercapai.") }}""",
    )
    reason = re.search(r'aria-disabled="true" aria-describedby="([^"]+)"', page).group(1)
    assert f'id="{reason}">Target belum tercapai.' in page
    assert 'type="submit"' not in page


def test_an_act_of_one_button_carries_the_token(app):
    page = render(
        app,
        """{% from "components/buttons.html" import post_button %}
        {{ post_button("Kirim ulang", "/x", fields={"ke": 3}) }}""",
    )
    assert '<form class="inline-form" method="post" action="/x">' in page
    assert 'name="csrf_token" value="token"' in page
    assert 'name="ke" value="3"' in page


def test_a_table_keeps_its_meaning_when_it_becomes_a_list(app):
    page = render(
        app,
        """{% from "components/tables.html" import table, row, head_cell, cell %}
        {% call table("Unsur", [("Unsur", ""), ("NRR", "num")]) %}
          {% call row() %}{{ head_cell("Waktu") }}{{ cell("NRR", "3,214", "num") }}{% endcall %}
        {% endcall %}""",
    )
    assert '<th role="columnheader" scope="col" class="num">NRR</th>' in page
    assert '<td role="cell" data-label="NRR" class="num"><div>3,214</div></td>' in page
    assert page.count('role="row"') == 2


def test_what_people_typed_is_never_markup(app):
    page = render(app, FIELD + "{{ field(form.name) }}", name='"><b>tebal</b>')
    assert "<b>tebal" not in page


def test_pages_between_the_ends_are_left_out(app):
    page = render(
        app,
        """{% from "components/nav.html" import pagination %}{% macro link(n) %}?halaman={{ n }}{% endmacro %}
        {{ pagination(5, 12, link) }}""",
    )
    assert re.findall(r'aria-label="Halaman (\d+)"', page) == ["1", "4", "5", "6", "12"]
    assert 'href="?halaman=6" rel="next"' in page
    assert page.count("…") == 2
