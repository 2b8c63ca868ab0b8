/* From what stands in the form to what the server takes. */

export const UI_VERSION = "isi-1"; // of the drawing of the questions: answers are compared within one

const FIELDS = {
  sex: "jenis_kelamin",
  education: "pendidikan",
  occupation: "pekerjaan",
  occupation_other: "pekerjaan_lain",
  office_kind: "jenis_kantor",
  position: "jabatan",
};

/** Return the finished answers of a draft; `finished` in ms. */
export function payloadOf(draft, finished) {
  const { values } = draft;
  const said = (name) => values[name]?.trim() || null;
  const score = (code) => Number(values[`jawaban-${code}`]) || null;
  return {
    id: draft.id,
    petugas: draft.petugas,
    survey_id: draft.survey_id,
    layanan_id: draft.layanan_id,
    titik_id: draft.titik_id,
    questionnaire_id: draft.questionnaire.id,
    collection: draft.collection,
    scores: Object.fromEntries(draft.questionnaire.questions.map(({ code }) => [code, score(code)])),
    ...Object.fromEntries(Object.entries(FIELDS).map(([field, name]) => [field, said(name)])),
    age: Number(said("usia")) || null,
    saran: said("saran") ?? "",
    started_at: new Date(draft.begun).toISOString(),
    finished_at: new Date(finished).toISOString(),
    ui_version: draft.ui_version ?? UI_VERSION,
    notice_version: draft.notice_version,
  };
}

/** Return what lists may show of a finished interview: no answer, and nothing of the respondent. */
export function about(draft, finished) {
  const { petugas, collection, names, begun } = draft;
  return { petugas, collection, names, begun, finished };
}
