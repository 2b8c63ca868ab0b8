"""The city's results: of submitted surveys only, since chasing is about doing the survey, not about the score."""
