"""What `components/forms.html` must know of a WTForms field, as Jinja globals: macros only return text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask
from wtforms import Field
from wtforms.widgets import CheckboxInput, Input, ListWidget, Select, TextArea


def init_app(app: Flask) -> None:
    """Offer the functions of this module to the templates."""
    for function in (field_kind, field_attributes, field_target, field_messages, wrong_fields):
        app.add_template_global(function)


def field_kind(field: Field) -> str:
    """Return `checkbox`, `choices`, `select`, `textarea`, or the input's type (`text`, `file`, …)."""
    widget = field.widget
    if isinstance(widget, ListWidget):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, Select):
        return "select"
    if isinstance(widget, TextArea):
        return "textarea"
    return widget.input_type if isinstance(widget, Input) else "text"


def field_attributes(field: Field, extra: Mapping[str, Any], *, hint: bool) -> dict[str, Any]:
    """Return the attributes of a field's input: what describes it, whether it is wrong, and the caller's own.

    A value of None is left out, so that a macro may pass on what it was not given.
    """
    notes = [f"{field.id}-petunjuk"] if hint else []
    notes += [f"{field.id}-salah"] if field.errors else []
    attributes = {name: value for name, value in extra.items() if value is not None}
    if notes:
        attributes["aria-describedby"] = " ".join(notes)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def field_target(field: Field) -> str:
    """Return the id of the element that a link in the error summary should reach."""
    if field_kind(field) != "choices":
        return field.id
    return next((option.id for option in field), field.id)


def field_messages(errors: Iterable[Any]) -> str:
    """Return a field's messages as one text; those of fields inside it are shown beside them."""
    return " ".join(error for error in errors if isinstance(error, str)) or "Periksa isian ini."


def wrong_fields(form: Iterable[Field]) -> list[Field]:
    """Return the visible fields with a message, in the form's order."""
    return [field for field in form if field.errors and field_kind(field) != "hidden"]
