"""How PostgreSQL answers the pages that many open: by indexes, and with as many statements for a large city as for a small one."""
