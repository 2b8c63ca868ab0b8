"""Answers that came after closing, and what was decided about them."""

BLUEPRINTS = ()
