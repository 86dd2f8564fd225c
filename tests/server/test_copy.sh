#!/bin/sh
# test_copy.sh SDNC KIND [COUNT [SEED]]
#
# `sdnc copy` between files and databases of a kind, sqlite or postgresql. COUNT files drawn at random (20 unless given) go
# into a database and come back the same, byte for byte, from PostgreSQL through SQLite; all types with their extreme values
# do; what would be lost is refused, with its place; all is copied or nothing, whatever else happens. Exit 77: there is no
# such database here, or sdnc was built without it.
set -u
sdnc=$(realpath "${1:?usage: test_copy.sh SDNC sqlite|postgresql [COUNT [SEED]]}")
kind=${2:?usage: test_copy.sh SDNC sqlite|postgresql [COUNT [SEED]]}
count=${3:-20}
seed=${4:-1}
here=$(cd "$(dirname "$0")" && pwd)
. "$here/ddl.sh"
. "$here/database.sh"
database_start
. "$here/../tools/random_team.sh"
for name in todo team types minus shut locked many none; do
    eval "$name=\$(uri $name)"
done

# copy ARGUMENTS: exit status 0 is demanded.
copy() {
    checks=$((checks + 1))
    "$sdnc" copy "$@" >out 2>err || fail "copy $*: $(cat err)"
}

# refuses WHAT PART_OF_MESSAGE ARGUMENTS: exit status 1, and neither file nor database is changed or made.
refuses() {
    what=$1 part=$2
    shift 2
    checks=$((checks + 1))
    content >before
    "$sdnc" copy "$@" >out 2>err
    status=$?
    content >after
    [ $status -eq "${wanted:-1}" ] || fail "$what: exit status $status: $(cat out err)"
    [ ! -s out ] || fail "$what: prints $(cat out)"
    case $(cat err) in
    *"$part"*) ;;
    *) fail "$what: '$part' is not in: $(cat err)" ;;
    esac
    cmp -s before after || fail "$what: changes something"
}
content() {
    cat ./*.sdn 2>/dev/null
    for database in $databases; do
        dump "$database"
    done
}
databases=

# --- random files, to and fro ---
# They begin in the year 1 and have microseconds, as PostgreSQL has.
database team team.schema
database fresh team.schema
keep fresh
for number in $(seq "$count"); do
    version $((seed * 1000 + number)) >drawn.sdn
    rm -f file.sdn back.sdn middle.db*
    copy drawn.sdn file.sdn # as the library writes it
    restore fresh
    copy file.sdn "$(uri fresh)" --schema team.schema
    if [ "$kind" = postgresql ] && command -v sqlite3 >/dev/null; then
        "$sdnc" ddl -d sqlite team.schema | sqlite3 -bail middle.db
        copy "$(uri fresh)" sqlite:middle.db --schema team.schema
        copy sqlite:middle.db back.sdn --schema team.schema
        restore fresh
        copy sqlite:middle.db postgres:///fresh --schema team.schema
        checks=$((checks + 1))
        "$sdnc" diff file.sdn postgres:///fresh >out 2>err || fail "file $number: not the same by way of SQLite: $(head -n 20 out err)"
    else
        copy "$(uri fresh)" back.sdn --schema team.schema
    fi
    same "file $number: it comes back as another one" file.sdn back.sdn
    copy --replace file.sdn $team # of the one before
    checks=$((checks + 1))
    "$sdnc" diff drawn.sdn $team >out 2>err || fail "file $number: the database is not the same: $(head -n 20 out err)"
    [ "$number" -gt 1 ] || cp file.sdn follower.sdn
    copy --replace $team follower.sdn
    checks=$((checks + 1))
    "$sdnc" diff drawn.sdn follower.sdn >out || fail "file $number: the file that follows is not the same: $(head -n 20 out)"
done
versions() {
    sql team 'SELECT tbl, version FROM sdn_meta ORDER BY 1'
}
versions=$(versions)
copy --replace file.sdn $team
[ "$versions" = "$(versions)" ] || fail "a copy of what is there touches rows"
copy --replace "$(uri fresh)" $team --schema team.schema
rm -f ./*.sdn ./*.db team.schema

# --- all types ---
cat >types.schema <<'END_OF_FILE'
enum Color { red, green }
open enum Word { yes, no }
record All in alls {
    key (id, day);
    id     : u64;
    day    : date;
    text   : string;
    maybe  : string?;
    flag   : bool;
    small  : i32;
    large  : i64;
    count  : u32?;
    ratio  : f64;
    at     : timestamp;
    color  : Color?;
    word   : Word;
    texts  : [string];
    sizes  : [u64];
    reals  : [f64];
    flags  : [bool];
    times  : [timestamp];
    colors : [Color];
}
END_OF_FILE
cat >drawn.sdn <<'END_OF_FILE'
alls |id, day, text, maybe, flag, small, large, count, ratio, at, color, word, texts, sizes, reals, flags, times, colors|
    0, 0000-01-01, "", "", false, -2147483648, -9223372036854775808, "", 1e-323, 0000-01-01T00:00:00Z, "", yes, "", "", "", "", "", ""
    1, 9999-12-31, "a\nb, \"c\"", "# x", true, 2147483647, 9223372036854775807, 4294967295, 1.7976931348623157e308, 9999-12-31T23:59:59.999999999Z, red, maybe, "a,[b],\"\"", "0,18446744073709551615", "0.1,-1e300", "true,false", "2026-01-31T08:15:00.000000001Z", "green,red"
    9223372036854775807, 2024-02-29, "'", "\\", true, 0, 0, 0, 0.1, 1969-12-31T23:59:59.5Z, green, no, "x", "1", "", "", "", ""
    9223372036854775808, 2024-02-29, "é€", " ", true, 0, 0, 1, -0.5, 1970-01-01T00:00:00Z, green, no, "", "", "", "", "", ""
    18446744073709551615, 2024-02-29, "07", "1", true, 1, 1, 1, 100, 1970-01-01T00:00:00Z, green, no, "", "", "", "", "", ""
END_OF_FILE
if [ "$kind" = postgresql ]; then
    sed 's/0000-01-01/0001-01-01/g; s/\.999999999Z/.999999Z/; s/\.000000001Z/.000001Z/; s/, 0.1, 1969/, -0, 1969/' drawn.sdn >late.sdn
    mv late.sdn drawn.sdn
fi
database types types.schema
copy drawn.sdn file.sdn
copy file.sdn $types
copy $types back.sdn
same "all types" file.sdn back.sdn
checks=$((checks + 1))
"$sdnc" diff drawn.sdn back.sdn || fail "all types are not the same"
[ "$(grep -c . back.sdn)" -eq 6 ] || fail "all types: rows are missing: $(cat err)"
databases=types
if [ "$kind" = sqlite ]; then
    sed 's/, 0.1, 1969/, -0, 1969/' drawn.sdn >odd.sdn
    refuses "-0" "table 'alls', record '9223372036854775807, 2024-02-29': field 'ratio' is -0, which would become 0; nothing changed" \
        --replace odd.sdn $types
else
    limits='has a time that PostgreSQL would not keep: its years begin with 1, and its times have six decimals; nothing changed'
    sed 's/0001-01-01/0000-01-01/g' drawn.sdn >odd.sdn
    refuses "a year 0" "table 'alls', record '0, 0000-01-01': field 'day' $limits" --replace odd.sdn $types
    sed 's/59.999999Z/59.9999999Z/' drawn.sdn >odd.sdn
    refuses "nanoseconds" "table 'alls', record '1, 9999-12-31': field 'at' $limits" --replace odd.sdn $types
    sed 's/00.000001Z/00.0000011Z/' drawn.sdn >odd.sdn
    refuses "nanoseconds in a list" "table 'alls', record '1, 9999-12-31': field 'times' $limits" --update odd.sdn $types
    database_gone none
    database none types.schema
    refuses "nanoseconds in a new record" "table 'alls', record '1, 9999-12-31': field 'times' $limits" odd.sdn $none
    database_gone none
fi
rm -f ./*.sdn ./*.db types.schema
printf 'record R in r { key id : string; part : f64? = -0; parts : [f64] = [-0, 1]; }\n' >minus.schema
database minus minus.schema
printf 'r |id, part, parts|\n    1, "", "-0,2"\n    2, 3, ""\n' >minus.sdn
copy minus.sdn $minus --schema minus.schema # an absent field has no value, and JSON has a -0
checks=$((checks + 1))
"$sdnc" get $minus --schema minus.schema 1 parts part >out 2>&1 || fail "-0 in a list: $(cat out)"
grep -q 'parts: -0,2$' out || fail "-0 in a list: $(cat out)"
database_gone minus
rm -f ./*.sdn ./*.db minus.schema

# --- what would be lost ---
cat >todo.schema <<'END_OF_FILE'
record Person in people {
    key name : string;
    boss     : string references Person;
}
record Todo in todos {
    key id  : u32 = auto;
    title   : string nonempty;
    owner   : string? references Person;
    code    : string? unique;
}
record Remark in remarks { text : string; }
END_OF_FILE
cat >good.sdn <<'END_OF_FILE'
people |name, boss|
    ann, ann

todos |id, title, owner, code|
    1, scan, ann, a
    2, parse, "", b

remarks |text|
    x
    x
END_OF_FILE
database todo todo.schema
databases=todo
{ echo '# What is to be done.'; cat good.sdn; } >odd.sdn
refuses "a comment" "odd.sdn:1:1: this comment would be lost; copy without it: --without text" odd.sdn $todo
sed '6s/^/    # about this one\n/' good.sdn >odd.sdn
refuses "a comment between rows" "odd.sdn:6:5: this comment" odd.sdn $todo
sed '4s/$/ # about all/' good.sdn >odd.sdn
refuses "a comment behind a header" "odd.sdn:4:32: this comment" odd.sdn $todo
{ cat good.sdn; echo '# The end.'; } >odd.sdn
refuses "a comment at the end" "odd.sdn:11:1: this comment" odd.sdn $todo
{ cat good.sdn; echo 'name: value'; } >odd.sdn
refuses "other text" "odd.sdn:11:1: this text outside of tables" odd.sdn $todo
sed 's/2, parse/two, parse/' good.sdn >odd.sdn
refuses "a row that cannot be read" "odd.sdn:6:5: " odd.sdn $todo
sed 's/code|/code, note|/; s/, \([ab]\)$/, \1, n/' good.sdn >odd.sdn
wanted=2 refuses "a column" "table 'todos' lacks column 'note'" odd.sdn $todo
{ cat good.sdn; printf 'others |a|\n    1\n'; } >odd.sdn
wanted=2 refuses "a table that no schema describes" "no schema describes table 'others'" odd.sdn $todo
sed 's/2, parse/0, parse/' good.sdn >odd.sdn
refuses "a number that an insert replaces" "table 'todos', record '0' would not be the same here" odd.sdn $todo
sed 's/parse, "", b/parse, "", a/' good.sdn >odd.sdn
refuses "a broken rule" "'code'" odd.sdn $todo
sed 's/parse, ""/parse, bob/' good.sdn >odd.sdn
refuses "a reference to nobody" "record '2'" odd.sdn $todo
sed 's/ann, ann/ann, bob\n    bob, ann/' good.sdn >odd.sdn
refuses "records that cannot be without each other" "record 'ann'" odd.sdn $todo

# --- which may be left out ---
{ echo '# What is to be done.'; sed 's/code|/code, note|/; s/, \([ab]\)$/, \1, n/; s/2, parse/two, parse/' good.sdn; } >odd.sdn
copy odd.sdn $todo --without text --without columns --without unreadable
[ "$(cat out)" = "0 changed, 4 added, 0 deleted" ] || fail "left out: $(cat out)"
sql todo "ALTER TABLE todos ADD COLUMN note TEXT NOT NULL DEFAULT ''"
copy --replace odd.sdn $todo --without text --without unreadable
[ "$(sql todo 'SELECT id, note FROM todos')" = '1|n' ] || fail "a column that only the database knows is not written"

# --- what is there ---
refuses "a copy on records" "table 'people' has 1 record; give --update" good.sdn $todo
copy --update good.sdn $todo
[ "$(cat out)" = "0 changed, 1 added, 0 deleted" ] || fail "--update: $(cat out)"
sql todo "INSERT INTO todos (id, title, code) VALUES (9, 'late', 'c'); UPDATE todos SET code = 'x' WHERE id = 1;
    INSERT INTO remarks (text) VALUES ('more')"
copy --update good.sdn $todo
[ "$(cat out)" = "1 changed, 0 added, 0 deleted" ] || fail "--update of a change: $(cat out)"
copy --replace --dry-run good.sdn $todo
copy --replace good.sdn $todo
[ "$(cat out)" = "0 changed, 0 added, 2 deleted" ] || fail "--replace: $(cat out)"
sed 's/scan, ann, a/scan, ann, b/; s/parse, "", b/parse, "", a/' good.sdn >swapped.sdn
copy --replace swapped.sdn $todo
[ "$(cat out)" = "2 changed, 0 added, 0 deleted" ] || fail "values that must be unique change places: $(cat out)"
copy --replace --table remarks good.sdn $todo
[ "$(cat out)" = "0 changed, 0 added, 0 deleted" ] || fail "--table: $(cat out)"
copy --replace - $todo <good.sdn
copy $todo new.sdn
same "a file from standard input, through the database" good.sdn new.sdn
rm new.sdn

# --- wrong words ---
wanted=2
refuses "no such file" "there is no such file" none.sdn $todo
[ "$kind" = sqlite ] && said='make it with: sdnc ddl' || said='database "none" does not exist'
refuses "no such database" "$said" good.sdn $none --schema todo.schema
refuses "the same place" "cannot be copied to itself" good.sdn good.sdn
refuses "standard output" "name a file" good.sdn -
refuses "options that exclude each other" "exclude" good.sdn $todo --update --replace
refuses "a wrong word" "wrods" good.sdn $todo --without wrods
refuses "a wrong table" "there is no table 'todo'; did you mean 'todos'?" good.sdn $todo --table todo
refuses "one place" "copy" good.sdn

# --- what the database does not take ---
database shut todo.schema
databases=shut
if [ "$kind" = sqlite ]; then
    sql shut "CREATE TRIGGER refuse BEFORE INSERT ON todos WHEN NEW.title = 'parse' BEGIN SELECT RAISE(ABORT, 'not this'); END"
    said="table 'todos', record '2': not this"
else
    sql shut "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN RAISE 'not this'; END \$\$;
        CREATE TRIGGER refuse BEFORE INSERT ON todos FOR EACH ROW WHEN (NEW.title = 'parse') EXECUTE FUNCTION refuse()"
    said='not this (PostgreSQL)'
fi
wanted=1
refuses "what the database refuses" "$said" good.sdn $shut
sed 's/code *:/due : date?; code :/' todo.schema >newer.schema
wanted=2
refuses "a table that is not as the schema wants it" "table 'todos' lacks column 'due'" good.sdn $shut --schema newer.schema
rm newer.schema

# A lock that another program holds.
database locked todo.schema
hold locked remarks
wanted=3 databases=
refuses "a locked database" "try again" good.sdn $locked --lock-timeout 0
let_go
copy good.sdn $locked --lock-timeout 0

# A full disk, where this user can make one.
awk 'BEGIN { print "remarks |text|"; for (i = 0; i < 30000; i++) print "    \"remark number " i "\"" }' >many.sdn
checks=$((checks + 1))
mkdir small
if [ "$kind" = sqlite ] && unshare -m sh -c 'mount -t tmpfs -o size=1m tmpfs small && "$0" ddl -d sqlite todo.schema | sqlite3 small/todo.db &&
    { "$0" copy many.sdn sqlite:small/todo.db --schema todo.schema >out 2>err; echo $? >status
    sqlite3 small/todo.db "SELECT count(*) FROM remarks; PRAGMA integrity_check" >rows; }' "$sdnc" 2>/dev/null; then
    [ "$(cat status)" -eq 2 ] && grep -q 'full' err || fail "a full disk: $(cat status err)"
    [ "$(cat rows)" = "0
ok" ] || fail "a full disk: a part is there: $(cat rows)"
elif [ "$kind" = sqlite ]; then
    echo "no full disk could be made"
fi

# --- others at work: all or nothing ---
database many todo.schema
for round in 1 2 3 4 5; do
    checks=$((checks + 1))
    "$sdnc" copy --replace many.sdn $many --schema todo.schema >out 2>err &
    copier=$!
    sleep "0.0$((round * 2))"
    kill -9 $copier 2>/dev/null
    wait $copier 2>/dev/null
    rows=$(sql many 'SELECT count(*) FROM remarks')
    case $rows in
    0 | 30000) ;;
    *) fail "a copy that was killed leaves $rows rows" ;;
    esac
done
database many todo.schema
checks=$((checks + 1))
"$sdnc" copy many.sdn $many --schema todo.schema --lock-timeout 60 >out.1 2>&1 &
copier=$!
"$sdnc" copy many.sdn $many --schema todo.schema --lock-timeout 60 >out.2 2>&1
wait $copier
[ "$(sql many 'SELECT count(*) FROM remarks')" -eq 30000 ] || fail "two copies at once: both were made: $(cat out.*)"
[ "$(cat out.* | grep -c '30000 added')" -eq 1 ] && [ "$(cat out.* | grep -c 'has 30000 records')" -eq 1 ] ||
    fail "two copies at once: $(cat out.*)"
copy $many back.sdn --schema todo.schema
same "many" many.sdn back.sdn
[ "$kind" = postgresql ] || finish

# --- a server that goes away, before the COMMIT and in it ---
sql todo "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN PERFORM pg_sleep(20); RETURN NULL; END \$\$"
keep todo
goes_away() { # WHAT FILE TRIGGER MESSAGE
    restore todo
    sql todo "CREATE $3 EXECUTE FUNCTION wait()"
    checks=$((checks + 1))
    "$sdnc" copy --replace "$2" $todo --lock-timeout 1 >out 2>err &
    copier=$!
    until_waiting todo
    postgres_crash
    wait $copier
    status=$?
    [ $status -eq 2 ] && [ ! -s out ] && grep -q "$4" err || fail "a server that goes away $1: status $status: $(cat out err)"
    postgres_again || exit 2
    [ "$(sql todo 'SELECT id, code FROM todos ORDER BY 1')" = "1|a
2|b" ] || fail "a server that goes away $1: something is changed"
}
copy --replace good.sdn $todo
keep todo
goes_away "before the commit" many.sdn "TRIGGER wait AFTER INSERT ON remarks" 'cannot connect: .*; nothing changed$'
goes_away "in the commit" swapped.sdn "CONSTRAINT TRIGGER wait AFTER UPDATE ON todos DEFERRABLE INITIALLY DEFERRED FOR EACH ROW" \
    'commit unknown: .*; look at the database$'

finish
