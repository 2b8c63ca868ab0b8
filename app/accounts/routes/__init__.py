"""The pages of people and their accounts, one module a subject."""

from app.accounts.routes import account, city, factors, links, members, proof, signing_in
from app.accounts.routes.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "account", "city", "factors", "links", "members", "proof", "signing_in"]
