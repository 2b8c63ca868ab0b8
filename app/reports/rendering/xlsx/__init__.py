"""Sheets: data in, bytes out. What somebody typed is written as text and can never become a formula."""
