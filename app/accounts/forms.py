from __future__ import annotations

from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.forms import BaseForm, at_most, required

# What the mail server will be asked to take (app/reminders/message.py), with a domain that has a dot.
# Whether the address exists only a letter can tell.
EMAIL = Regexp(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\Z",
    message="Tulis alamat e-mail yang lengkap, misalnya nama@contoh.go.id.",
)
PRESENT = "Tulis kata sandi yang Anda pakai sekarang."


class SignInForm(BaseForm):
    email = EmailField("E-mail kedinasan", [required("Tulis e-mail Anda."), at_most(254)])
    password = PasswordField("Kata sandi", [required("Tulis kata sandi Anda."), at_most(200)])


class CodeForm(BaseForm):
    code = StringField("Kode 6 angka", [required("Tulis kode dari aplikasi di ponsel Anda."), at_most(20)])


class RecoveryCodeForm(BaseForm):
    recovery_code = StringField("Kode pemulihan", [required("Tulis salah satu kode pemulihan Anda."), at_most(40)])


class FactorSetupForm(CodeForm):
    sealed = HiddenField()


class PasswordProofForm(BaseForm):
    password = PasswordField("Kata sandi", [required("Tulis kata sandi Anda."), at_most(200)])


class ResetRequestForm(BaseForm):
    email = EmailField("E-mail kedinasan", [required("Tulis e-mail Anda."), EMAIL, at_most(254)])


class NewPasswordForm(BaseForm):
    password = PasswordField("Kata sandi baru", [required("Tulis kata sandi baru.")])


class AcceptanceForm(BaseForm):
    """Only a press of the button."""


class PasswordChangeForm(BaseForm):
    present = PasswordField("Kata sandi sekarang", [required(PRESENT), at_most(200)])
    password = PasswordField("Kata sandi baru", [required("Tulis kata sandi baru.")])


class OwnEmailForm(BaseForm):
    email = EmailField("E-mail baru", [required("Tulis e-mail baru."), EMAIL, at_most(254)])
    present = PasswordField("Kata sandi sekarang", [required(PRESENT), at_most(200)])


class EmailForm(BaseForm):
    email = EmailField("E-mail baru", [required("Tulis e-mail baru."), EMAIL, at_most(254)])


class InvitationForm(BaseForm):
    name = StringField("Nama lengkap", [required("Tulis namanya."), at_most(120)])
    email = EmailField("E-mail kedinasan", [required("Tulis alamat e-mailnya."), EMAIL, at_most(254)])
    role = SelectField("Peran", [required("Pilih perannya.")])
    upp = SelectField("UPP", default="")
    acting = BooleanField("Pelaksana tugas (Plt.)")

    def offer(self, roles: list[tuple[str, str]], upps: list[tuple[str, str]], *, acting: bool) -> None:
        """Set what can be chosen; a field with nothing to choose is left out."""
        self.role.choices = [("", "Pilih peran"), *roles]
        self.upp.choices = upps
        if not upps:
            del self.upp
        if not acting:
            del self.acting

    @property
    def chosen_upp(self) -> str:
        return (self.upp.data or "") if "upp" in self else ""

    @property
    def chosen_acting(self) -> bool:
        return bool(self.acting.data) if "acting" in self else False


class AssignmentForm(BaseForm):
    places = SelectMultipleField("Tempat bertugas", widget=ListWidget(), option_widget=CheckboxInput())

    def offer(self, places: list[str]) -> None:
        """Set the places, each as "<layanan>:<titik>"; the template draws them by UPP."""
        self.places.choices = [(place, place) for place in places]

    def ticked(self, place: str) -> bool:
        return place in (self.places.data or ())
