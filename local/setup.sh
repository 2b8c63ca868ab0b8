#!/bin/sh
# Make .venv complete: the locked dependencies of product, one-machine stack and tests. Does nothing when it is.
set -eu
cd "$(dirname "$0")/.."
umask 022 # the servers' own account must be able to read their programs, also when root's umask hides them

locks="requirements/runtime.txt requirements/local.txt requirements/test.txt"
stamp=.venv/.installed

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Potret membutuhkan Python 3.11 atau lebih baru." >&2
    echo "Pasang Python itu, lalu sebutkan bila perlu: make setup PYTHON=/jalan/ke/python3" >&2
    exit 1
}

wanted=$(cat $locks | cksum)
if [ -x .venv/bin/python ] && [ "$(cat $stamp 2>/dev/null)" = "$wanted" ] && .venv/bin/python -c ''; then
    exit 0
fi

if ! { [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null; }; then
    python=$(find_python)
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        echo "Python ini belum punya modul venv. Di Debian atau Ubuntu: sudo apt-get install python3-venv" >&2
        exit 1
    fi
    rm -rf .venv
    "$python" -m venv .venv
fi

echo "Memasang pustaka yang terkunci (sekitar satu menit) …"
rm -f $stamp
# shellcheck disable=SC2046  # one option a file
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
    $(printf -- '-r %s ' $locks)
printf '%s\n' "$wanted" >$stamp
