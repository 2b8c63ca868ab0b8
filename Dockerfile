# The product alone: no tests, no one-machine stack. The Python version is the one that is tested.
FROM python:3.11-slim-bookworm AS libraries
COPY requirements/runtime.txt /tmp/
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/runtime.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 POTRET_ENV=production
# pg_dump and pg_restore of the server's version, for `flask cadangan`; Debian's own are older and refuse.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-18 && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin potret
WORKDIR /potret
COPY --from=libraries /venv /venv
COPY config.py wsgi.py ./
COPY app app
COPY workers workers
COPY migrations migrations
RUN python -m compileall -q .
USER potret
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "wsgi:app"]
