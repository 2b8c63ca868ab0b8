"""The base of all forms: Indonesian messages, trimmed text, one way to place a rule's message beside its field."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.errors import Refusal

MESSAGES = {
    "This field is required.": "Isian ini wajib diisi.",
    "Not a valid integer value.": "Tulis angka bulat, tanpa titik atau huruf.",
    "Not a valid date value.": "Tulis tanggal yang ada, misalnya 24/11/2026.",
    "Not a valid time value.": "Tulis jam, misalnya 08.00.",
    "Not a valid choice.": "Pilih salah satu dari daftar.",
    "Invalid Choice: could not coerce.": "Pilih salah satu dari daftar.",
    "Not a valid decimal value.": "Tulis angka.",
}


class _Translations:
    def gettext(self, string: str) -> str:
        return MESSAGES.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


class BaseForm(FlaskForm):
    class Meta:
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            filters = unbound_field.kwargs.get("filters", [])
            if (
                unbound_field.field_class.__name__ in ("StringField", "TextAreaField", "EmailField")
                and strip not in filters
            ):
                filters = [*filters, strip]
            return unbound_field.bind(form=form, filters=filters, **options)

        def get_translations(self, _form: Any) -> _Translations:
            return _Translations()

    def refuse(self, refusal: Refusal) -> None:
        """Show the message of an operation beside the field that it names, or above the form."""
        field = getattr(self, refusal.field or "", None)
        if field is not None:
            field.errors = [*field.errors, refusal.message]
        else:
            self.form_errors.append(refusal.message)


def strip(value: Any) -> Any:
    """Return text without the blanks around it and without control characters."""
    if not isinstance(value, str):
        return value
    return "".join(sign for sign in value if sign in "\n\t" or ord(sign) >= 32).strip()


def required(message: str = "Isian ini wajib diisi.") -> DataRequired:
    return DataRequired(message)


def given(message: str = "Isian ini wajib diisi.") -> InputRequired:
    return InputRequired(message)


def at_most(length: int) -> Length:
    return Length(max=length, message=f"Paling panjang {length} huruf.")


def between(low: int, high: int) -> NumberRange:
    return NumberRange(low, high, message=f"Isi angka dari {low} sampai {high}.")


def optional() -> Optional:
    return Optional(strip_whitespace=True)
