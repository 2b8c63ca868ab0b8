"""The WSGI entry point: `granian --interface wsgi wsgi:app`, `flask --app wsgi …`."""

import gc

from app import create_app
from app.web.bodies import BodyFirst

app = create_app()
app.wsgi_app = BodyFirst(app.wsgi_app, largest=app.config["MAX_CONTENT_LENGTH"])  # type: ignore[method-assign]
# What was made for the whole life of the process is not looked through again at every full collection: that pause of
# about a tenth of a second would hit one big page in twenty.
gc.collect()
gc.freeze()
