"""What may be done, as `noun:verb`."""

from __future__ import annotations

from enum import StrEnum


class P(StrEnum):
    ACCOUNT_USE = "account:use"  # one's own account: everybody who is signed in
    BOARD_READ = "board:read"
    OWN_BOARD_READ = "own_board:read"  # where the UPP of one's own OPD stand
    OWN_REMIND = "own_upp:remind"
    REMINDER_SEND = "reminder:send"
    REMINDER_READ = "reminder:read"
    REMINDER_PAUSE = "reminder:pause"  # one's own reminders about an OPD, for a while
    PERIODE_READ = "periode:read"
    PERIODE_MANAGE = "periode:manage"
    OPD_READ = "opd:read"
    OPD_MANAGE = "opd:manage"
    CITY_MEMBER_MANAGE = "city_member:manage"
    AUDIT_READ = "audit:read"
    CITY_AUDIT_READ = "city_audit:read"
    RESULT_READ = "result:read"
    SARAN_READ = "saran:read"
    LAYANAN_READ = "layanan:read"
    LAYANAN_MANAGE = "layanan:manage"
    MEMBER_READ = "member:read"
    MEMBER_MANAGE = "member:manage"
    SURVEY_READ = "survey:read"
    SURVEY_PLAN = "survey:plan"
    SURVEY_CLOSE = "survey:close"
    SURVEY_REOPEN = "survey:reopen"
    SURVEY_SUBMIT = "survey:submit"
    SURVEY_SUBMIT_FOR = "survey:submit_for"  # record the kepala's signed sheet
    SURVEY_VERIFY = "survey:verify"
    NOTE_ANSWER = "note:answer"  # say what was done about a verifier's note
    RESPONSE_RECORD = "response:record"
    RESPONSE_IMPORT = "response:import"
    PAPER_ENTER = "paper:enter"  # print questionnaires and type them in
    LATE_DECIDE = "late:decide"  # whether susulan are counted
    FOLLOWUP_READ = "followup:read"
    FOLLOWUP_EDIT = "followup:edit"
    REPORT_READ = "report:read"
    REPORT_REQUEST = "report:request"
    REPORT_EDIT = "report:edit"  # its texts, pictures, head and signed copy
    RECAP_READ = "recap:read"
    RECAP_REQUEST = "recap:request"
    VERIFICATION_READ = "verification:read"
    QUALITY_READ = "quality:read"
    QUALITY_EXPLAIN = "quality:explain"
    EXCLUSION_PROPOSE = "exclusion:propose"
    EXCLUSION_DECIDE = "exclusion:decide"
    LINK_MANAGE = "link:manage"  # permanent codes and their posters
    TICKET_MANAGE = "ticket:manage"  # single-use codes
    DEVICE_MANAGE = "device:manage"  # phones and tablets of petugas
    TOKEN_MANAGE = "token:manage"  # programs of an OPD
    CITY_TOKEN_MANAGE = "city_token:manage"
    EVALUATOR_LINK_MANAGE = "evaluator_link:manage"  # what an evaluator reads without an account
    QUESTIONNAIRE_EDIT = "questionnaire:edit"  # other words where the regulation allows them
    QUESTIONNAIRE_APPROVE = "questionnaire:approve"
    UPP_MANAGE = "upp:manage"  # which UPP an OPD has
    PRIVACY_MANAGE = (
        "privacy:manage"  # requests about personal data, what is kept how long, who is affected by a breach
    )
