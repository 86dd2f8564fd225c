#!/bin/sh
# test_ddl_live.sh SDNC KIND RANDOM_SCHEMAS [COUNT [SEED]]
#
# `sdnc ddl --check` and `--apply` on databases of a kind, sqlite or postgresql: no difference to what `sdnc ddl` itself makes,
# of any schema; each difference is told; what is missing is made, with the rows that are there; what needs a migration is
# refused, and then nothing is changed. Exit 77: there is no such database here, or sdnc was built without it.
set -u
usage='usage: test_ddl_live.sh SDNC sqlite|postgresql RANDOM_SCHEMAS [COUNT [SEED]]'
sdnc=$(realpath "${1:?$usage}")
kind=${2:?$usage}
random_schemas=$(realpath "${3:?$usage}")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/ddl.sh"
. "$here/database.sh"
database_start
changed=$(uri changed) todo=$(uri todo) both=$(uri both) none=$(uri none)

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
# place NAME: sets $where to the options for a new place of tables: a database; in PostgreSQL a namespace.
if [ "$kind" = sqlite ]; then
    place() {
        rm -f "$1.db"
        where=sqlite:$1.db
    }
    sql_there() {
        sql "$1" "$2"
    }
    objects="SELECT type, name FROM sqlite_schema ORDER BY 1, 2; SELECT * FROM sdn_meta ORDER BY 1"
else
    database live
    place() {
        sql live "DROP SCHEMA IF EXISTS \"$1\" CASCADE; CREATE SCHEMA \"$1\""
        where="postgres:///live --namespace $1"
    }
    sql_there() {
        sql live "SET search_path = $1; $2"
    }
    objects="SELECT relkind, relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
        AND relname NOT LIKE 'pg\_%' ORDER BY 1, 2;
        SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace ORDER BY 1;
        SELECT tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = tgrelid
        WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal ORDER BY 1;
        SELECT * FROM sdn_meta ORDER BY 1"
fi
made=0
mkdir random
"$random_schemas" random "${4:-20}" "${5:-1}"
for schema in "$here"/../golden/ok/*.schema "$here"/../golden/ddl/*.schema "$here"/../../schemas/*.schema random/*.schema; do
    "$sdnc" ddl -d "$kind" "$schema" $(imports_of "$schema") >made.sql 2>/dev/null || continue
    made=$((made + 1))
    place made
    [ "$kind" = sqlite ] || { echo "SET search_path = made;"; cat made.sql; } >there.sql
    [ "$kind" = sqlite ] && sqlite3 -bail made.db <made.sql || psql -X -q -v ON_ERROR_STOP=1 -d live -f there.sql ||
        fail "$schema: not made"
    ddl 0 '*' --check $where "$schema" $(imports_of "$schema")
    place applied
    ddl 0 '*' --apply $where "$schema" $(imports_of "$schema")
    ddl 0 '*' --check $where "$schema" $(imports_of "$schema")
    checks=$((checks + 1))
    sql_there made "$objects" >made
    sql_there applied "$objects" >applied
    cmp -s made applied || fail "$schema: --apply makes something else: $(diff made applied | head -n 20)"
done
[ "$made" -ge 20 ] || fail "only $made of the schemas were tried"
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
database todo todo.schema
sql todo "INSERT INTO people VALUES ('ann', NULL); INSERT INTO todos (id, title, owner) VALUES (1, 'a', 'ann'), (2, 'b', NULL)"
keep todo

# differs SQL DIFFERENCE [STATUS]: to a copy of the database that SQL changed; --apply returns STATUS, and makes the same of
# it as it was, or changes nothing.
differs() {
    restore changed todo
    sql changed "$1" || fail "$1"
    ddl 1 "$2" --check $changed todo.schema
    dump changed >before
    ddl "${3:-1}" '*' --apply $changed todo.schema
    checks=$((checks + 1))
    if [ "${3:-1}" -eq 0 ]; then
        ddl 0 '' --check $changed todo.schema
    else
        dump changed | cmp -s - before || fail "$1: --apply changes something"
    fi
}
if [ "$kind" = sqlite ]; then
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
else
differs 'ALTER TABLE people DROP CONSTRAINT "people unique mail"' \
    "table 'people' lacks CONSTRAINT \"people unique mail\" UNIQUE (mail) DEFERRABLE INITIALLY DEFERRED" 0
differs 'ALTER TABLE todos DROP CONSTRAINT "todos.percent range"' \
    "table 'todos' lacks CONSTRAINT \"todos.percent range\" CHECK (percent >= 0 AND percent <= 100)" 0
differs 'ALTER TABLE todos DROP CONSTRAINT "todos.owner references people"' \
    "table 'todos' lacks CONSTRAINT \"todos.owner references people\" FOREIGN KEY (owner) REFERENCES people(name) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED" 0
differs 'ALTER TABLE todos DROP CONSTRAINT "todos key"' "table 'todos' lacks CONSTRAINT \"todos key\" PRIMARY KEY (id)" 0
differs 'DROP INDEX "todos.friends elements"' "there is no index 'todos.friends elements'" 0
differs 'DROP TRIGGER "todos log insert" ON todos; DROP TRIGGER "people log delete" ON people; DROP FUNCTION "todos.friends referred" CASCADE' \
    "there is no function 'todos.friends referred'
there is no trigger 'people log delete'
there is no trigger 'todos.friends delete'
there is no trigger 'todos.friends rename'
there is no trigger 'todos log insert'" 0
differs 'DELETE FROM sdn_meta WHERE tbl = '"'todos'" "table 'todos' has no line in sdn_meta" 0
differs "UPDATE sdn_meta SET schema_hash = 'x' WHERE tbl = 'todos'" \
    "table 'todos' has the schema_hash x; that of the schema is *" 0
differs 'DROP TABLE sdn_log' "there is no table 'sdn_log'" 0
differs 'DROP TABLE sdn_log, sdn_meta; DROP FUNCTION sdn_lock CASCADE' "there is no table 'sdn_meta'
there is no table 'sdn_log'
there is no trigger 'people lock'*" 0
differs 'DROP TABLE todos' "there is no table 'todos'" 0
differs 'DROP TABLE todos, people' "there is no table 'people'
there is no table 'todos'" 0
differs 'CREATE OR REPLACE FUNCTION sdn_lock() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$' \
    "function 'sdn_lock' is not the one of the schema" 0
differs 'ALTER FUNCTION "todos log" RESET search_path' "function 'todos log' is not the one of the schema" 0
differs 'DROP FUNCTION sdn_prune_log' "there is no function 'sdn_prune_log'" 0
differs 'ALTER TABLE todos DISABLE TRIGGER "todos log insert"' "triggers of table 'todos' are disabled
    ALTER TABLE \"todos\" ENABLE TRIGGER USER;" 0
differs 'ALTER TABLE todos ENABLE REPLICA TRIGGER "todos log insert"; ALTER TABLE people DISABLE TRIGGER USER' \
    "triggers of table 'people' are disabled
    ALTER TABLE \"people\" ENABLE TRIGGER USER;
triggers of table 'todos' are disabled
    ALTER TABLE \"todos\" ENABLE TRIGGER USER;" 0
differs 'ALTER TABLE todos ENABLE ALWAYS TRIGGER "todos log insert"' \
    "trigger 'todos log insert' is not the one of the schema: CREATE TRIGGER * (always)"
differs 'DROP INDEX "todos.friends elements"; CREATE INDEX "todos.friends elements" ON todos (friends)' \
    "index 'todos.friends elements' is not the one of the schema: CREATE INDEX*"
differs 'ALTER TABLE todos ADD COLUMN note text NOT NULL DEFAULT 1; ALTER TABLE todos RENAME COLUMN percent TO part' \
    "table 'todos' lacks column 'percent': bigint NOT NULL DEFAULT 0
table 'todos' has a rule that the schema does not: CONSTRAINT \"todos.percent range\" CHECK (part*
    ALTER TABLE \"todos\" DROP CONSTRAINT \"todos.percent range\";"
differs 'ALTER TABLE todos ADD COLUMN other text NOT NULL DEFAULT 1; ALTER TABLE todos ALTER other DROP DEFAULT' \
    "table 'todos', column 'other', which the schema does not know, is text NOT NULL: it needs a default: ALTER TABLE *"
differs 'ALTER TABLE todos ALTER percent TYPE integer, ALTER percent DROP NOT NULL, ALTER percent SET DEFAULT 7' \
    "table 'todos', column 'percent' is integer DEFAULT 7; the schema wants bigint NOT NULL DEFAULT 0
    ALTER TABLE \"todos\" ALTER COLUMN \"percent\" TYPE bigint, ALTER COLUMN \"percent\" SET NOT NULL, ALTER COLUMN \"percent\" SET DEFAULT 0;"
differs 'ALTER TABLE todos ALTER title TYPE text COLLATE "default"' \
    "table 'todos', column 'title' is text NOT NULL; the schema wants text COLLATE \"C\" NOT NULL
    ALTER TABLE *TYPE text COLLATE \"C\";"
differs 'ALTER TABLE todos ADD CONSTRAINT mine CHECK (id > 0)' \
    "table 'todos' has a rule that the schema does not: CONSTRAINT \"mine\" CHECK (id > 0)
    ALTER TABLE \"todos\" DROP CONSTRAINT \"mine\";"
differs 'ALTER TABLE todos ADD COLUMN note bigint; ALTER TABLE todos ADD CONSTRAINT mine CHECK (note > percent)' \
    "table 'todos' has a rule that the schema does not: CONSTRAINT \"mine\" CHECK (note > percent)
    ALTER TABLE \"todos\" DROP CONSTRAINT \"mine\";"
differs 'ALTER TABLE todos ADD CONSTRAINT mine CHECK (1 > 0)' "*CONSTRAINT \"mine\" CHECK (1 > 0)*"
differs 'ALTER TABLE todos DISABLE TRIGGER USER' "triggers of table 'todos' are disabled
    ALTER TABLE \"todos\" ENABLE TRIGGER USER;" 0
fi

# How long the log is kept is compared, and changed, if it is asked for.
restore kept todo
kept=$(uri kept)
if [ "$kind" = sqlite ]; then
    has_30="CREATE TRIGGER *'-30 days'*" has_7="*'-7 days'*" has_none="there is no trigger 'sdn_log prune'"
    for_ever='DROP TRIGGER IF EXISTS "sdn_log prune";'
else
    has_30="see function 'sdn_prune_log'" has_none=$has_30 has_7="*interval '7 days'*"
    for_ever="CREATE OR REPLACE FUNCTION sdn_prune_log*kept for ever*"
fi
ddl 0 '' --check $kept --log-days 30 todo.schema
ddl 1 "sdn_log is not kept for as long as --log-days says: $has_30" --check $kept --log-days 7 todo.schema
ddl 0 "$has_7" --apply $kept --log-days 7 todo.schema
ddl 0 '' --check $kept --log-days 7 todo.schema
ddl 0 '' --check $kept todo.schema
ddl 0 '' --apply $kept todo.schema
ddl 0 '' --check $kept --log-days 7 todo.schema
ddl 0 "$for_ever" --apply $kept --log-days 0 todo.schema
ddl 0 '' --check $kept --log-days 0 todo.schema
ddl 0 '' --check $kept todo.schema
ddl 1 "sdn_log is not kept for as long as --log-days says: $has_none" --check $kept --log-days 30 todo.schema
ddl 2 '*--log-days*' --check $kept --log-days x todo.schema
ddl 2 '*--log-days*' --check $kept --log-days 365001 todo.schema

# No difference: what the schema does not know, and the layout of statements.
sql todo 'ALTER TABLE todos ADD COLUMN note TEXT; CREATE INDEX mine ON todos (note); CREATE TABLE others (a text, b text)'
ddl 0 '' --check $todo todo.schema

# Enabled are the triggers of the schema alone.
if [ "$kind" = postgresql ]; then
    restore changed todo
    sql changed 'CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER mine AFTER INSERT ON todos EXECUTE FUNCTION mine(); ALTER TABLE todos DISABLE TRIGGER USER'
    ddl 0 'ALTER TABLE "todos" ENABLE TRIGGER "todos*;' --apply $changed todo.schema
    checks=$((checks + 1))
    said=$(sql changed "SELECT tgname FROM pg_trigger WHERE tgenabled = 'D'")
    [ "$said" = mine ] || fail "a trigger of somebody else: enabled, or those of the schema are not: $said"
fi

# A database of a newer schema: of the columns that an older one does not know, it minds no rule, reference or index.
sed 's/friends :/extra : u32 = 0 range 1..9; date : date?; boss : string? references Person on delete clear; code : string? unique; words : [string]; friends :/; s/^    mail/    nick : string? unique; mail/' \
    todo.schema | sed 's/ = 0 range 1/ = 1 range 1/' >added.schema
database added added.schema
ddl 1 "table 'people' has the schema_hash *; that of the schema is *
table 'todos' has the schema_hash *; that of the schema is *" --check $(uri added) todo.schema
ddl 0 'INSERT INTO sdn_meta*' --apply $(uri added) todo.schema
ddl 0 '' --check $(uri added) todo.schema
has_rule() { # STATUS RULE: of a table with a column `note`, which the schema does not know
    rm -f mine.db
    "$sdnc" ddl -d sqlite todo.schema | awk -v rule="$2" '/^    CONSTRAINT "todos key"/ { print "\"note\" INTEGER,\nCONSTRAINT \"mine\" " rule "," } 1' |
        sqlite3 -bail mine.db || fail "$2"
    [ "$1" -eq 0 ] && output='' || output="table 'todos' has a rule that the schema does not: CONSTRAINT \"mine\" *"
    ddl "$1" "$output" --check sqlite:mine.db todo.schema
}
if [ "$kind" = sqlite ]; then
    has_rule 0 'CHECK ("note" > 0)'
    has_rule 0 "CHECK (abs(note) > 0 AND NOTE <> 'percent')"
    has_rule 0 'FOREIGN KEY (note) REFERENCES people ("name")'
    has_rule 1 'CHECK (note > percent)'
    has_rule 1 'CHECK ("note" > 0 AND "percent" > 0)'
    has_rule 1 'FOREIGN KEY (note, "title") REFERENCES people (name, mail)'
    has_rule 1 'CHECK (1 > 0)'
fi

# --- a schema that grows ---
[ "$kind" = sqlite ] && date=TEXT number=INTEGER || date=date number=bigint
sed 's/percent :/due : date?; size : u32 = 5 range 1..9; tags : [string]; boss : string? references Person on delete clear; percent :/; s/^record Todo/record Place in places { key id : u32; }\n&/' \
    todo.schema >newer.schema
ddl 1 "there is no table 'places'
table 'todos' lacks column 'due': $date
table 'todos' lacks column 'size': $number NOT NULL DEFAULT 5
*" --check $todo newer.schema
ddl 0 "CREATE TABLE \"places\"*ALTER TABLE \"todos\" ADD COLUMN \"due\" $date*" --apply $todo newer.schema
ddl 0 '' --check $todo newer.schema
ddl 0 '' --apply $todo newer.schema
checks=$((checks + 1))
said=$("$sdnc" set $todo --schema newer.schema --table todos 1 due=2026-01-31 tags+=x boss=ann &&
    "$sdnc" select $todo --schema newer.schema --table todos --fields id,title,size,due,tags,boss -f csv)
[ "$said" = 'id,title,size,due,tags,boss
1,a,5,2026-01-31,x,ann
2,b,5,,,' ] || fail "a column that was added: $said"
checks=$((checks + 1))
said=$(sql todo 'UPDATE todos SET size = 10')
case $said in *'todos.size range'*) ;; *) fail "a column that was added has no rule: $said" ;; esac
checks=$((checks + 1))
[ "$kind" = sqlite ] && on='PRAGMA foreign_keys = ON;' || on=
said=$(sql todo "$on UPDATE todos SET boss = 'eve'")
case $said in *'FOREIGN KEY'* | *'todos.boss references people'*) ;; *) fail "a column that was added has no reference: $said" ;; esac

# --- migrations ---
[ "$kind" = sqlite ] && next_step="; copy the rows to a new one: 'A schema that changes' in docs/databases.md" || next_step=
migrates() { # SED_SCRIPT DIFFERENCE
    sed "$1" newer.schema >migrated.schema
    dump todo >before
    ddl 1 "$2
sdnc: $todo: this needs a migration; nothing changed$next_step" --apply $todo migrated.schema
    dump todo | cmp -s - before || fail "$1: something changed"
}
migrates 's/due : date/when : date/; s/?; size/? was "due"; size/' \
    "table 'todos', column 'due' is called 'when' now
    ALTER TABLE \"todos\" RENAME COLUMN \"due\" TO \"when\";*"
migrates 's/due : date?;/& must : u32;/' "table 'todos' lacks column 'must': $number NOT NULL"
if [ "$kind" = sqlite ]; then
    migrates 's/due : date?;/& chief : string references Person;/' "table 'todos' lacks column 'chief': TEXT NOT NULL DEFAULT ''"
else
    sed 's/due : date?;/& chief : string references Person;/' newer.schema >chief.schema
    ddl 2 '*violates foreign key constraint "todos.chief references people"*' --apply $todo chief.schema
    ddl 0 '' --check $todo newer.schema
fi
if [ "$kind" = sqlite ]; then
    # SQLite cannot alter a default, and what writes all columns does not see it.
    sed 's/percent : u32 = 0/percent : u32 = 7/' newer.schema >default.schema
    remark="note: table 'todos', column 'percent' is INTEGER NOT NULL DEFAULT 0; the schema wants INTEGER NOT NULL DEFAULT 7: only INSERTs that leave it out see the default"
    ddl 0 "$remark" --check $todo default.schema
    ddl 0 "$remark" --apply $todo default.schema
else
    migrates 's/percent : u32 = 0/percent : u32 = 7/' "table 'todos', column 'percent' is bigint NOT NULL DEFAULT 0; the schema wants bigint NOT NULL DEFAULT 7
    ALTER TABLE \"todos\" ALTER COLUMN \"percent\" SET DEFAULT 7;"
fi
migrates 's/0\.\.100/0..10/' "table 'todos' lacks CONSTRAINT \"todos.percent range\"*"
migrates 's/due : date/due : u32/' "table 'todos', column 'due' is $date; the schema wants $number*"
sed 's/mail     : string? unique;/& size : u32 = 5; unique index by size;/' newer.schema >unique.schema
sql todo "INSERT INTO people (name) VALUES ('bob')"
dump todo >before
[ "$kind" = sqlite ] && said='UNIQUE constraint failed' || said='could not create unique index "people unique size"'
ddl 2 "*$said*" --apply $todo unique.schema
dump todo | cmp -s - before || fail "an index that cannot be made: something changed"

# --- wrong words, no database, a lock ---
ddl 2 "*the value of --check is no URI of a database*" --check todo.db todo.schema
ddl 2 "*the value of --apply is no URI of a database*" --apply "host=x password=secret" todo.schema
case $said in *secret*) fail "what is no URI is shown, with its password" ;; esac
ddl 2 "*the value of --apply is no URI of a database*" --apply POSTGRESQL://me:secret@host/todo todo.schema
case $said in *secret*) fail "a scheme that is not lower-case is shown, with its password" ;; esac
ddl 2 '*exclude*' --check $todo --apply $todo todo.schema
ddl 2 '*exclude*' --check $todo --dialect sqlite todo.schema
printf 'record' >half.schema
ddl 1 '*error:*' --check $todo half.schema
if [ "$kind" = sqlite ]; then
    ddl 2 '*--apply makes one*' --check sqlite:none.db todo.schema
    [ ! -e none.db ] || fail "--check makes a database"
    ddl 2 'sdnc: sqlite:nodir/x.db: the directory of the database does not exist; make it first' --apply sqlite:nodir/x.db todo.schema
    mkdir directory
    ddl 2 'sdnc: sqlite:directory: the database can be neither opened nor made; *' --apply sqlite:directory todo.schema
    ddl 2 '*file is not a database*' --check sqlite:todo.schema todo.schema
    ddl 2 '*--namespace is for PostgreSQL*' --check $todo --namespace x todo.schema
else
    ddl 2 'sdnc: postgresql:///none: cannot connect: *database "none" does not exist*' --check $none todo.schema
    psql -X -q -c "CREATE DATABASE latin TEMPLATE template0 ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C'"
    latin='sdnc: postgresql:///latin: the encoding of the database is LATIN1, but must be UTF8; make it with: createdb *'
    ddl 2 "$latin" --check postgresql:///latin todo.schema
    ddl 2 "$latin" --apply postgresql:///latin todo.schema
    psql -X -q -c "DROP DATABASE latin"
    ddl 2 'sdnc: postgresql://me@/todo?host=/nowhere: cannot connect: *' --apply 'postgresql://me:secret@/todo?host=/nowhere' todo.schema
    ddl 2 "sdnc: $todo: there is no schema 'x'; make it: CREATE SCHEMA \"x\"" --check $todo --namespace x todo.schema
    ddl 2 "sdnc: $todo?options=-csearch_path%3Dx: the search path of this role has no schema; give one with --namespace" \
        --apply "$todo?options=-csearch_path%3Dx" todo.schema
    printf 'import "newer.schema"; record Visit in visits { who : string? references Person; }' >visit.schema
    ddl 2 "sdnc: $todo: a table refers to one of another schema; give that schema too" --check $todo visit.schema
    ddl 1 "there is no table 'visits'" --check $todo visit.schema newer.schema
fi
sql todo 'DROP INDEX IF EXISTS "todos.friends elements"; '"DELETE FROM sdn_meta WHERE tbl = 'todos'"
hold todo people
ddl 1 "*table 'todos' has no line in sdn_meta" --check $todo newer.schema
sed 's/mail     : string?/nick : string?; &/' newer.schema >newest.schema
ddl 3 "*try again*" --apply $todo --lock-timeout 0 newest.schema
{ sleep 1; printf 'COMMIT;\n' >&9; } &
releaser=$!
ddl 0 '*' --apply $todo newest.schema # waits
wait $releaser
let_go
ddl 0 '' --check $todo newest.schema

# Several at once: each table is made once.
[ "$kind" = sqlite ] || database both
writers=
for who in 1 2 3; do
    { "$sdnc" ddl --apply $both todo.schema >out.$who 2>&1 || echo "fails" >>out.$who; } &
    writers="$writers $!"
done
wait $writers
checks=$((checks + 1))
[ "$(cat out.* | grep -c 'CREATE TABLE "todos"')" -eq 1 ] && ! grep -q fails out.* || fail "several at once: $(cat out.*)"
ddl 0 '' --check $both todo.schema
[ "$kind" = postgresql ] || finish

# --- who may ---
sql todo "CREATE ROLE reader LOGIN; GRANT SELECT ON sdn_meta TO reader; CREATE ROLE nobody LOGIN"
ddl 0 '' --check postgresql://reader@/todo newest.schema
ddl 2 'sdnc: postgresql://nobody@/todo: permission denied for table sdn_meta (PostgreSQL); the role needs rights*' \
    --check postgresql://nobody@/todo newest.schema
sql todo 'DROP TRIGGER "people lock" ON people'
ddl 1 "there is no trigger 'people lock'" --check postgresql://reader@/todo newest.schema
ddl 2 'sdnc: postgresql://reader@/todo: permission denied for *' --apply postgresql://reader@/todo newest.schema
sql todo 'REVOKE TEMPORARY ON DATABASE todo FROM PUBLIC'
ddl 2 'sdnc: postgresql://reader@/todo: permission denied to create temporary tables in database "todo" (PostgreSQL); the role needs rights*' \
    --check postgresql://reader@/todo newest.schema

# A server that goes away: nothing is made.
sql todo "DROP TRIGGER \"todos lock\" ON todos; UPDATE sdn_meta SET schema_hash = 'x' WHERE tbl = 'people'"
dump todo >before
hold todo people
"$sdnc" ddl --apply $todo newest.schema >out 2>&1 &
writer=$!
until_waiting todo
postgres_crash
wait $writer
[ $? -eq 2 ] || fail "a server that goes away: not 2: $(cat out)"
let_go 2>/dev/null
postgres_again || exit 2
dump todo | cmp -s - before || fail "a server that goes away: something changed"

finish
