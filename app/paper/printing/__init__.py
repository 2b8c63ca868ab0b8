"""The questionnaire on paper: data in, PDF out. Black and white, one sheet of A4, in the typeface of the reports."""
