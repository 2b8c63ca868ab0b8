#!/bin/sh
# The programs that the tests drive and pip cannot bring: a browser, an office suite, readers of PDF.
# As root on Debian or Ubuntu they are installed; elsewhere the one command to run is named. Nothing is skipped.
set -eu

has() { command -v "$1" >/dev/null 2>&1; }
has_app() { [ -x "/Applications/$1" ]; } # macOS
has_browser() {
    has chromium || has chromium-browser || has google-chrome ||
        has_app "Chromium.app/Contents/MacOS/Chromium" || has_app "Google Chrome.app/Contents/MacOS/Google Chrome"
}
has_calc() { has soffice || has libreoffice || has_app "LibreOffice.app/Contents/MacOS/soffice"; }
has_writer() { # Debian packs the word processor apart
    program=$(dirname "$(readlink -f "$(command -v soffice)" 2>/dev/null)" 2>/dev/null) || return 0
    [ ! -e "$program/soffice.bin" ] || [ -e "$program/libswlo.so" ]
}
has_office() { has_calc && has_writer; }
has_poppler() { has pdftotext && has pdftoppm; }

debian= macos=
has_browser || { debian="$debian chromium" macos="$macos chromium"; }
has_office || { debian="$debian libreoffice-calc-nogui libreoffice-writer-nogui" macos="$macos libreoffice"; }
has_poppler || { debian="$debian poppler-utils" macos="$macos poppler"; }
[ -n "$debian" ] || exit 0

install="apt-get install -y --no-install-recommends$debian"
if has apt-get && [ "$(id -u)" = 0 ]; then
    echo "Memasang$debian …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    $install -qq >/dev/null
elif has apt-get; then
    echo "Pengujian membutuhkan$debian. Jalankan: sudo $install" >&2
    exit 1
else
    echo "Pengujian membutuhkan$macos. Jalankan: brew install$macos (atau pemasang paket sistem ini)" >&2
    exit 1
fi
