"""Single-use codes for respondents."""

BLUEPRINTS = ()
