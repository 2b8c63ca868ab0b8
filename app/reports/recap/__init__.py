"""The recap of Bagian Organisasi (see app/reports/recap): what the whole city came to in one periode."""
