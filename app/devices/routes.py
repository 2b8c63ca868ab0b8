"""Phones and tablets that may send interviews."""

BLUEPRINTS = ()
