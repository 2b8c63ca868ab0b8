"""From the bytes of a file to the answers in it, with every wrong cell named. Nothing here knows the database."""
