"""Stacks of paper questionnaires, printed and typed in."""
