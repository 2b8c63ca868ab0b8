"""Single-use codes for respondents."""
