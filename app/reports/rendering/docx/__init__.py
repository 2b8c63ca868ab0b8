"""The report as an editable document: written from the very story that the PDF prints, so that no word can differ."""
