"""Pages of a survey's life. The model feature: others read like this one."""

from app.surveys.routes import certification, life, reported, verification, versions
from app.surveys.routes.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "certification", "life", "reported", "verification", "versions"]
