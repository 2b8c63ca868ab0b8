"""Acts on documents, one module a noun."""

from app.reports.operations.requests import request

__all__ = ["request"]
