"""Personal data that people type into a free text although nobody asked for it (UU 27/2022)."""

from __future__ import annotations

import re

MASK = "[disamarkan]"

_EMAIL = r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"

# A NIK is region (6), birth DDMMYY with 40 added to a woman's day (6), serial (4). Without separators
# 16 digits or more are masked whatever they are (an 18-digit NIP too). With them the birth date must be
# possible, or the digits stand in four fours that are not four years: prices and years stay readable.
_NIK = r"""
    \d{16,}
  | [1-9]\d [ .-]? \d{2} [ .-]? \d{2} [ .-]?
    (?:[04][1-9]|[1256]\d|[37][01]) [ .-]? (?:0[1-9]|1[0-2]) [ .-]? \d{2} [ .-]? \d{4}
  | (?!(?:(?:19|20)\d{2}[ .-]){3}(?:19|20)\d{2}) [1-9]\d{3} (?P<gap>[ .-]) \d{4} (?P=gap) \d{4} (?P=gap) \d{4}
"""

# Mobile numbers: 08xx or +62 8xx and 10 to 13 digits in all. The first four stand together, since
# "08.00-12.00 13.00" is a time; 62 without its plus has no dot behind it, since "62.812.345.678" is a price.
_PHONE = r"""
    (?:0 | \+62[ .-]*(?:\(0\)[ ]?|0)? | 62[ -]?) 8[1-9]\d [)]? (?:[ .-]{0,3}\d){6,9}
  | 0[ .-]8(?:[ .-]\d){8,11}
  | \+62[ .-]*\(?[2-79]\d{1,2}\)? (?:[ .-]{0,3}\d){6,8}
"""

_PERSONAL = re.compile(
    rf"{_EMAIL} | (?<!\d) (?: {_NIK} ) (?!\d) | (?<!\d) (?: {_PHONE} ) (?!\d)",
    re.VERBOSE,
)


def mask_personal(text: str) -> str:
    """Return the text with NIKs, Indonesian phone numbers and e-mail addresses replaced by "[disamarkan]".

    The result may be a little longer than the text: an address can be shorter than its mask.
    """
    return _PERSONAL.sub(MASK, text)
