"""What the API takes and gives, as its documentation shows it. Numbers that are exact are text with a dot."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from app.api.fields import Whole, Words, choice
from app.compliance.status import ComplianceStatus
from app.ikm import Unsur
from app.letters.models import LetterState
from app.responses.profile import Education, Occupation, OfficeKind, Position, Sex
from app.surveys.states import SurveyState
from app.tickets.addresses import LONGEST
from app.tickets.queries import ENDED, OPEN, USED

MOST = 500
REFERENCE = validate.Regexp(
    r"^[0-9A-Za-z][0-9A-Za-z ._:/-]{0,79}$", error="Tulis 1 sampai 80 huruf, angka, spasi, titik, titik dua, garis."
)
ADDRESS_PATTERN = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"


class Wrong(Schema):
    pesan = fields.String(required=True, metadata={"description": "Kalimat yang boleh ditampilkan"})
    kesalahan = fields.Dict(metadata={"description": "Isian yang salah dan sebabnya"})


class TitikOut(Schema):
    id = fields.UUID()
    nama = fields.String()
    buka = fields.String(allow_none=True)
    tutup = fields.String(allow_none=True)


class LayananOut(Schema):
    id = fields.UUID()
    upp = fields.String(metadata={"description": "Kode UPP"})
    nama = fields.String()
    pelanggan = fields.String(validate=validate.OneOf(["masyarakat", "internal"]))
    kanal = fields.String(validate=validate.OneOf(["tatap_muka", "daring"]))
    pengguna = fields.Integer(allow_none=True, metadata={"description": "N, pengguna periode lalu"})


class Registry(Schema):
    layanan = fields.List(fields.Nested(LayananOut))
    titik = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(TitikOut)),
        metadata={"description": "Titik layanan menurut kode UPP"},
    )


class _Loose(Schema):
    class Meta:
        unknown = EXCLUDE


Scores = Schema.from_dict(
    {each.value: Whole(allow_none=True, validate=validate.Range(1, 4)) for each in Unsur}, name="Scores"
)


class ResponseIn(_Loose):
    id = fields.UUID(
        required=True, metadata={"description": "UUID4 buatan pengirim; kiriman ulang dengan id sama diterima sekali"}
    )
    layanan_id = fields.UUID(required=True)
    titik_id = fields.UUID(required=True)
    nilai = fields.Nested(
        Scores,
        required=True,
        metadata={"description": "Nilai 1 sampai 4 menurut kode unsur; yang tidak dijawab boleh tidak ada"},
    )
    nilai_tambahan = fields.Dict(
        keys=fields.String(validate=validate.Length(max=60)),
        values=Whole(validate=validate.Range(1, 4)),
        load_default=dict,
        validate=validate.Length(max=60),
        metadata={
            "description": "Nilai 1 sampai 4 menurut kode pertanyaan tambahan, bila kuesionernya punya",
            "example": {"biaya.2": 3},
        },
    )
    jenis_kelamin = choice(Sex)
    usia = Whole(allow_none=True, load_default=None, validate=validate.Range(17, 110))
    pendidikan = choice(Education)
    pekerjaan = choice(Occupation)
    jenis_kantor = choice(OfficeKind)
    jabatan = choice(Position)
    saran = Words(load_default="", validate=validate.Length(max=500))
    mulai = fields.AwareDateTime(format="iso", load_default=None, allow_none=True)
    selesai = fields.AwareDateTime(format="iso", required=True)


class ResponsesIn(_Loose):
    jawaban = fields.List(fields.Nested(ResponseIn), required=True, validate=validate.Length(1, MOST))


class ReceiptOut(Schema):
    id = fields.UUID()
    status = fields.String(validate=validate.OneOf(["diterima", "sudah_diterima", "susulan", "berbeda", "ditolak"]))
    tanda_terima = fields.String(allow_none=True)
    pesan = fields.String()


class ReceiptsOut(Schema):
    jawaban = fields.List(fields.Nested(ReceiptOut))


class InvitationIn(_Loose):
    referensi = fields.String(
        required=True,
        validate=REFERENCE,
        metadata={"description": "Nomor buatan pemanggil, unik di OPD; permintaan ulang memberi undangan yang sama"},
    )
    layanan_id = fields.UUID(required=True)
    titik_id = fields.UUID(required=True)
    berlaku_hari = Whole(
        load_default=14,
        validate=validate.Range(1, 365),
        metadata={"description": "Berlaku berapa hari sesudah hari ini; dipakai saat undangan dibuat saja"},
    )
    email = fields.String(
        load_default=None,
        allow_none=True,
        validate=[validate.Length(max=LONGEST), validate.Regexp(ADDRESS_PATTERN)],
        metadata={
            "description": "Bila diisi, Potret mengirimkan tautannya satu kali. Alamat dihapus begitu terkirim dan tidak "
            "dibandingkan saat diminta ulang"
        },
    )


class ReferenceIn(_Loose):
    referensi = fields.String(required=True, validate=REFERENCE)


class InvitationOut(Schema):
    referensi = fields.String()
    tautan = fields.String(metadata={"description": "Tautan sekali pakai untuk satu jawaban"})
    status = fields.String(validate=validate.OneOf([OPEN, USED, ENDED]))
    berlaku_sampai = fields.Date()
    layanan_id = fields.UUID()
    titik_id = fields.UUID()
    email = fields.String(
        allow_none=True,
        validate=validate.OneOf([each.value for each in LetterState]),
        metadata={"description": "Pengiriman e-mail; null bila tidak diminta"},
    )


class YearIn(_Loose):
    tahun = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^2[0-9]{3}\Z", error="Tulis tahun dengan empat angka."),
        metadata={"example": "2026", "pattern": "^2[0-9]{3}$"},
    )


class ResultOut(Schema):
    tahun = fields.Integer()
    periode = fields.String()
    upp = fields.String()
    nama_upp = fields.String()
    pelanggan = fields.String()
    status = fields.String()
    sementara = fields.Boolean(metadata={"description": "Angkanya masih bergerak"})
    responden = fields.Integer()
    target = fields.Integer()
    ikm = fields.String(allow_none=True, metadata={"example": "78.74"})
    mutu = fields.String(allow_none=True)
    kinerja = fields.String(allow_none=True)
    nrr = fields.Dict(keys=fields.String(), values=fields.String(), metadata={"example": {"WAKTU": "3.181"}})
    kode_verifikasi = fields.String(allow_none=True)
    dilaporkan = fields.Boolean(metadata={"description": "Angka dari laporan pihak ketiga, tidak dapat dihitung ulang"})


class ResultsOut(Schema):
    hasil = fields.List(fields.Nested(ResultOut))


class ComplianceOut(Schema):
    opd = fields.String()
    nama_opd = fields.String()
    kewajiban = fields.String()
    upp = fields.String()
    nama_upp = fields.String()
    status = fields.String(validate=validate.OneOf([each.value for each in SurveyState]))
    keadaan = fields.String(
        validate=validate.OneOf([each.value for each in ComplianceStatus]),
        metadata={"description": "Seperti di papan kepatuhan"},
    )
    responden = fields.Integer()
    target = fields.Integer(allow_none=True)
    perkiraan_tercapai = fields.Date(
        allow_none=True, metadata={"description": "null bila sudah tercapai atau belum dapat dihitung"}
    )
    pelaksana = fields.String()
    petugas = fields.Integer()
    petugas_terlatih = fields.Integer()
    tenggat = fields.Date()
    disampaikan_pada = fields.Date(allow_none=True)


class CompliancesOut(Schema):
    periode = fields.String(allow_none=True)
    kepatuhan = fields.List(fields.Nested(ComplianceOut))
