"""A page that is the same for everybody but for a few values: rendered and compressed once, and sent with other values each
time. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from secrets import token_hex

GAP = token_hex(16)  # stands where a value will stand; nothing that anybody types can be it
GZIP = 31  # zlib: a gzip header and its checksum around the largest window


class Printed:
    """A page with gaps. The values that fill them stand in the HTML as they are, so they must need no escaping.

    What stands before the first gap is compressed beforehand: gaps near the end cost least.
    """

    def __init__(self, page: str) -> None:
        self._head, *self._rest = (part.encode() for part in page.split(GAP))
        self._packer = zlib.compressobj(6, zlib.DEFLATED, GZIP)
        self._packed_head = self._packer.compress(self._head)

    def plain(self, values: Sequence[str]) -> bytes:
        return self._head + self._filled(values)

    def packed(self, values: Sequence[str]) -> bytes:
        """Return the page as gzip."""
        packer = self._packer.copy()
        return self._packed_head + packer.compress(self._filled(values)) + packer.flush()

    def _filled(self, values: Sequence[str]) -> bytes:
        return b"".join(value.encode() + part for value, part in zip(values, self._rest, strict=True))
