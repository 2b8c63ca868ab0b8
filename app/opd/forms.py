"""Forms of the registry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import Regexp

from app.opd.fields import CountField
from app.opd.models import CustomerKind, Kewajiban, Layanan, ServiceChannel
from app.opd.words import CHANNELS, CUSTOMERS, KEWAJIBAN, KINDS, KODE, KODE_RULE, kind_name, slug
from app.web.forms import BaseForm, at_most, optional, required

WHOLE_DAY, HOURS = "24", "jam"


def _choices(words: dict[Any, str]) -> list[tuple[str, str]]:
    return [(member.value, label) for member, label in words.items()]


def _kode_shape() -> Regexp:
    return Regexp(rf"^{KODE.pattern}$", message=KODE_RULE)


class OpdForm(BaseForm):
    """What Bagian Organisasi may change of an OPD. Its kode stands in addresses and on posters, so it stays."""

    name = StringField("Nama OPD", [required("Tulis nama OPD."), at_most(160)])
    short_name = StringField("Singkatan", [required("Tulis singkatannya."), at_most(40)])
    kind = SelectField("Jenis", [required("Pilih jenisnya.")])
    kewajiban = RadioField(
        "Kewajiban SKM", [required("Pilih kewajibannya.")], choices=_choices(KEWAJIBAN), default=Kewajiban.WAJIB.value
    )
    exemption_reason = TextAreaField("Alasan dikecualikan", [at_most(500)])
    address = TextAreaField("Alamat kantor", [at_most(300)])

    def offer_kinds(self, used: Iterable[str]) -> None:
        """Let the kinds be chosen that every city has and those that this city already uses."""
        kinds = sorted({*KINDS, *used})
        self.kind.choices = [("", "Pilih jenis"), *((kind, kind_name(kind)) for kind in kinds)]

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "short_name": self.short_name.data,
            "kind": self.kind.data,
            "kewajiban": Kewajiban(self.kewajiban.data),
            "exemption_reason": self.exemption_reason.data or "",
            "address": self.address.data or "",
        }


class RegistrationForm(OpdForm):
    kode = StringField("Kode", [optional(), _kode_shape()])

    @property
    def wanted_kode(self) -> str:
        return self.kode.data or slug(self.short_name.data)


class UppForm(BaseForm):
    name = StringField("Nama unit", [required("Tulis nama unit."), at_most(160)])
    kewajiban = RadioField(
        "Kewajiban SKM", [required("Pilih kewajibannya.")], choices=_choices(KEWAJIBAN), default=Kewajiban.WAJIB.value
    )


class NewUppForm(UppForm):
    kode = StringField("Kode", [optional(), _kode_shape()])

    @property
    def wanted_kode(self) -> str:
        return self.kode.data or slug(self.name.data)


class LayananForm(BaseForm):
    name = StringField("Nama layanan", [required("Tulis nama layanan."), at_most(160)])
    customer_kind = RadioField(
        "Pelanggan",
        [required("Pilih siapa pelanggannya.")],
        choices=_choices(CUSTOMERS),
        default=CustomerKind.MASYARAKAT.value,
    )
    channel = RadioField(
        "Cara layanan",
        [required("Pilih cara layanannya.")],
        choices=_choices(CHANNELS),
        default=ServiceChannel.TATAP_MUKA.value,
    )
    free_by_law = BooleanField("Gratis menurut peraturan")
    users = CountField("Pengguna periode lalu")

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "customer_kind": CustomerKind(self.customer_kind.data),
            "channel": ServiceChannel(self.channel.data),
            "free_by_law": bool(self.free_by_law.data),
            "users": self.users.data,
        }


class TitikForm(BaseForm):
    name = StringField("Nama titik layanan", [required("Tulis nama titik layanan."), at_most(120)])
    hours = RadioField("Jam layanan", choices=[(HOURS, "Jam tertentu"), (WHOLE_DAY, "24 jam")], default=HOURS)
    opens_at = TimeField("Buka", [optional()], format=["%H:%M", "%H.%M", "%H:%M:%S"])
    closes_at = TimeField("Tutup", [optional()], format=["%H:%M", "%H.%M", "%H:%M:%S"])

    @property
    def facts(self) -> dict[str, Any]:
        whole_day = self.hours.data == WHOLE_DAY
        return {
            "name": self.name.data,
            "opens_at": None if whole_day else self.opens_at.data,
            "closes_at": None if whole_day else self.closes_at.data,
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Hours are needed unless the titik never closes; what was typed into hidden hours is no error then."""
        sound = bool(super().validate(extra_validators))
        if self.hours.data == WHOLE_DAY:
            self.opens_at.errors = self.closes_at.errors = []
            return not (self.name.errors or self.hours.errors)
        for field in (self.opens_at, self.closes_at):
            if field.data is None and not field.errors:
                field.errors = ["Isi jamnya, atau pilih 24 jam."]
                sound = False
        return sound


class UsersForm(BaseForm):
    """The grid of N: one field a layanan, made by `users_form`."""

    @property
    def users(self) -> dict[str, int | None]:
        """Return N by the layanan's id as text."""
        return {name.removeprefix("n-"): field.data for name, field in self._fields.items() if name.startswith("n-")}

    def field_of(self, layanan_id: object) -> CountField:
        field: CountField = self[f"n-{layanan_id}"]
        return field


def users_form(layanan: Iterable[Layanan]) -> UsersForm:
    """Return the grid for these layanan, filled with what is known."""
    fields = {f"n-{each.id}": CountField(each.name, default=each.users) for each in layanan}
    form: UsersForm = type("UsersForm", (UsersForm,), fields)()
    return form
