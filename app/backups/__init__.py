"""A copy of everything that can be put back, and proof that it was: `flask cadangan …`."""
