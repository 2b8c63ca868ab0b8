from __future__ import annotations

from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import Email

from app.web.forms import BaseForm, at_most, required

EMAIL = Email("Tulis alamat e-mail yang lengkap, misalnya nama@contoh.go.id.")


class SignInForm(BaseForm):
    email = EmailField("E-mail kedinasan", [required("Tulis e-mail Anda."), at_most(254)])
    password = PasswordField("Kata sandi", [required("Tulis kata sandi Anda."), at_most(200)])


class ResetRequestForm(BaseForm):
    email = EmailField("E-mail kedinasan", [required("Tulis e-mail Anda."), EMAIL])


class NewPasswordForm(BaseForm):
    password = PasswordField("Kata sandi baru", [required("Tulis kata sandi baru.")])


class InvitationForm(BaseForm):
    name = StringField("Nama lengkap", [required(), at_most(120)])
    email = EmailField("E-mail kedinasan", [required(), EMAIL, at_most(254)])
    role = SelectField("Peran", [required("Pilih perannya.")])
    upp = SelectField("UPP", choices=[("", "Seluruh OPD")], validate_choice=False)
    acting = BooleanField("Pelaksana tugas (Plt.)")
