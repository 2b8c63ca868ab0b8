"""The soft device key: a hint that two answers may come from one device, worth 48 hours and never shown. Pure.

It is made of the network's prefix and the browser's family, not of the address and not of the whole user agent, and
hashed (watching.py) with a salt of the day that is destroyed: it says "perhaps the same", and later nothing at all.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# The more particular name first: every Android browser also calls itself Chrome and Safari, and every Android a Linux.
_BROWSERS = (
    "SamsungBrowser",
    "OPR",
    "Edg",
    "MiuiBrowser",
    "UCBrowser",
    "Firefox",
    "FxiOS",
    "CriOS",
    "Chrome",
    "Version",
)
_SYSTEMS = ("Android", "iPhone OS", "CPU OS", "Windows NT", "Mac OS X", "Linux")
READ = 512  # signs of a user agent; what stands behind says nothing about its family


def network_prefix(address: str) -> str:
    """Return the /24 of an IPv4 address or the /56 of an IPv6 address; "" for what is no address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return str(ip_network((parsed, 24 if isinstance(parsed, IPv4Address) else 56), strict=False))


def browser_family(user_agent: str) -> str:
    """Return system and browser with their main versions, as `Android 10 Chrome/128`; no model, no build."""
    system = _first(_SYSTEMS, r"[ _](\d+)", user_agent[:READ])
    browser = _first(_BROWSERS, r"/(\d+)", user_agent[:READ])
    return " ".join(word for word in (system, browser) if word) or "?"


def _first(names: tuple[str, ...], version: str, text: str) -> str:
    """Return the first of the names that stands in the text, with its main version."""
    for name in names:
        if found := re.search(rf"\b{name}(?:{version})?", text):
            return f"{name} {found[1] or ''}".strip()
    return ""
