"""The pages of documents, one module a subject."""

from app.reports.routes import attachments, city, head, requests, signed, texts
from app.reports.routes.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "attachments", "city", "head", "requests", "signed", "texts"]
