"""What the API takes and gives, as its documentation shows it. Numbers that are exact are text with a dot."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from app.ikm import Unsur
from app.responses.profile import Education, Labelled, Occupation, OfficeKind, Position, Sex

MOST = 500


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


def _choice(vocabulary: type[Labelled]) -> fields.String:
    return fields.String(
        allow_none=True, load_default=None, validate=validate.OneOf([each.value for each in vocabulary])
    )


class ResponseIn(_Loose):
    id = fields.UUID(
        required=True, metadata={"description": "UUID4 buatan pengirim; kiriman ulang dengan id sama diterima sekali"}
    )
    layanan_id = fields.UUID(required=True)
    titik_id = fields.UUID(required=True)
    nilai = fields.Dict(
        keys=fields.String(validate=validate.OneOf([each.value for each in Unsur])),
        values=fields.Integer(strict=True, allow_none=True, validate=validate.Range(1, 4)),
        required=True,
        metadata={"description": "Nilai 1 sampai 4 menurut kode unsur; yang tidak dijawab boleh tidak ada"},
    )
    jenis_kelamin = _choice(Sex)
    usia = fields.Integer(strict=True, allow_none=True, load_default=None, validate=validate.Range(17, 110))
    pendidikan = _choice(Education)
    pekerjaan = _choice(Occupation)
    jenis_kantor = _choice(OfficeKind)
    jabatan = _choice(Position)
    saran = fields.String(load_default="", validate=validate.Length(max=500))
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


class YearIn(_Loose):
    tahun = fields.Integer(load_default=None, validate=validate.Range(2000, 2999))


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


class ResultsOut(Schema):
    hasil = fields.List(fields.Nested(ResultOut))


class ComplianceOut(Schema):
    opd = fields.String()
    nama_opd = fields.String()
    kewajiban = fields.String()
    upp = fields.String()
    nama_upp = fields.String()
    status = fields.String()
    responden = fields.Integer()
    target = fields.Integer()
    tenggat = fields.Date()
    diajukan_pada = fields.AwareDateTime(allow_none=True)


class CompliancesOut(Schema):
    periode = fields.String(allow_none=True)
    kepatuhan = fields.List(fields.Nested(ComplianceOut))
