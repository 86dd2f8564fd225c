#!/bin/sh
# test_databases.sh SDNC
#
# The verbs of sdnc on SQLite databases: what they print and return, and what is in the database then. Exit 77: there is no
# sqlite3 here, or sdnc was built without SQLite.
set -u
sdnc=$(realpath "${1:?usage: test_databases.sh SDNC}")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/ddl.sh"
command -v sqlite3 >/dev/null || { echo "no sqlite3 here"; exit 77; }
[ "$(sqlite3 :memory: "SELECT json_array(1) = '[1]'" 2>&1)" = 1 ] || { echo "this sqlite3 is too old"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
"$sdnc" get sqlite:none x 2>said
grep -q 'nothing is armed' said && { echo "sdnc was built without SQLite"; exit 77; }

mkdir fresh here bare
cat >fresh/todo.schema <<'END_OF_FILE'
enum Status { open, claimed, done }

record Person in people {
    key name : string;
    mail     : string? unique;
}

record Todo in todos {
    key id  : u32 = auto;
    title   : string nonempty;
    status  : Status = open;
    owner   : string? references Person on delete clear;
    guard   : string? references Person on delete refuse;
    percent : u32 = 0 range 0..100;
    tags    : [string];
}

record Remark in remarks {
    text   : string;
    number : i32 = 0;
    who    : string? references Person on delete clear;
}
END_OF_FILE
(
    cd fresh || exit
    "$sdnc" ddl -d sqlite todo.schema | sqlite3 -bail todo.db
    sqlite3 todo.db "INSERT INTO people VALUES ('ann', 'a@x'), ('bob', NULL);
        INSERT INTO todos (id, title, owner, tags) VALUES (1, 'scan', 'ann', '[\"a\",\"b c\"]'), (4, 'parse', NULL, '[]');
        INSERT INTO todos (id, title, guard) VALUES (5, 'emit', 'bob');
        INSERT INTO remarks (text, who) VALUES ('good', NULL), ('good', 'ann')"
) || exit 2

cp fresh/todo.db bare

# What a case runs on: a fresh copy.
fresh() {
    rm -rf here
    cp -R fresh here
    cd here || exit 2
}
rows() {
    sqlite3 todo.db 'SELECT * FROM people; SELECT * FROM todos; SELECT text, number, who FROM remarks'
}

# does WHAT STATUS OUTPUT CHANGES -- SDNC_ARGUMENTS: runs on a fresh copy; OUTPUT is of both outputs, of which the last line may
# end with `*`; CHANGES is what diff says of the rows, without its line numbers.
does() {
    what=$1 wanted=$2 output=$3 changes=$4
    shift 5
    checks=$((checks + 1))
    fresh
    rows >../before
    said=$("$sdnc" "$@" 2>&1 </dev/null)
    status=$?
    rows >../after
    cd ..
    changed=$(diff before after | grep '^[<>]')
    [ "$status" -eq "$wanted" ] || fail "$what: exit status $status, not $wanted: $said"
    case $said in
    $output) ;;
    *) fail "$what: said
$said
instead of
$output" ;;
    esac
    [ "$changed" = "$changes" ] || fail "$what: changed
$changed
instead of
$changes"
}

# --- look ---
does "select" 0 'todos |id, title, owner|
    1, scan, ann
    4, parse, ""
    5, emit, ""' '' -- select sqlite:todo.db --table todos --fields id,title,owner
does "select of what matches" 0 'id,tags
1,"a,b c"' '' -- select sqlite:todo.db --table todos --where 'owner = ann' --fields id,tags -f csv
does "a table without key" 0 'remarks |text, number, who|
    good, 0, ""
    good, 0, ann' '' -- select sqlite:todo.db --schema todo.schema:Remark
does "get" 0 'a@x' '' -- get sqlite:todo.db --table people ann mail
does "get of none" 1 "sdnc: sqlite:todo.db: no record 'anna' in table 'people'; did you mean 'ann'?" '' \
    -- get sqlite:todo.db --table people anna
does "no table is named" 2 "sdnc: sqlite:todo.db: it has several tables, 'people', 'todos', 'remarks'; choose one with --table" \
    '' -- select sqlite:todo.db
does "a wrong table" 2 "sdnc: sqlite:todo.db: there is no table 'todo'; did you mean 'todos'?" '' \
    -- select sqlite:todo.db --table todo
does "an absolute path" 0 'a@x' '' -- get "sqlite:$work/here/todo.db" --table people ann mail
does "diff of the same" 0 '' '' -- diff sqlite:todo.db sqlite:todo.db

# --- change ---
does "set" 0 '' '< 1|scan|open|ann||0|["a","b c"]
> 1|scan|open|||20|["a","b c","new"]' -- set sqlite:todo.db --table todos 1 owner= percent=20 tags+=new
does "set of many" 0 '*' '< 1|scan|open|ann||0|["a","b c"]
< 4|parse|open|||0|[]
< 5|emit|open||bob|0|[]
> 1|scan|done|ann||0|["a","b c"]
> 4|parse|done|||0|[]
> 5|emit|done||bob|0|[]' -- set sqlite:todo.db --table todos --where 'status = open' status=done
does "a rule" 1 "*against its rule range 0..100*; nothing changed" '' -- set sqlite:todo.db --table todos 1 percent=101
does "a reference to nobody" 1 "*; nothing changed" '' -- set sqlite:todo.db --table todos 1 owner=eve
does "add" 0 6 '> 6|new|open|||0|[]' -- add sqlite:todo.db --table todos title=new
does "a key that is taken" 1 "*nothing changed" '' -- add sqlite:todo.db --table people name=ann
does "a unique value that is taken" 1 "*nothing changed" '' -- add sqlite:todo.db --table people name=eve mail=a@x
does "rm that clears" 0 '' '< ann|a@x
< 1|scan|open|ann||0|["a","b c"]
> 1|scan|open|||0|["a","b c"]
< good|0|ann
> good|0|' -- rm sqlite:todo.db --table people ann
does "rm that is refused" 1 "*nothing changed" '' -- rm sqlite:todo.db --table people bob
does "rm of rows without key" 0 '' '< good|0|
< good|0|ann' -- rm sqlite:todo.db --table remarks --where 'text = good'
printf '%s\n' '{"$table": "todos", "id": 4, "$delete": true}' '{"$table": "people", "name": "cid"}' >fresh/ops.jsonl
printf 'text,number\nbad,7\n' >fresh/new.csv
does "apply" 0 '0 changed, 1 added, 1 deleted' '> cid|
< 4|parse|open|||0|[]' -- apply sqlite:todo.db ops.jsonl
does "apply, a rehearsal" 0 '0 changed, 1 added, 1 deleted' '' -- apply sqlite:todo.db ops.jsonl --dry-run
does "import" 0 '1 added, 0 changed' '> bad|7|' -- import sqlite:todo.db --table remarks new.csv

# --- wrong words, and commands for files ---
does "no such database" 2 '*the database cannot be opened; make it with*' '' -- select sqlite:none.db --table todos
does "no schema" 2 '*no schema says which tables it has*' '' -- select sqlite:../bare/todo.db
does "not a database" 2 '*file is not a database*' '' -- select sqlite:todo.schema --table todos
does "a scheme without its library" 2 "*nothing is armed for 'postgresql:'*" '' -- select postgresql://host/todo
does "a revision" 2 '*no revisions of git' '' -- select --rev HEAD sqlite:todo.db --table todos
for verb in check textconv "log --table todos" "blame --table todos"; do
    does "$verb" 2 '*' '' -- $verb sqlite:todo.db 1
done
does "check says what to do" 2 '*is for files; make one of the database with: sdnc copy DATABASE FILE*' '' \
    -- check sqlite:todo.db

# --- a database that is not as the schema wants it ---
sed 's/percent : u32/due : date?; percent : u32/' fresh/todo.schema >fresh/newer.schema
does "a missing column" 2 "*table 'todos' lacks column 'due'; add it: ALTER TABLE*" '' \
    -- add sqlite:todo.db --schema newer.schema --table todos title=x
sed 's/in remarks/in notes/' fresh/todo.schema >fresh/other.schema
does "a missing table" 2 "*there is no table 'notes'; make it with: sdnc ddl*" '' \
    -- select sqlite:todo.db --schema other.schema --table todos

# --- others at work ---
checks=$((checks + 1))
fresh
mkfifo go
{ printf 'BEGIN IMMEDIATE;\n'; cat go; } | sqlite3 todo.db &
locker=$!
exec 9>go
while sqlite3 todo.db 'BEGIN IMMEDIATE; ROLLBACK' 2>/dev/null; do sleep 0.05; done
said=$("$sdnc" set sqlite:todo.db --table todos 1 status=done --lock-timeout 0 2>&1)
[ $? -eq 3 ] || fail "a locked database: not 3: $said"
case $said in
*'try again'*) ;;
*) fail "a locked database: said $said" ;;
esac
"$sdnc" select sqlite:todo.db --table todos >/dev/null || fail "a locked database cannot be read"
exec 9>&-
wait $locker
cd ..

checks=$((checks + 1))
fresh
for who in 1 2 3 4; do
    for round in 1 2 3 4 5 6 7 8; do
        "$sdnc" add sqlite:todo.db --table todos title="$who.$round" --lock-timeout 60 >>"$who.keys" || echo failed >>"$who.keys"
    done &
done
wait
[ "$(cat ./*.keys | sort -n | uniq | wc -l)" -eq 32 ] || fail "four at a time: $(cat ./*.keys)"
[ "$(sqlite3 todo.db "SELECT count(*) FROM todos WHERE title LIKE '_._'")" -eq 32 ] || fail "four at a time: rows are missing"
cd ..

finish
