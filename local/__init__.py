"""The one-machine stack: PostgreSQL, Valkey, a mail catcher and the product's processes under one supervisor.

It is for development, demonstrations and tests. Production brings its own servers (docker-compose.yml) and
gives their addresses in the environment; nothing in `app/` or `workers/` imports this package.
"""
