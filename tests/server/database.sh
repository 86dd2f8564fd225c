# Sourced by tests that are run for each kind of database, after ddl.sh; they have $sdnc and the kind, sqlite or postgresql,
# in $kind.
#
#   database_start          makes a directory $work and goes there; a server too. Ends the test with 77 if there is none, or
#                           sdnc was built without it
#   uri NAME                the URI of a database, for sdnc
#   database NAME SCHEMA... makes one with the tables of the schemas, anew if it is there; without schemas an empty one
#   sql NAME SQL            runs statements in one connection; columns are parted by `|`, NULL is empty. What is said, too
#   keep NAME               notes what is in one; restore NAME [OTHER] makes it so again, or as OTHER was
#   dump NAME               all that is in one, as text, but for numbers that are never given again
#   until_waiting NAME      until a program of libsdn waits for the lock of another one; of PostgreSQL alone
#   hold NAME TABLE         another program locks the table; let_go ends that

database_start() {
    case $kind in
    sqlite)
        command -v sqlite3 >/dev/null || { echo "no sqlite3 here"; exit 77; }
        [ "$(sqlite3 :memory: "SELECT json_array(1) = '[1]'" 2>&1)" = 1 ] || { echo "this sqlite3 is too old"; exit 77; }
        ;;
    postgresql)
        . "$here/postgres.sh"
        postgres_find || exit 77
        ;;
    *)
        echo "usage: ... sqlite|postgresql ..."
        exit 2
        ;;
    esac
    "$sdnc" get "$(uri none)" x 2>&1 | grep -q 'this sdnc has no' && { echo "sdnc was built without $kind"; exit 77; }
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    cd "$work" || exit 2
    [ "$kind" = postgresql ] || return 0
    trap 'postgres_stop; rm -rf "$work"' EXIT
    trap 'exit 1' INT TERM
    postgres_start || exit 1
    export PSQLRC=/dev/null PGOPTIONS='-c client_min_messages=warning' PGCONNECT_TIMEOUT=10
}

uri() {
    [ "$kind" = sqlite ] && echo "sqlite:$1.db" || echo "postgresql:///$1"
}

sql() {
    if [ "$kind" = sqlite ]; then
        printf '%s\n' "$2" | sqlite3 -bail "$1.db" 2>&1
    else
        printf '%s\n' "$2" | psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$1" -f - 2>&1
    fi
}

database_gone() {
    [ "$kind" = sqlite ] && rm -f "$1.db" "$1.db"-* || psql -X -q -c "DROP DATABASE IF EXISTS \"$1\" WITH (FORCE)"
}

database() {
    database_gone "$1"
    database_name=$1
    shift
    [ "$kind" = sqlite ] || psql -X -q -c "CREATE DATABASE \"$database_name\""
    [ $# -eq 0 ] || sql "$database_name" "$("$sdnc" ddl -d "$kind" "$@")"
}

keep() {
    if [ "$kind" = sqlite ]; then
        cp "$1.db" "$work/kept.$1"
    else
        database_gone "kept_$1"
        psql -X -q -c "CREATE DATABASE \"kept_$1\" TEMPLATE \"$1\""
    fi
}

restore() {
    database_gone "$1"
    if [ "$kind" = sqlite ]; then
        cp "$work/kept.${2:-$1}" "$1.db"
    else
        psql -X -q -c "CREATE DATABASE \"$1\" TEMPLATE \"kept_${2:-$1}\""
    fi
}

dump() {
    if [ "$kind" = sqlite ]; then
        sqlite3 "$1.db" .dump 2>&1
    else
        pg_dump "$1" 2>&1 | grep -v -e '^--' -e '^.restrict ' -e '^.unrestrict ' -e '^SELECT pg_catalog.setval'
    fi
}

hold() {
    mkfifo "$work/go"
    if [ "$kind" = sqlite ]; then
        { printf 'BEGIN IMMEDIATE;\n'; cat "$work/go"; } | sqlite3 "$1.db" &
    else
        { printf "BEGIN; UPDATE sdn_meta SET version = version WHERE tbl = '%s';\n" "$2"; cat "$work/go"; } |
            psql -X -q -d "$1" &
    fi
    holder=$!
    exec 9>"$work/go"
    until is_held "$1" "$2"; do sleep 0.05; done
}
is_held() {
    if [ "$kind" = sqlite ]; then
        ! sqlite3 "$1.db" 'BEGIN IMMEDIATE; ROLLBACK' 2>/dev/null
    else
        ! sql "$1" "SELECT FROM sdn_meta WHERE tbl = '$2' FOR UPDATE NOWAIT" >/dev/null
    fi
}

until_waiting() {
    for _ in $(seq 200); do
        [ "$(sql "$1" "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'libsdn' AND
            (wait_event_type = 'Lock' OR wait_event = 'PgSleep')")" = t ] && return
        sleep 0.05
    done
    fail "nobody waits in $1"
}

let_go() {
    exec 9>&-
    wait "$holder"
    rm "$work/go"
}
