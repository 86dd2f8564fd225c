#!/bin/sh
# test_databases.sh SDNC KIND
#
# The verbs of sdnc on databases of a kind, sqlite or postgresql: what they print and return, and what is in the database
# then. Exit 77: there is none here, or sdnc was built without it.
set -u
sdnc=$(realpath "${1:?usage: test_databases.sh SDNC sqlite|postgresql}")
kind=${2:?usage: test_databases.sh SDNC sqlite|postgresql}
here=$(cd "$(dirname "$0")" && pwd)
. "$here/ddl.sh"
. "$here/database.sh"
database_start
todo=$(uri todo)

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

# What a case runs on: the same each time.
fresh() {
    rm -rf here
    cp -R fresh here
    cd here || exit 2
    restore todo
}
# Lists as JSON.
rows() {
    tags=tags
    [ "$kind" = sqlite ] || tags='to_json(tags)'
    sql todo "SELECT name, mail FROM people ORDER BY name;
        SELECT id, title, status, owner, guard, percent, $tags FROM todos ORDER BY id;
        SELECT text, number, who FROM remarks ORDER BY sdn_row"
}

cd fresh || exit 2
database todo todo.schema
[ "$kind" = sqlite ] && two='["a","b c"]' none='[]' || two='{a,"b c"}' none='{}'
sql todo "INSERT INTO people VALUES ('ann', 'a@x'), ('bob', NULL);
    INSERT INTO todos (id, title, owner, tags) VALUES (1, 'scan', 'ann', '$two'), (4, 'parse', NULL, '$none');
    INSERT INTO todos (id, title, guard) VALUES (5, 'emit', 'bob');
    INSERT INTO remarks (text, who) VALUES ('good', NULL), ('good', 'ann')" || exit 2
keep todo
cd .. || exit 2

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
    5, emit, ""' '' -- select $todo --table todos --fields id,title,owner
does "select of what matches" 0 'id,tags
1,"a,b c"' '' -- select $todo --table todos --where 'owner = ann' --fields id,tags -f csv
does "a table without key" 0 'remarks |text, number, who|
    good, 0, ""
    good, 0, ann' '' -- select $todo --schema todo.schema:Remark
does "get" 0 'a@x' '' -- get $todo --table people ann mail
does "get of none" 1 "sdnc: $todo: no record 'anna' in table 'people'; did you mean 'ann'?" '' \
    -- get $todo --table people anna
does "no table is named" 2 "sdnc: $todo: it has several tables, 'people', 'todos', 'remarks'; choose one with --table" \
    '' -- select $todo
does "a wrong table" 2 "sdnc: $todo: there is no table 'todo'; did you mean 'todos'?" '' \
    -- select $todo --table todo
if [ "$kind" = sqlite ]; then
    does "an absolute path" 0 'a@x' '' -- get "sqlite:$work/here/todo.db" --table people ann mail
else
    does "the short scheme" 0 'a@x' '' -- get postgres:///todo --table people ann mail
    does "with parameters" 0 'a@x' '' -- get 'postgresql:///todo?application_name=me' --table people ann mail
    does "a server and a user" 0 'a@x' '' -- get "postgresql://$PGUSER@/todo?host=$PGHOST" --table people ann mail
    does "a database that is called otherwise" 0 'a@x' '' -- get "postgresql:///?dbname=todo" --table people ann mail
fi
does "diff of the same" 0 '' '' -- diff $todo $todo

# --- change ---
does "set" 0 '' '< 1|scan|open|ann||0|["a","b c"]
> 1|scan|open|||20|["a","b c","new"]' -- set $todo --table todos 1 owner= percent=20 tags+=new
does "set of many" 0 '*' '< 1|scan|open|ann||0|["a","b c"]
< 4|parse|open|||0|[]
< 5|emit|open||bob|0|[]
> 1|scan|done|ann||0|["a","b c"]
> 4|parse|done|||0|[]
> 5|emit|done||bob|0|[]' -- set $todo --table todos --where 'status = open' status=done
does "a rule" 1 "*against its rule range 0..100*; nothing changed" '' -- set $todo --table todos 1 percent=101
does "a reference to nobody" 1 "*; nothing changed" '' -- set $todo --table todos 1 owner=eve
does "add" 0 6 '> 6|new|open|||0|[]' -- add $todo --table todos title=new
does "a key that is taken" 1 "*nothing changed" '' -- add $todo --table people name=ann
does "a unique value that is taken" 1 "*nothing changed" '' -- add $todo --table people name=eve mail=a@x
does "rm that clears" 0 '' '< ann|a@x
< 1|scan|open|ann||0|["a","b c"]
> 1|scan|open|||0|["a","b c"]
< good|0|ann
> good|0|' -- rm $todo --table people ann
does "rm that is refused" 1 "*nothing changed" '' -- rm $todo --table people bob
does "rm of rows without key" 0 '' '< good|0|
< good|0|ann' -- rm $todo --table remarks --where 'text = good'
printf '%s\n' '{"$table": "todos", "id": 4, "$delete": true}' '{"$table": "people", "name": "cid"}' >fresh/ops.jsonl
printf 'text,number\nbad,7\n' >fresh/new.csv
does "apply" 0 '0 changed, 1 added, 1 deleted' '> cid|
< 4|parse|open|||0|[]' -- apply $todo ops.jsonl
does "apply, a rehearsal" 0 '0 changed, 1 added, 1 deleted' '' -- apply $todo ops.jsonl --dry-run
does "import" 0 '1 added, 0 changed' '> bad|7|' -- import $todo --table remarks new.csv

# --- wrong words, and commands for files ---
if [ "$kind" = sqlite ]; then
    does "no such database" 2 '*the database cannot be opened; make it with*' '' -- select sqlite:none.db --table todos
    does "not a database" 2 '*file is not a database*' '' -- select sqlite:todo.schema --table todos
else
    does "no such database" 2 'sdnc: postgresql:///none: cannot connect: *database "none" does not exist*' '' \
        -- select postgresql:///none --schema todo.schema --table todos
    does "no server" 2 'sdnc: postgresql://me@/todo?host=/nowhere: cannot connect: *; see that the server runs and the URI is right' '' \
        -- select 'postgresql://me:secret@/todo?host=/nowhere' --table todos
    does "no URI of a database" 2 'sdnc: postgresql:: is no URI of a database; write it as *' '' \
        -- select postgresql:todo --table todos
    does "a password is not told" 2 'sdnc: postgresql://me@/todo?host=/nowhere: *' '' \
        -- add 'postgresql://me:secret@/todo?host=/nowhere&password=secret' --table todos title=x
    does "nor by a command for files" 2 '*postgresql://me@host/todo: this command is for files; *' '' \
        -- check postgresql://me:secret@host/todo
    does "nor by one that takes it for something else" 2 "*postgresql://me@host/todo*" '' \
        -- format postgresql://me:secret@host/todo
    long=$(printf '%01100d' 0)
    does "nor if it is too long for a message" 2 "*postgresql://me@host/todo: this command is for files; *" '' -- check "postgresql://me:secret$long@host/todo"
    does "nor if it has a control character" 2 "postgresql://me[!:]*" '' -- check "postgresql://me:sec$(printf '\t')ret@host/todo"
    does "nor with another scheme" 2 "sdnc: there is no database with 'mysql:'; schemes are lower-case: *" '' \
        -- select mysql://me:secret@host/todo
    does "nor by a command for files" 2 "*mysql://me@host/todo: this command is for files; *" '' -- check mysql://me:secret@host/todo
    does "nor of an option" 2 "*postgresql://me@host/todo*" '' -- select $todo --schema=postgresql://me:secret@host/todo
    does "nor if it is too much" 2 "*'postgresql://me@host/x'*" '' -- select todo.sdn postgresql://me:secret@host/x
fi
checks=$((checks + 1))
cd bare || exit 2
[ "$kind" = postgresql ] || cp ../fresh/todo.db .
said=$("$sdnc" select $todo --table todos 2>&1)
case $? in
2) [ "$said" = "sdnc: $todo: no schema says which tables it has; name one with --schema" ] || fail "no schema: said $said" ;;
*) fail "no schema: not 2: $said" ;;
esac
cd ..
does "a revision" 2 '*no revisions of git' '' -- select --rev HEAD $todo --table todos
for verb in check textconv "log --table todos" "blame --table todos"; do
    does "$verb" 2 '*' '' -- $verb $todo 1
done
for verb in check format fmt infer "format todo.schema"; do
    does "$verb says what to do" 2 '*is for files; make one of the database with: sdnc copy DATABASE FILE*' '' -- $verb $todo
done

# --- a database that is not as the schema wants it ---
sed 's/percent : u32/due : date?; percent : u32/' fresh/todo.schema >fresh/newer.schema
does "a missing column" 2 "*table 'todos' lacks column 'due'; if the schema is newer than the table add it: ALTER TABLE*" '' \
    -- add $todo --schema newer.schema --table todos title=x
sed 's/in remarks/in notes/' fresh/todo.schema >fresh/other.schema
does "a missing table" 2 "*there is no table 'notes'; make it with: sdnc ddl*" '' \
    -- select $todo --schema other.schema --table todos

# --- others at work ---
checks=$((checks + 1))
fresh
hold todo todos
said=$("$sdnc" set $todo --table todos 1 status=done --lock-timeout 0 2>&1)
[ $? -eq 3 ] || fail "a locked database: not 3: $said"
case $said in
*'try again'*) ;;
*) fail "a locked database: said $said" ;;
esac
"$sdnc" select $todo --table todos >/dev/null || fail "a locked database cannot be read"
let_go
checks=$((checks + 1))
[ "$kind" = sqlite ] && sql todo 'PRAGMA journal_mode = DELETE' >/dev/null
hold todo todos
[ "$kind" = sqlite ] && printf 'COMMIT; BEGIN EXCLUSIVE;\n' >&9 || printf 'LOCK TABLE todos;\n' >&9
tries=0
until said=$("$sdnc" select $todo --table todos --lock-timeout 0 2>&1); [ $? -eq 3 ] || [ $((tries += 1)) -eq 40 ]; do sleep 0.05; done
case $said in
*'try again'*) ;;
*) fail "a database that cannot be read: said $said" ;;
esac
let_go
cd ..

checks=$((checks + 1))
fresh
for who in 1 2 3 4; do
    for round in 1 2 3 4 5 6 7 8; do
        "$sdnc" add $todo --table todos title="$who.$round" --lock-timeout 60 >>"$who.keys" || echo failed >>"$who.keys"
    done &
    writers="${writers-} $!"
done
wait $writers
[ "$(cat ./*.keys | sort -n | uniq | wc -l)" -eq 32 ] || fail "four at a time: $(cat ./*.keys)"
[ "$(sql todo "SELECT count(*) FROM todos WHERE title LIKE '_._'")" -eq 32 ] || fail "four at a time: rows are missing"
cd ..
[ "$kind" = postgresql ] || finish

# --- who may ---
sql todo "CREATE ROLE reader LOGIN PASSWORD 'right'; CREATE ROLE nobody LOGIN;
    GRANT SELECT ON people, todos, remarks, sdn_meta, sdn_log TO reader" || exit 2
keep todo
does "a role that reads" 0 'a@x' '' -- get postgresql://reader@/todo --table people ann mail
does "but does not change" 2 "sdnc: postgresql://reader@/todo: permission denied for table *the role needs rights, see \"Who may do what\" in docs/backends.md; nothing changed" '' \
    -- add postgresql://reader@/todo --table people name=eve
does "a role that may not look" 2 "sdnc: postgresql://nobody@/todo: permission denied for table *" '' \
    -- get postgresql://nobody@/todo --table people ann mail
sed -i '1i local all reader password' "$postgres_directory/data/pg_hba.conf"
sql todo 'SELECT pg_reload_conf(), pg_sleep(0.3)' >/dev/null
does "a wrong password" 2 'sdnc: postgresql://reader@/todo: cannot connect: *password authentication failed*' '' \
    -- get postgresql://reader:wrong@/todo --table people ann mail
does "the right one" 0 'a@x' '' -- get postgresql://reader:right@/todo --table people ann mail

# --- a server that goes away ---
checks=$((checks + 1))
fresh
hold todo todos
"$sdnc" set $todo --table todos 1 status=done >../said 2>&1 &
writer=$!
until_waiting todo
postgres_crash
wait $writer
[ $? -eq 2 ] || fail "a server that goes away: not 2: $(cat ../said)"
grep -q 'nothing changed' ../said || fail "a server that goes away: $(cat ../said)"
let_go 2>/dev/null
postgres_again || exit 2
rows >../after
cd ..
fresh
rows | diff - ../after >/dev/null || fail "a server that goes away: something changed"
cd ..

finish
