# Brings .venv and what it needs to the lock; sourced by ./run, which names ROOT, VENV, BIN and VAR_DIR.
# shellcheck shell=sh disable=SC2154

PDF_PACKAGES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

has() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" -eq 0 ]; }
is_debian() { [ -e /etc/debian_version ] && has apt-get; }

# Install Debian packages as root, from fresh lists when the first try fails.
apt_install() {
    mkdir -p "$VAR_DIR"
    log=$VAR_DIR/apt.log
    apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 ||
        { apt-get update >>"$log" 2>&1 &&
            apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; } ||
        fail "apt-get could not install: $* (see $log)"
}

# A machine may sit behind a certificate authority of its own; a bare one knows none at all.
trust_system_certificates() {
    bundle=/etc/ssl/certs/ca-certificates.crt
    if is_debian && [ ! -e "$bundle" ]; then
        is_root || return 0
        apt_install ca-certificates
    fi
    export UV_SYSTEM_CERTS=1
    if [ -e "$bundle" ]; then export PIP_CERT="${PIP_CERT:-$bundle}"; fi
}

suitable_python() {
    # A distribution builds its own for speed; one compiled by hand can be half as fast.
    for python in /usr/bin/python3 python3 python3.13 python3.12 python3.11 python3.14; do
        if has "$python" && "$python" -c 'import sys, venv, ensurepip
sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$python"
            return
        fi
    done
}

make_venv() {
    # Its programs know their folder: they stop working when the project is moved.
    if "$BIN/pip" --version >/dev/null 2>&1; then return; fi
    rm -rf "$VENV"
    python=$(suitable_python)
    if [ -z "$python" ] && is_debian && is_root; then
        say "Installing Python …"
        apt_install python3 python3-venv
        python=$(suitable_python)
    fi
    if [ -n "$python" ]; then
        "$python" -m venv "$VENV"
    elif has uv; then
        uv venv --quiet --seed --python '>=3.11' "$VENV"
    else
        fail "Python 3.11 or newer with venv is needed: install it (Debian: apt install python3 python3-venv)."
    fi
}

find_uv() {
    if has uv; then UV=uv; return; fi
    UV=$BIN/uv
    [ -x "$UV" ] || "$BIN/pip" install --quiet --disable-pip-version-check uv
}

pdf_libraries_load() {
    "$BIN/python" -c 'import ctypes, sys
if sys.platform == "linux":
    for name in "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0":
        ctypes.CDLL(name)
else:
    import weasyprint' >/dev/null 2>&1
}

use_unpacked_libraries() {
    for folder in "$VENV"/lib/debian/usr/lib/*-linux-* "$VENV"/lib/debian/lib/*-linux-*; do
        if [ -d "$folder" ]; then
            export LD_LIBRARY_PATH="$folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
        fi
    done
}

# Without root: fetch the packages and what they need, and unpack them into the environment.
unpack_pdf_libraries() {
    state=$VENV/apt
    mkdir -p "$state/lists/partial" "$state/archives/partial" "$VENV/lib/debian"
    apt() {
        apt-get -o Debug::NoLocking=1 -o Dir::State::Lists="$state/lists" \
            -o Dir::Cache="$state" -o Dir::Cache::Archives="$state/archives" "$@" >>"$state/log" 2>&1
    }
    # shellcheck disable=SC2086
    { apt update && apt install -y --no-install-recommends --download-only $PDF_PACKAGES; } ||
        fail "The PDF libraries are missing: ask an administrator for: apt install $PDF_PACKAGES"
    for package in "$state"/archives/*.deb; do dpkg -x "$package" "$VENV/lib/debian"; done
    rm -rf "$state"
    use_unpacked_libraries
}

install_pdf_libraries() {
    if pdf_libraries_load; then return; fi
    say "Installing the PDF libraries …"
    if ! is_debian; then
        fail "The PDF libraries are missing: install Pango 1.44 or newer and HarfBuzz's subset library (Fedora: pango; macOS: brew install pango; Alpine: pango)."
    elif is_root; then
        # shellcheck disable=SC2086
        apt_install $PDF_PACKAGES
    else
        unpack_pdf_libraries
    fi
    pdf_libraries_load || fail "The PDF libraries are installed but do not load: $PDF_PACKAGES"
}

# set_up GROUP…: bring .venv to the lock; does nothing when the stamp says it is there already.
set_up() {
    use_unpacked_libraries
    wanted="$(cat uv.lock pyproject.toml deploy/set_up.sh | cksum) $ROOT"
    if [ ! -x "$BIN/python" ] || [ "$(cat "$VENV/.set-up-$1" 2>/dev/null)" != "$wanted" ]; then
        say "Setting up …"
        trust_system_certificates
        make_venv
        find_uv
        groups=
        for group in "$@"; do groups="$groups --group $group"; done
        [ -w "${HOME:-/nonexistent}" ] || export UV_NO_CACHE=1
        # Inexact: the demo's groups must not remove the tests'.
        # shellcheck disable=SC2086
        UV_PROJECT_ENVIRONMENT=$VENV "$UV" sync --quiet --frozen --inexact \
            --python "$BIN/python" $groups
        install_pdf_libraries
        for group in "$@"; do say "$wanted" >"$VENV/.set-up-$group"; done
    fi
    export FONTCONFIG_FILE="${FONTCONFIG_FILE:-$ROOT/deploy/fonts.conf}"
}
