#!/bin/sh
# test_operating.sh SDNC DOCUMENT
#
# What docs/backends.md says about running databases: roles with the rights that it names can do what it says and no more;
# a backup that was made while the database is in use comes back with its versions, and goes on. Exit 77: there is neither
# SQLite nor PostgreSQL here, or sdnc was built without.
set -u
usage='usage: test_operating.sh SDNC DOCUMENT'
sdnc=$(realpath "${1:?$usage}")
document=$(realpath "${2:?$usage}")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/ddl.sh"
. "$here/postgres.sh"
work=$(mktemp -d)
trap 'postgres_stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work" || exit 2
tried=0
cat >todo.schema <<'END'
record Person in people {
    key name : string;
}
record Todo in todos {
    key id  : u32 = auto;
    title   : string nonempty;
    owner   : string? references Person on delete clear;
    blocked : [u32] references Todo on delete clear;
}
END

has() {
    "$sdnc" get "$1:none" x 2>said
    ! grep -q 'nothing is armed' said
}
verb() {
    name=$1 uri=$2
    shift 2
    "$sdnc" "$name" "$uri" --schema todo.schema "$@" 2>&1
}

as_writer() {
    psql -X -q -U writer -v ON_ERROR_STOP=1 -c "$1" 2>&1
}

# prints WHAT OUTPUT COMMAND...
prints() {
    what=$1 wanted=$2
    shift 2
    checks=$((checks + 1))
    said=$("$@") || fail "$what: failed"
    [ "$said" = "$wanted" ] || fail "$what: printed
$said
instead of
$wanted"
}

# goes_on URI COPY: the two are the same, and COPY takes edits.
goes_on() {
    "$sdnc" diff "$1" "$2" --schema todo.schema 2>&1 && verb set "$2" --table todos 1 title=copied &&
        verb add "$2" --table todos title=more && verb select "$2" --table todos --fields title
}
went_on='2
todos |title|
    copied
    more'

if command -v sqlite3 >/dev/null && has sqlite; then
    tried=1
    "$sdnc" ddl --dialect sqlite todo.schema | sqlite3 -bail todo.db
    verb add sqlite:todo.db --table todos title=one >said
    mkfifo go
    { echo "BEGIN; SELECT count(*) FROM todos;"; cat go; } | sqlite3 todo.db >reading & # somebody has it open
    succeeds "backup of SQLite" sqlite3 todo.db '.backup copy.db'
    sqlite3 todo.db .dump | sqlite3 -bail dumped.db
    echo 'COMMIT;' >go
    wait
    for copy in copy dumped; do
        prints "a $copy database goes on" "$went_on" goes_on sqlite:todo.db sqlite:$copy.db
    done
fi

if has postgresql && postgres_find; then
    tried=1
    postgres_start || exit 1
    "$sdnc" ddl --dialect postgresql todo.schema | psql -X -q -v ON_ERROR_STOP=1 >said 2>&1
    verb add postgresql:// --table todos title=one >said
    grants=$(sed -n 's/^    \(GRANT .*;\)$/\1/p' "$document")
    succeeds "the rights of the page" psql -X -q -v ON_ERROR_STOP=1 -c \
        "CREATE ROLE reader LOGIN; CREATE ROLE writer LOGIN; $grants"
    reader=postgresql://reader@/postgres writer=postgresql://writer@/postgres
    prints "a reader reads" "one" verb get "$reader" --table todos 1 title
    fails "a reader writes" "the role needs rights" verb set "$reader" --table todos 1 title=two
    succeeds "a writer adds" verb add "$writer" --table people name=ann
    succeeds "a writer changes" verb set "$writer" --table todos 1 owner=ann blocked=1
    succeeds "a writer deletes" verb rm "$writer" --table people ann
    fails "a writer cuts off the log" "permission denied" as_writer 'DELETE FROM sdn_log'
    psql -X -q -c 'CREATE DATABASE copy'
    pg_dump | psql -X -q -v ON_ERROR_STOP=1 copy >said 2>&1
    prints "a restored database goes on" "$went_on" goes_on postgresql:///postgres postgresql:///copy
fi

[ $tried = 1 ] || { echo "no database here, or sdnc was built without"; exit 77; }
finish
