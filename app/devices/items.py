"""What a phone sends, read field by field: the envelope, and each interview in it. Nothing here touches the database.

A phone may be wrong in any way (an old app, a broken store, somebody's script), so every field's type is looked at before
it is used; keys that are not known here are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.recording.forms import MAX_POSTED
from app.responses.masking import mask_personal
from app.responses.models import Collection

COLLECTIONS = (Collection.PETUGAS, Collection.SERAH_PONSEL)
MAX_VERSION = 40
UNKNOWN = object()  # stands for NaN, Infinity and numbers that no field can hold: of no type that a field accepts
# The profile as the item names it, and as recording/forms.py reads it.
PROFILE = {
    "sex": "jenis_kelamin",
    "education": "pendidikan",
    "occupation": "pekerjaan",
    "occupation_other": "pekerjaan_lain",
    "office_kind": "jenis_kantor",
    "position": "jabatan",
    "saran": "saran",
}
FIELDS = (
    "id", "petugas", "survey_id", "layanan_id", "titik_id", "questionnaire_id", "collection", "scores", "age", *PROFILE,
    "started_at", "finished_at", "ui_version", "notice_version",
)  # fmt: skip
BAD_ID = "Nomor wawancara ini tidak sah, sehingga jawabannya tidak dapat diterima."


class Unreadable(ValueError):
    """The body or a field is not what it should be; its text is Indonesian and may be shown."""


@dataclass(frozen=True)
class Item:
    """One interview with the types that it should have; whether it may be taken is decided by sync.py."""

    id: UUID
    petugas_id: UUID | None  # None at a kiosk
    survey_id: UUID
    layanan_id: UUID
    titik_id: UUID
    questionnaire_id: UUID
    collection: Collection
    scores: Mapping[str, int | None]
    age: int | None
    started_at: datetime
    finished_at: datetime
    profile: Mapping[str, str]  # by the names of recording/forms.py
    ui_version: str = ""
    notice_version: str = ""


@dataclass(frozen=True)
class Envelope:
    items: tuple[Any, ...]
    sent_at: datetime | None = None  # by the phone's clock
    app_version: str = ""


@dataclass(frozen=True)
class _Reader:
    """Takes fields out of an object and names the one that is not what it should be."""

    values: Mapping[str, Any]

    def identifier(self, name: str, words: str) -> UUID:
        try:
            return UUID(self._of(name, str, words))
        except ValueError:
            raise _broken(words) from None

    def moment(self, name: str, words: str) -> datetime:
        moment = moment_of(self.values.get(name))
        if moment is None:
            raise _broken(words)
        return moment

    def number(self, value: Any, words: str) -> int | None:
        if value is not None and type(value) is not int:
            raise _broken(words)
        return value

    def text(self, name: str, words: str) -> str:
        value = self.values.get(name)
        return "" if value is None else clean(self._of(name, str, words))[:MAX_POSTED]

    def _of(self, name: str, kind: type, words: str) -> Any:
        value = self.values.get(name)
        if not isinstance(value, kind):
            raise _broken(words)
        return value

    def collection(self, ways: Sequence[Collection]) -> Collection:
        value = self.values.get("collection")
        found = next((way for way in ways if way.value == value), None)
        if found is None:
            raise _broken("cara pengumpulan")
        return found

    def scores(self) -> dict[str, int | None]:
        given = self._of("scores", dict, "jawaban")
        return {code: self.number(score, "jawaban") for code, score in given.items()}


def read_json(body: bytes) -> Any:
    """Return what a JSON text says; raises Unreadable. NaN and endless numbers spoil only the field they stand in."""
    try:
        return json.loads(body, parse_constant=lambda _: UNKNOWN, parse_int=_integer)
    except (ValueError, RecursionError):
        raise Unreadable("Kiriman ini tidak dapat dibaca. Perbarui aplikasi, lalu coba lagi.") from None


def read_envelope(body: bytes) -> Envelope:
    """Return a batch of interviews, each still as it was sent; raises Unreadable."""
    sent = read_json(body)
    if not isinstance(sent, dict) or not isinstance(sent.get("items"), list):
        raise Unreadable("Kiriman ini tidak berisi daftar wawancara. Perbarui aplikasi, lalu coba lagi.")
    return Envelope(tuple(sent["items"]), moment_of(sent.get("sent_at")), version_of(sent.get("app_version")))


def read_item(sent: Any, ways: Sequence[Collection] = COLLECTIONS) -> Item:
    """Return one interview that came by one of the ways; raises Unreadable with the field that is wrong."""
    if not isinstance(sent, dict) or id_of(sent) is None:
        raise Unreadable(BAD_ID)
    read = _Reader(sent)
    response_id = read.identifier("id", "nomor")
    if response_id.version != 4:
        raise Unreadable(BAD_ID)
    collection = read.collection(ways)
    return Item(
        id=response_id,
        petugas_id=read.identifier("petugas", "petugas") if collection in COLLECTIONS else None,
        survey_id=read.identifier("survey_id", "survei"),
        layanan_id=read.identifier("layanan_id", "layanan"),
        titik_id=read.identifier("titik_id", "titik layanan"),
        questionnaire_id=read.identifier("questionnaire_id", "kuesioner"),
        collection=collection,
        scores=read.scores(),
        age=read.number(sent.get("age"), "usia"),
        started_at=read.moment("started_at", "waktu mulai"),
        finished_at=read.moment("finished_at", "waktu selesai"),
        profile={target: read.text(name, "profil responden") for name, target in PROFILE.items()},
        ui_version=version_of(sent.get("ui_version")),
        notice_version=version_of(sent.get("notice_version")),
    )


def id_of(sent: Any) -> UUID | None:
    """Return the id of an interview if it can be read, of whatever version."""
    value = sent.get("id") if isinstance(sent, dict) else None
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


def named(sent: Any) -> str | None:
    """Return the id as it was sent, for the answer; None where it was no short text."""
    value = sent.get("id") if isinstance(sent, dict) else None
    return clean(value) if isinstance(value, str) and len(value) <= 100 else None


def body_of(sent: Mapping[str, Any]) -> str:
    """Return the interview as it is kept aside: known fields only, nothing endless, personal data masked."""
    return json.dumps({name: _kept(sent[name]) for name in FIELDS if name in sent}, ensure_ascii=False)


def moment_of(value: Any) -> datetime | None:
    """Return the moment of an ISO text with a time zone, else None."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def version_of(value: Any) -> str:
    """Return a version's text, or "" where it is none."""
    return clean(value)[:MAX_VERSION] if isinstance(value, str) else ""


def clean(text: str) -> str:
    """Return the text without what a database cannot store: NUL, and half of a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {clean(str(key))[:MAX_VERSION]: _scalar(score) for key, score in list(value.items())[:60]}
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        return mask_personal(clean(value)[:MAX_POSTED])
    return value if value is None or type(value) in (bool, int) else "tidak terbaca"


def _integer(digits: str) -> Any:
    return int(digits) if len(digits) <= 18 else UNKNOWN


def _broken(words: str) -> Unreadable:
    return Unreadable(f"Data wawancara ini tidak lengkap atau rusak ({words}).")
