"""English beneath the official Indonesian: a help for readers, never an instrument of its own."""

from __future__ import annotations

from dataclasses import dataclass

from app.recording import forms


@dataclass(frozen=True)
class Help:
    """What stands beneath a question and its four options, 1 → 4."""

    text: str
    options: tuple[str, str, str, str]


# By the official text: a question that a UPP has reworded has no English line rather than a wrong one.
QUESTIONS = {
    "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?": Help(
        "Were the requirements right for this kind of service?",
        ("Not suitable", "Less suitable", "Suitable", "Very suitable"),
    ),
    "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?": Help(
        "How easy was the procedure at this office?",
        ("Not easy", "Less easy", "Easy", "Very easy"),
    ),
    "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?": Help(
        "How quick was the service?",
        ("Not quick", "Less quick", "Quick", "Very quick"),
    ),
    "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?": Help(
        "How fair was the cost of the service?",
        ("Very expensive", "Rather expensive", "Cheap", "Free"),
    ),
    "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar pelayanan "
    "dengan hasil yang diberikan?": Help(
        "Did you get what the service standard promises?",
        ("Not as promised", "Less than promised", "As promised", "Fully as promised"),
    ),
    "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?": Help(
        "How competent was the officer?",
        ("Not competent", "Less competent", "Competent", "Very competent"),
    ),
    "Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?": Help(
        "How polite and friendly was the officer?",
        ("Not polite or friendly", "Less polite and friendly", "Polite and friendly", "Very polite and friendly"),
    ),
    "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?": Help(
        "How good were the facilities?",
        ("Poor", "Fair", "Good", "Very good"),
    ),
    "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?": Help(
        "How are complaints handled here?",
        ("No handling", "Exists but does not work", "Works, not at its best", "Well managed"),
    ),
}

PROFILE = {
    "sex": {"L": "Male", "P": "Female"},
    "education": {
        "TIDAK_SEKOLAH": "No schooling",
        "SD": "Primary (SD)",
        "SMP": "Junior secondary (SMP)",
        "SMA": "Senior secondary (SMA)",
        "DIII": "Diploma III",
        "DIV": "Diploma IV",
        "S1": "Bachelor (S1)",
        "S2": "Master (S2)",
        "S3": "Doctorate (S3)",
    },
    "occupation": {
        "PNS": "Civil servant (PNS)",
        "PPPK": "Contract civil servant (PPPK)",
        "TNI": "Armed forces (TNI)",
        "POLRI": "Police (POLRI)",
        "SWASTA": "Private employee",
        "WIRAUSAHA": "Self-employed",
        "IBU_RUMAH_TANGGA": "Homemaker",
        "PELAJAR": "Student",
        "PETANI": "Farmer",
        "PENSIUNAN": "Retired",
        "LAINNYA": "Other",
    },
    "office_kind": {
        "SEKRETARIAT": "City or council secretariat",
        "DINAS": "Department (dinas)",
        "BADAN": "Agency (badan)",
        "INSPEKTORAT": "Inspectorate",
        "KECAMATAN": "District office",
        "KELURAHAN": "Village office",
        "PUSKESMAS": "Health centre",
        "RSUD": "Public hospital",
        "SEKOLAH": "School",
        "LAINNYA": "Other",
    },
    "position": {
        "PIMPINAN_TINGGI": "Senior leader",
        "ADMINISTRATOR": "Administrator",
        "PENGAWAS": "Supervisor",
        "FUNGSIONAL": "Functional officer",
        "PELAKSANA": "Executor",
        "NON_ASN": "Not a civil servant",
    },
}

MESSAGES = {
    forms.TOO_YOUNG: "Respondents are 17 or older; for a child, the accompanying adult answers.",
    forms.TOO_OLD: "The highest age is 110. Please check the number.",
    forms.NOT_A_NUMBER: "Write the age in digits, for example 35, or leave it empty.",
    forms.NOTHING_ANSWERED: "No question is answered yet. Answer at least one, then send.",
}
