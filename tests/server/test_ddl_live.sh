#!/bin/sh
# test_ddl_live.sh SDNC RANDOM_SCHEMAS [COUNT [SEED]]
#
# `sdnc ddl --check` and `--apply` on SQLite databases: no difference to what `sdnc ddl` itself makes, of any schema; each
# difference is told; what is missing is made, with the rows that are there; what needs a migration is refused, and then
# nothing is changed. Exit 77: there is no sqlite3 here, or sdnc was built without SQLite.
set -u
sdnc=$(realpath "${1:?usage: test_ddl_live.sh SDNC RANDOM_SCHEMAS [COUNT [SEED]]}")
random_schemas=$(realpath "${2:?usage: test_ddl_live.sh SDNC RANDOM_SCHEMAS [COUNT [SEED]]}")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/ddl.sh"
command -v sqlite3 >/dev/null || { echo "no sqlite3 here"; exit 77; }
[ "$(sqlite3 :memory: "SELECT json_array(1) = '[1]'" 2>&1)" = 1 ] || { echo "this sqlite3 is too old"; exit 77; }
"$sdnc" get sqlite:none x 2>&1 | grep -q 'nothing is armed' && { echo "sdnc was built without SQLite"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

# ddl STATUS OUTPUT ARGUMENTS: both outputs of `sdnc ddl`; the last line of OUTPUT may end with `*`.
ddl() {
    wanted=$1 output=$2
    shift 2
    checks=$((checks + 1))
    said=$("$sdnc" ddl "$@" 2>&1)
    status=$?
    [ $status -eq "$wanted" ] || fail "ddl $*: exit status $status, not $wanted: $said"
    case $said in
    $output) ;;
    *) fail "ddl $*: said
$said
instead of
$output" ;;
    esac
}

# --- what is made is what is wanted ---
for schema in "$here"/../golden/ok/*.schema "$here"/../golden/ddl/*.schema "$here"/../../schemas/*.schema; do
    "$sdnc" ddl -d sqlite "$schema" $(imports_of "$schema") >made.sql 2>/dev/null || continue
    rm -f made.db applied.db
    sqlite3 -bail made.db <made.sql || fail "$schema: not made"
    ddl 0 '*' --check sqlite:made.db "$schema" $(imports_of "$schema")
    ddl 0 '*' --apply sqlite:applied.db "$schema" $(imports_of "$schema")
    ddl 0 '*' --check sqlite:applied.db "$schema" $(imports_of "$schema")
    checks=$((checks + 1))
    for database in made applied; do
        sqlite3 $database.db 'SELECT type, name FROM sqlite_schema ORDER BY 1, 2; SELECT * FROM sdn_meta ORDER BY 1' >$database
    done
    cmp -s made applied || fail "$schema: --apply makes something else: $(diff made applied | head -n 20)"
done
mkdir random
"$random_schemas" random "${3:-20}" "${4:-1}"
for schema in random/*.schema; do
    "$sdnc" ddl -d sqlite "$schema" >made.sql 2>/dev/null || continue
    rm -f made.db
    sqlite3 -bail made.db <made.sql
    ddl 0 '*' --check sqlite:made.db "$schema"
done
rm -f ./*.db

# --- differences ---
cat >todo.schema <<'END_OF_FILE'
record Person in people {
    key name : string;
    mail     : string? unique;
}
record Todo in todos {
    key id  : u32 = auto;
    title   : string nonempty;
    owner   : string? references Person on delete clear;
    percent : u32 = 0 range 0..100;
    friends : [string] references Person;
}
END_OF_FILE
"$sdnc" ddl -d sqlite todo.schema | sqlite3 -bail todo.db
sqlite3 todo.db "INSERT INTO people VALUES ('ann', NULL); INSERT INTO todos (title, owner) VALUES ('a', 'ann'), ('b', NULL)"

# differs SQL DIFFERENCE [STATUS]: to a copy of the database that SQL changed; --apply returns STATUS, and makes the same of
# it as it was, or changes nothing.
differs() {
    rm -f changed.db
    cp todo.db changed.db
    sqlite3 -bail changed.db "$1" || fail "$1"
    ddl 1 "$2" --check sqlite:changed.db todo.schema
    sqlite3 changed.db .dump >before
    ddl "${3:-1}" '*' --apply sqlite:changed.db todo.schema
    checks=$((checks + 1))
    if [ "${3:-1}" -eq 0 ]; then
        ddl 0 '' --check sqlite:changed.db todo.schema
    else
        sqlite3 changed.db .dump | cmp -s - before || fail "$1: --apply changes something"
    fi
}
differs 'DROP INDEX "people unique mail"' "there is no index 'people unique mail'" 0
differs 'DROP TRIGGER "todos log insert"; DROP TRIGGER "people log delete"' \
    "there is no trigger 'people log delete'
there is no trigger 'todos log insert'" 0
differs 'DELETE FROM sdn_meta WHERE tbl = '"'todos'" "table 'todos' has no line in sdn_meta" 0
differs "UPDATE sdn_meta SET schema_hash = 'x' WHERE tbl = 'todos'" \
    "table 'todos' has the schema_hash x; that of the schema is *" 0
differs 'DROP TABLE sdn_log' "there is no table 'sdn_log'" 0
differs 'DROP TABLE todos; DROP TABLE "todos.friends"' "there is no table 'todos'
there is no table 'todos.friends'" 0
differs 'DROP TABLE "todos.friends"' "there is no table 'todos.friends'"
differs 'DROP INDEX "people unique mail"; CREATE INDEX "people unique mail" ON people (mail)' \
    "index 'people unique mail' is not the one of the schema: CREATE INDEX*"
differs 'ALTER TABLE todos ADD COLUMN note TEXT NOT NULL DEFAULT 1; ALTER TABLE todos RENAME COLUMN percent TO part' \
    "table 'todos' lacks column 'percent': INTEGER NOT NULL DEFAULT 0
table 'todos' has a rule that the schema does not: *" 1
differs 'CREATE TABLE other (a, b); INSERT INTO other VALUES (1, 2); DROP TABLE people; CREATE TABLE people (name TEXT PRIMARY KEY, mail)' \
    "table 'people', column 'name' is TEXT, number 1 of the primary key; the schema wants TEXT NOT NULL, number 1 of the primary key
table 'people', column 'mail' is ; the schema wants TEXT
table 'people' lacks CONSTRAINT*table 'people' is not STRICT; the schema wants STRICT, WITHOUT ROWID*"
rm -f changed.db

# How long the log is kept is compared, and changed, if it is asked for.
cp todo.db kept.db
ddl 0 '' --check sqlite:kept.db --log-days 30 todo.schema
ddl 1 "sdn_log is not kept for as long as --log-days says: CREATE TRIGGER *'-30 days'*" --check sqlite:kept.db --log-days 7 todo.schema
ddl 0 "*'-7 days'*" --apply sqlite:kept.db --log-days 7 todo.schema
ddl 0 '' --check sqlite:kept.db --log-days 7 todo.schema
ddl 0 '' --check sqlite:kept.db todo.schema
ddl 0 '' --apply sqlite:kept.db todo.schema
ddl 0 '' --check sqlite:kept.db --log-days 7 todo.schema
ddl 0 'DROP TRIGGER IF EXISTS "sdn_log prune";' --apply sqlite:kept.db --log-days 0 todo.schema
ddl 0 '' --check sqlite:kept.db --log-days 0 todo.schema
ddl 0 '' --check sqlite:kept.db todo.schema
ddl 1 "sdn_log is not kept for as long as --log-days says: there is no trigger 'sdn_log prune'" --check sqlite:kept.db --log-days 30 todo.schema
ddl 2 '*--log-days*' --check sqlite:kept.db --log-days x todo.schema
ddl 2 '*--log-days*' --check sqlite:kept.db --log-days 365001 todo.schema

# No difference: what the schema does not know, and the layout of statements.
sqlite3 todo.db 'ALTER TABLE todos ADD COLUMN note TEXT; CREATE INDEX mine ON todos (note); CREATE TABLE others (a, b)'
ddl 0 '' --check sqlite:todo.db todo.schema

# --- a schema that grows ---
sed 's/percent :/due : date?; size : u32 = 5 range 1..9; tags : [string]; percent :/; s/^record Todo/record Place in places { key id : u32; }\n&/' \
    todo.schema >newer.schema
ddl 1 "there is no table 'places'
table 'todos' lacks column 'due': TEXT*" --check sqlite:todo.db newer.schema
ddl 0 'CREATE TABLE "places"*ALTER TABLE "todos" ADD COLUMN "due" TEXT*' --apply sqlite:todo.db newer.schema
ddl 0 '' --check sqlite:todo.db newer.schema
ddl 0 '' --apply sqlite:todo.db newer.schema
checks=$((checks + 1))
said=$("$sdnc" set sqlite:todo.db --schema newer.schema --table todos 1 due=2026-01-31 tags+=x &&
    "$sdnc" select sqlite:todo.db --schema newer.schema --table todos --fields id,title,size,due,tags -f csv)
[ "$said" = 'id,title,size,due,tags
1,a,5,2026-01-31,x
2,b,5,,' ] || fail "a column that was added: $said"
checks=$((checks + 1))
said=$(sqlite3 todo.db 'UPDATE todos SET size = 10' 2>&1)
case $said in *'todos.size range'*) ;; *) fail "a column that was added has no rule: $said" ;; esac

# --- migrations ---
migrates() { # SED_SCRIPT DIFFERENCE
    sed "$1" newer.schema >migrated.schema
    sqlite3 todo.db .dump >before
    ddl 1 "$2
sdnc: sqlite:todo.db: this needs a migration; nothing changed" --apply sqlite:todo.db migrated.schema
    sqlite3 todo.db .dump | cmp -s - before || fail "$1: something changed"
}
migrates 's/due : date/when : date/; s/?; size/? was "due"; size/' \
    "table 'todos', column 'due' is called 'when' now: ALTER TABLE \"todos\" RENAME COLUMN \"due\" TO \"when\"*"
migrates 's/due : date?;/& must : u32;/' "table 'todos' lacks column 'must': INTEGER NOT NULL"
migrates 's/due : date?;/& boss : string? references Person;/' "table 'todos' lacks column 'boss': TEXT"
migrates 's/0\.\.100/0..10/' "table 'todos' lacks CONSTRAINT \"todos.percent range\"*"
migrates 's/due : date/due : u32/' "table 'todos', column 'due' is TEXT; the schema wants INTEGER*"
sed 's/mail     : string? unique/mail : string?; unique index by size; size : u32 = 5/; s/record Person/&/' newer.schema >unique.schema
sqlite3 todo.db "INSERT INTO people (name) VALUES ('bob')"
sqlite3 todo.db .dump >before
ddl 2 '*UNIQUE constraint failed*' --apply sqlite:todo.db unique.schema
sqlite3 todo.db .dump | cmp -s - before || fail "an index that cannot be made: something changed"

# --- wrong words, no database, a lock ---
ddl 2 '*--apply makes one*' --check sqlite:none.db todo.schema
[ ! -e none.db ] || fail "--check makes a database"
ddl 2 '*file is not a database*' --check sqlite:todo.schema todo.schema
ddl 2 "*is no URI of a database*" --check todo.db todo.schema
ddl 2 "*is no URI of a database*" --apply postgresql://host/todo todo.schema
ddl 2 '*exclude*' --check sqlite:todo.db --apply sqlite:todo.db todo.schema
ddl 2 '*exclude*' --check sqlite:todo.db --dialect sqlite todo.schema
ddl 1 '*error:*' --check sqlite:todo.db - <todo.db
mkfifo go
{ printf 'BEGIN IMMEDIATE;\n'; cat go; } | sqlite3 todo.db &
locker=$!
exec 9>go
while sqlite3 todo.db 'BEGIN IMMEDIATE; ROLLBACK' 2>/dev/null; do sleep 0.05; done
ddl 0 '' --check sqlite:todo.db newer.schema
{ sleep 1; printf 'COMMIT;\n' >&9; } &
ddl 0 '' --apply sqlite:todo.db newer.schema # waits
exec 9>&-
wait

# Two at once: each table is made once.
rm -f both.db
for who in 1 2 3; do
    "$sdnc" ddl --apply sqlite:both.db todo.schema >out.$who 2>&1 || echo "fails" >>out.$who &
done
wait
checks=$((checks + 1))
[ "$(cat out.* | grep -c 'CREATE TABLE "todos"')" -eq 1 ] && ! grep -q fails out.* || fail "several at once: $(cat out.*)"
ddl 0 '' --check sqlite:both.db todo.schema

finish
