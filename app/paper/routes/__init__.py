"""The pages of paper: printing and opening a stack, typing it, ending it."""

from app.paper.routes import ending, stacks, typing
from app.paper.routes.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "ending", "stacks", "typing"]
