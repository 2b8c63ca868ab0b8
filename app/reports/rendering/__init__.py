"""Formal documents: data in, bytes out. Nothing here knows Flask or the database."""
