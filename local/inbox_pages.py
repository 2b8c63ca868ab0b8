"""The inbox's pages: letters in, HTML out."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from local.letters import Letter

STYLE = Path(__file__).with_name("inbox.css").read_text("utf-8")
MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
SHOWN = 200  # a longer list is searched, not read


def list_page(letters: Sequence[Letter], wanted: str = "") -> str:
    """Return the list, newest first, of the letters whose recipient or subject contains `wanted`."""
    found = [letter for letter in reversed(letters) if matches(letter, wanted)]
    rows = "".join(row(letter) for letter in found[:SHOWN])
    listed = f'<ul class="letters">{rows}</ul>' if rows else f'<p class="empty">{empty_words(wanted)}</p>'
    more = f"<p>{len(found) - SHOWN} e-mail yang lebih lama tidak ditampilkan; gunakan pencarian.</p>"
    return page(
        "Daftar",
        f"""<h1>Kotak e-mail contoh</h1>
<p class="lead">Semua e-mail dari Potret di komputer ini berhenti di sini; tidak ada yang dikirim ke luar.</p>
<form role="search"><label for="cari">Cari penerima atau judul</label>
<input id="cari" name="cari" type="search" value="{escape(wanted)}"><button>Cari</button>
<a href="/">Muat ulang</a></form>
<h2>{len(found)} e-mail</h2>{listed}{more if len(found) > SHOWN else ""}""",
    )


def matches(letter: Letter, wanted: str) -> bool:
    return wanted.lower() in f"{' '.join(letter.to)} {letter.subject}".lower()


def row(letter: Letter) -> str:
    return f"""<li><a href="/surat/{escape(letter.id)}"><span class="subject">{subject(letter)}</span>
<span class="to">{escape(", ".join(letter.to))}</span><time>{when(letter.received_at)}</time></a></li>"""


def empty_words(wanted: str) -> str:
    if wanted:
        return "Tidak ada yang cocok. Coba kata lain."
    return "Belum ada e-mail. Undang seseorang atau kirim pengingat di Potret, lalu muat ulang halaman ini."


def letter_page(letter: Letter) -> str:
    """Return one letter: its headers, how it looks, its plain text."""
    headers = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
        for name, value in (("Penerima", ", ".join(letter.to)), *letter.headers)
    )
    look = f"""<h2>Tampilan</h2><iframe title="Isi e-mail" src="/surat/{escape(letter.id)}/html"
sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>"""
    attached = f"<h2>Lampiran</h2><p>{escape(', '.join(letter.attachments))}</p>"
    return page(
        letter.subject or "Tanpa judul",
        f"""<p><a href="/">Kembali ke daftar</a></p><h1>{subject(letter)}</h1>
<p class="lead">Untuk {escape(", ".join(letter.to))}, {when(letter.received_at)}</p>
{look if letter.html else ""}
<h2>Teks biasa</h2><pre>{linked(letter.text) if letter.text else "E-mail ini tidak membawa teks biasa."}</pre>
{attached if letter.attachments else ""}
<details><summary>Kepala e-mail</summary><dl>{headers}</dl>
<p><a href="/surat/{escape(letter.id)}.eml">Unduh e-mail mentah (.eml)</a></p></details>""",
    )


def letter_html(letter: Letter) -> str:
    """Return the letter's own HTML, its links opening in a new tab."""
    return f'<base target="_blank">{letter.html}'


def missing_page() -> str:
    """Return the page for an address that is no letter."""
    return page("Tidak ditemukan", '<h1>E-mail ini tidak ada</h1><p><a href="/">Kembali ke daftar</a></p>')


def subject(letter: Letter) -> str:
    return escape(letter.subject) or "Tanpa judul"


def linked(text: str) -> str:
    """Return text as HTML with its addresses as links."""
    parts, end = [], 0
    for found in LINK.finditer(text):
        url = escape(found[0])
        parts += [
            escape(text[end : found.start()]),
            f'<a href="{url}" target="_blank" rel="noreferrer">{url}</a>',
        ]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def when(moment: datetime) -> str:
    """Return `24 November 2026, 08.00 WIB` in the city's zone."""
    local = moment.astimezone(ZoneInfo(os.environ.get("TIMEZONE", "Asia/Jakarta")))
    offset = local.utcoffset()
    zone = ZONES.get(int(offset.total_seconds() // 3600) if offset else 0, "")
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {local:%H.%M} {zone}".strip()


def page(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="id"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · Kotak e-mail contoh</title><style>{STYLE}</style></head>
<body><main>{body}</main></body></html>"""
