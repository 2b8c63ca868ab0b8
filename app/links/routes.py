"""Permanent codes of a layanan at a titik: public form, kiosk, posters."""

BLUEPRINTS = ()
