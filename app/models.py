"""Imports every model, so that the metadata is whole for migrations and for the house-rule tests."""

import importlib

FEATURES = (
    "accounts",
    "audit",
    "compliance",
    "followups",
    "imports",
    "letters",
    "opd",
    "outbox",
    "periods",
    "reports",
    "responses",
    "results",
    "surveys",
)

for feature in FEATURES:
    importlib.import_module(f"app.{feature}.models")
