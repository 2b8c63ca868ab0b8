"""The WSGI entry point: `granian --interface wsgi wsgi:app`, `flask --app wsgi …`."""

import gc

from app import create_app

app = create_app()
# What was made for the whole life of the process is not looked through again at every full collection: that pause of
# about a tenth of a second would hit one big page in twenty.
gc.collect()
gc.freeze()
