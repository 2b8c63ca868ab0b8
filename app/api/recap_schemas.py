"""The recap of a city as national reporting asks for it: a row for each UPP and kind of customer."""

from __future__ import annotations

from marshmallow import Schema, fields


class CityFigureOut(Schema):
    ikm = fields.String(allow_none=True, metadata={"example": "78.74"})
    mutu = fields.String(allow_none=True)
    kinerja = fields.String(allow_none=True)


class CityOut(Schema):
    pelanggan = fields.String()
    responden = fields.Integer()
    rata_rata_opd = fields.Nested(
        CityFigureOut, metadata={"description": "Rata-rata IKM perangkat daerah, sama bobotnya"}
    )
    gabungan = fields.Nested(CityFigureOut, metadata={"description": "IKM semua jawaban digabung"})


class PlansOut(Schema):
    direncanakan = fields.Integer()
    selesai = fields.Integer()


class UnitOut(Schema):
    opd = fields.String()
    nama_opd = fields.String()
    jenis_opd = fields.String()
    kewajiban = fields.String()
    upp = fields.String()
    nama_upp = fields.String()
    bagian = fields.Integer(metadata={"description": "Bagian ke berapa dari survei yang dibagi; biasanya 1"})
    pelanggan = fields.String()
    status = fields.String()
    pengguna = fields.Integer(allow_none=True, metadata={"description": "N, pengguna periode lalu"})
    target = fields.Integer()
    responden = fields.Integer()
    ikm = fields.String(allow_none=True, metadata={"example": "78.74"})
    mutu = fields.String(allow_none=True)
    kinerja = fields.String(allow_none=True)
    nrr = fields.Dict(keys=fields.String(), values=fields.String(), metadata={"example": {"WAKTU": "3.181"}})
    unsur_terendah = fields.String(allow_none=True)
    profil = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.Integer()),
        metadata={
            "description": 'Banyaknya responden menurut jenis kelamin, usia, pendidikan, pekerjaan; "" tidak menjawab'
        },
    )
    rtl = fields.Nested(PlansOut)
    disampaikan_pada = fields.AwareDateTime(allow_none=True)
    diverifikasi_pada = fields.AwareDateTime(allow_none=True)
    dipublikasikan_pada = fields.AwareDateTime(allow_none=True)
    kode_verifikasi = fields.String(allow_none=True)
    dilaporkan = fields.Boolean(metadata={"description": "Angka dari laporan pihak ketiga, tidak dapat dihitung ulang"})


class AwaitedOut(Schema):
    opd = fields.String()
    nama_opd = fields.String()
    kewajiban = fields.String()
    upp = fields.String()
    nama_upp = fields.String()
    status = fields.String()


class RecapOut(Schema):
    kota = fields.String()
    tahun = fields.Integer()
    periode = fields.String()
    mulai = fields.Date()
    tenggat = fields.Date()
    dasar = fields.String()
    aturan_gabungan_opd = fields.String()
    penutupan = fields.String(metadata={"description": "Angka mana yang tidak ditampilkan, dan mengapa"})
    ikm_kota = fields.List(fields.Nested(CityOut))
    unit = fields.List(fields.Nested(UnitOut))
    belum_menyampaikan = fields.List(fields.Nested(AwaitedOut))
