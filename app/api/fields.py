"""Fields that take exactly what the documentation says, no more and no less than JSON has words for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from app.vocabulary import Labelled
from app.web.forms import strip


class Whole(fields.Integer):
    """An integer as JSON schema has it: 3 and 3.0, and neither true nor "3"."""

    def _validated(self, value: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return value


class Words(fields.String):
    """A text that a person wrote; what no database and no page can hold is left out of it."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs) or ""
        return str(strip(text.encode("utf-8", "ignore").decode()))


def choice(vocabulary: type[Labelled]) -> fields.String:
    return fields.String(
        allow_none=True, load_default=None, validate=validate.OneOf([each.value for each in vocabulary])
    )
