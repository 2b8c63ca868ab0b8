"""The pages of people and their accounts, one module a subject."""

from app.accounts.routes import account, city, links, members, signing_in
from app.accounts.routes.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "account", "city", "links", "members", "signing_in"]
