"""The surveyor app in a real browser: no interview is lost and none is doubled, whatever happens to network, phone and people.

Each test keeps a ledger of what the app called "tersimpan" and compares it with the database. A tenth of the volumes by
default; `POTRET_FAULTS=full` runs all.
"""
