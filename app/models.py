"""Imports every model, so that the metadata is whole for migrations and for the house-rule tests."""

import importlib

FEATURES = (
    "accounts",
    "api",
    "audit",
    "compliance",
    "devices",
    "evaluator",
    "followups",
    "imports",
    "letters",
    "links",
    "opd",
    "outbox",
    "paper",
    "periods",
    "privacy",
    "publication",
    "questionnaires",
    "quality",
    "reminders",
    "reports",
    "responses",
    "results",
    "setup",
    "surveys",
    "tickets",
)

for feature in FEATURES:
    importlib.import_module(f"app.{feature}.models")
