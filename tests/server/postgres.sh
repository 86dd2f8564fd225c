# Sourced by tests that need a PostgreSQL server: a cluster of their own in a new directory.
#
#   postgres_find           whether there is a server to be started; says why not
#   postgres_start          makes a cluster and starts it; sets PGHOST, PGPORT, PGUSER and PGDATABASE, so that psql finds it,
#                           and $postgres_directory
#   postgres_crash          ends it without any care; postgres_again starts it after that
#   postgres_stop           ends it and removes the directory; to be called in a trap, does nothing if it does not run
#
# The server listens on a socket in the directory, so no port is taken and nobody else gets in; with SDNC_TEST_TCP set, on
# that port of the loopback too. It must not run as root: then it is the user `postgres`, and it ends with this shell.
# fsync is off unless SDNC_FSYNC is on: the machine does not lose its power here.

postgres_programs=
postgres_directory=
postgres_server=

postgres_find() {
    for postgres_programs in "$(dirname "$(realpath "$(command -v pg_ctl || echo /none)")")" /usr/lib/postgresql/*/bin; do
        [ -x "$postgres_programs/initdb" ] && [ -x "$postgres_programs/postgres" ] && break
        postgres_programs=
    done
    if [ -z "$postgres_programs" ] || ! command -v psql >/dev/null 2>&1; then
        echo "no PostgreSQL server here: install postgresql"
        return 1
    fi
    if [ "$(id -u)" -eq 0 ] && { ! id postgres >/dev/null 2>&1 || ! command -v setpriv >/dev/null 2>&1; }; then
        echo "root cannot run PostgreSQL, and there is no user postgres or no setpriv"
        return 1
    fi
}

# Runs a program of the server as a user who is not root; exec, so that the process is the program.
postgres_exec() {
    program=$postgres_programs/$1
    shift
    cd "$postgres_directory" || exit 2
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid=postgres --regid=postgres --init-groups --pdeathsig INT -- "$program" "$@"
    fi
    exec "$program" "$@"
}

postgres_again() {
    (postgres_exec postgres -D "$postgres_directory/data" >>"$postgres_directory/log" 2>&1) &
    postgres_server=$!
    tries=0
    until psql -X -q -c 'SELECT' >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ $tries -gt 300 ] || ! kill -0 "$postgres_server" 2>/dev/null; then
            cat "$postgres_directory/log"
            return 1
        fi
        sleep 0.1
    done
}

postgres_start() {
    postgres_directory=$(mktemp -d /tmp/sdnc_postgres.XXXXXX) || return 1
    [ "$(id -u)" -ne 0 ] || chown postgres "$postgres_directory"
    (postgres_exec initdb -D "$postgres_directory/data" -U postgres -A trust -E UTF8 --locale=C --no-sync) \
        >"$postgres_directory/log" 2>&1 || { cat "$postgres_directory/log"; return 1; }
    cat >>"$postgres_directory/data/postgresql.conf" <<CONF
listen_addresses = '${SDNC_TEST_TCP:+127.0.0.1}'
port = ${SDNC_TEST_TCP:-5432}
unix_socket_directories = '$postgres_directory'
fsync = ${SDNC_FSYNC:-off}
max_connections = 60
shared_buffers = 16MB
CONF
    PGHOST=$postgres_directory PGPORT=${SDNC_TEST_TCP:-5432} PGUSER=postgres PGDATABASE=postgres
    export PGHOST PGPORT PGUSER PGDATABASE
    postgres_again
}

postgres_crash() {
    kill -QUIT "$postgres_server"
    wait "$postgres_server" 2>/dev/null
}

postgres_stop() {
    [ -z "$postgres_server" ] || { kill -INT "$postgres_server" 2>/dev/null; wait "$postgres_server" 2>/dev/null; }
    [ -z "$postgres_directory" ] || rm -rf "$postgres_directory"
    postgres_server= postgres_directory=
}
