#!/bin/sh
# test_copy.sh SDNC [COUNT [SEED]]
#
# `sdnc copy` between files and SQLite databases. COUNT files drawn at random (20 unless given) go into a database and come
# back the same, byte for byte; all types with their extreme values do; what would be lost is refused, with its place; all is
# copied or nothing, whatever else happens. Exit 77: there is no sqlite3 here, or sdnc was built without SQLite.
set -u
sdnc=$(realpath "${1:?usage: test_copy.sh SDNC [COUNT [SEED]]}")
count=${2:-20}
seed=${3:-1}
here=$(cd "$(dirname "$0")" && pwd)
. "$here/ddl.sh"
command -v sqlite3 >/dev/null || { echo "no sqlite3 here"; exit 77; }
[ "$(sqlite3 :memory: "SELECT json_array(1) = '[1]'" 2>&1)" = 1 ] || { echo "this sqlite3 is too old"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
"$sdnc" get sqlite:none x 2>said
grep -q 'nothing is armed' said && { echo "sdnc was built without SQLite"; exit 77; }
. "$here/../tools/random_team.sh"

# new_database FILE SCHEMA
new_database() {
    rm -f "$1" "$1"-*
    "$sdnc" ddl -d sqlite "$2" | sqlite3 -bail "$1"
}

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
    for database in *.db; do
        sqlite3 "$database" .dump 2>&1
    done
}

# --- random files, to and fro ---
new_database team.db team.schema
for number in $(seq "$count"); do
    version $((seed * 1000 + number)) >drawn.sdn
    rm -f file.sdn back.sdn
    copy drawn.sdn file.sdn # as the library writes it
    new_database fresh.db team.schema
    copy file.sdn sqlite:fresh.db --schema team.schema
    copy sqlite:fresh.db back.sdn --schema team.schema
    same "file $number: it comes back as another one" file.sdn back.sdn
    copy --replace file.sdn sqlite:team.db # of the one before
    checks=$((checks + 1))
    "$sdnc" diff drawn.sdn sqlite:team.db >out 2>err || fail "file $number: the database is not the same: $(head -n 20 out err)"
    [ "$number" -gt 1 ] || cp file.sdn follower.sdn
    copy --replace sqlite:team.db follower.sdn
    checks=$((checks + 1))
    "$sdnc" diff drawn.sdn follower.sdn >out || fail "file $number: the file that follows is not the same: $(head -n 20 out)"
done
versions=$(sqlite3 team.db 'SELECT group_concat(version) FROM sdn_meta')
copy --replace file.sdn sqlite:team.db
[ "$versions" = "$(sqlite3 team.db 'SELECT group_concat(version) FROM sdn_meta')" ] ||
    fail "a copy of what is there touches rows"
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
new_database types.db types.schema
copy drawn.sdn file.sdn
copy file.sdn sqlite:types.db
copy sqlite:types.db back.sdn
same "all types" file.sdn back.sdn
checks=$((checks + 1))
"$sdnc" diff drawn.sdn back.sdn || fail "all types are not the same"
[ "$(grep -c . back.sdn)" -eq 6 ] || fail "all types: rows are missing: $(cat err)"
sed 's/, 0.1, 1969/, -0, 1969/' drawn.sdn >zero.sdn
refuses "-0" "table 'alls', record '9223372036854775807, 2024-02-29': field 'ratio' is -0, which would become 0; nothing changed" \
    --replace zero.sdn sqlite:types.db
rm -f ./*.sdn ./*.db types.schema
printf 'record R in r { key id : string; part : f64? = -0; parts : [f64] = [-0, 1]; }\n' >minus.schema
new_database minus.db minus.schema
printf 'r |id, part, parts|\n    1, "", "-0,2"\n    2, 3, ""\n' >minus.sdn
copy minus.sdn sqlite:minus.db --schema minus.schema # an absent field has no value, and JSON has a -0
checks=$((checks + 1))
"$sdnc" get sqlite:minus.db --schema minus.schema 1 parts part >out 2>&1 || fail "-0 in a list: $(cat out)"
grep -q 'parts: -0,2$' out || fail "-0 in a list: $(cat out)"
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
new_database todo.db todo.schema
{ echo '# What is to be done.'; cat good.sdn; } >odd.sdn
refuses "a comment" "odd.sdn:1:1: this comment would be lost; copy without it: --without text" odd.sdn sqlite:todo.db
sed '6s/^/    # about this one\n/' good.sdn >odd.sdn
refuses "a comment between rows" "odd.sdn:6:5: this comment" odd.sdn sqlite:todo.db
sed '4s/$/ # about all/' good.sdn >odd.sdn
refuses "a comment behind a header" "odd.sdn:4:32: this comment" odd.sdn sqlite:todo.db
{ cat good.sdn; echo '# The end.'; } >odd.sdn
refuses "a comment at the end" "odd.sdn:11:1: this comment" odd.sdn sqlite:todo.db
{ cat good.sdn; echo 'name: value'; } >odd.sdn
refuses "other text" "odd.sdn:11:1: this text outside of tables" odd.sdn sqlite:todo.db
sed 's/2, parse/two, parse/' good.sdn >odd.sdn
refuses "a row that cannot be read" "odd.sdn:6:5: " odd.sdn sqlite:todo.db
sed 's/code|/code, note|/; s/, \([ab]\)$/, \1, n/' good.sdn >odd.sdn
wanted=2 refuses "a column" "table 'todos' lacks column 'note'" odd.sdn sqlite:todo.db
{ cat good.sdn; printf 'others |a|\n    1\n'; } >odd.sdn
wanted=2 refuses "a table that no schema describes" "no schema describes table 'others'" odd.sdn sqlite:todo.db
sed 's/2, parse/0, parse/' good.sdn >odd.sdn
refuses "a number that an insert replaces" "table 'todos', record '0' would not be the same here" odd.sdn sqlite:todo.db
sed 's/parse, "", b/parse, "", a/' good.sdn >odd.sdn
refuses "a broken rule" "'code'" odd.sdn sqlite:todo.db
sed 's/parse, ""/parse, bob/' good.sdn >odd.sdn
refuses "a reference to nobody" "record '2'" odd.sdn sqlite:todo.db
sed 's/ann, ann/ann, bob\n    bob, ann/' good.sdn >odd.sdn
refuses "records that cannot be without each other" "record 'ann'" odd.sdn sqlite:todo.db

# --- which may be left out ---
{ echo '# What is to be done.'; sed 's/code|/code, note|/; s/, \([ab]\)$/, \1, n/; s/2, parse/two, parse/' good.sdn; } >odd.sdn
copy odd.sdn sqlite:todo.db --without text --without columns --without unreadable
[ "$(cat out)" = "0 changed, 4 added, 0 deleted" ] || fail "left out: $(cat out)"
sqlite3 todo.db 'ALTER TABLE todos ADD COLUMN note TEXT NOT NULL DEFAULT ""'
copy --replace odd.sdn sqlite:todo.db --without text --without unreadable
[ "$(sqlite3 todo.db 'SELECT id, note FROM todos')" = '1|n' ] || fail "a column that only the database knows is not written"

# --- what is there ---
refuses "a copy on records" "table 'people' has 1 record; give --update" good.sdn sqlite:todo.db
copy --update good.sdn sqlite:todo.db
[ "$(cat out)" = "0 changed, 1 added, 0 deleted" ] || fail "--update: $(cat out)"
sqlite3 todo.db "INSERT INTO todos (id, title, code) VALUES (9, 'late', 'c'); UPDATE todos SET code = 'x' WHERE id = 1;
    INSERT INTO remarks (text) VALUES ('more')"
copy --update good.sdn sqlite:todo.db
[ "$(cat out)" = "1 changed, 0 added, 0 deleted" ] || fail "--update of a change: $(cat out)"
copy --replace --dry-run good.sdn sqlite:todo.db
copy --replace good.sdn sqlite:todo.db
[ "$(cat out)" = "0 changed, 0 added, 2 deleted" ] || fail "--replace: $(cat out)"
sed 's/scan, ann, a/scan, ann, b/; s/parse, "", b/parse, "", a/' good.sdn >swapped.sdn
copy --replace swapped.sdn sqlite:todo.db
[ "$(cat out)" = "2 changed, 0 added, 0 deleted" ] || fail "values that must be unique change places: $(cat out)"
copy --replace --table remarks good.sdn sqlite:todo.db
[ "$(cat out)" = "0 changed, 0 added, 0 deleted" ] || fail "--table: $(cat out)"
copy --replace - sqlite:todo.db <good.sdn
copy sqlite:todo.db new.sdn
same "a file from standard input, through the database" good.sdn new.sdn
rm new.sdn

# --- wrong words ---
wanted=2
refuses "no such file" "there is no such file" none.sdn sqlite:todo.db
refuses "no such database" "make it with: sdnc ddl" good.sdn sqlite:none.db
refuses "the same place" "cannot be copied to itself" good.sdn good.sdn
refuses "standard output" "name a file" good.sdn -
refuses "options that exclude each other" "exclude" good.sdn sqlite:todo.db --update --replace
refuses "a wrong word" "wrods" good.sdn sqlite:todo.db --without wrods
refuses "a wrong table" "there is no table 'todo'; did you mean 'todos'?" good.sdn sqlite:todo.db --table todo
refuses "a scheme without its library" "nothing is armed for 'postgresql:'" good.sdn postgresql://host/todo
refuses "one place" "copy" good.sdn

# --- what the database does not take ---
new_database shut.db todo.schema
sqlite3 shut.db "CREATE TRIGGER refuse BEFORE INSERT ON todos WHEN NEW.title = 'parse' BEGIN SELECT RAISE(ABORT, 'not this'); END"
wanted=1
refuses "what the database refuses" "table 'todos', record '2': not this" good.sdn sqlite:shut.db
sed 's/code *:/due : date?; code :/' todo.schema >newer.schema
wanted=2
refuses "a table that is not as the schema wants it" "table 'todos' lacks column 'due'" good.sdn sqlite:shut.db --schema newer.schema
rm newer.schema

# A lock that another program holds.
new_database locked.db todo.schema
mkfifo go
{ printf 'BEGIN IMMEDIATE;\n'; cat go; } | sqlite3 locked.db &
locker=$!
exec 9>go
while sqlite3 locked.db 'BEGIN IMMEDIATE; ROLLBACK' 2>/dev/null; do sleep 0.05; done
wanted=3
refuses "a locked database" "try again" good.sdn sqlite:locked.db --lock-timeout 0
exec 9>&-
wait $locker
rm go
copy good.sdn sqlite:locked.db --lock-timeout 0

# A full disk, where this user can make one.
awk 'BEGIN { print "remarks |text|"; for (i = 0; i < 30000; i++) print "    \"remark number " i "\"" }' >many.sdn
checks=$((checks + 1))
mkdir small
if unshare -m sh -c 'mount -t tmpfs -o size=1m tmpfs small && "$0" ddl -d sqlite todo.schema | sqlite3 small/todo.db &&
    { "$0" copy many.sdn sqlite:small/todo.db --schema todo.schema >out 2>err; echo $? >status
    sqlite3 small/todo.db "SELECT count(*) FROM remarks; PRAGMA integrity_check" >rows; }' "$sdnc" 2>/dev/null; then
    [ "$(cat status)" -eq 2 ] && grep -q 'full' err || fail "a full disk: $(cat status err)"
    [ "$(cat rows)" = "0
ok" ] || fail "a full disk: a part is there: $(cat rows)"
else
    echo "no full disk could be made"
fi

# --- others at work: all or nothing ---
new_database many.db todo.schema
for round in 1 2 3 4 5; do
    checks=$((checks + 1))
    "$sdnc" copy --replace many.sdn sqlite:many.db --schema todo.schema >out 2>err &
    copier=$!
    sleep "0.0$((round * 2))"
    kill -9 $copier 2>/dev/null
    wait $copier 2>/dev/null
    rows=$(sqlite3 many.db 'SELECT count(*) FROM remarks')
    case $rows in
    0 | 30000) ;;
    *) fail "a copy that was killed leaves $rows rows" ;;
    esac
done
new_database many.db todo.schema
checks=$((checks + 1))
for who in 1 2; do
    "$sdnc" copy many.sdn sqlite:many.db --schema todo.schema --lock-timeout 60 >out.$who 2>&1 &
done
wait
[ "$(sqlite3 many.db 'SELECT count(*) FROM remarks')" -eq 30000 ] || fail "two copies at once: both were made: $(cat out.*)"
[ "$(cat out.* | grep -c '30000 added')" -eq 1 ] && [ "$(cat out.* | grep -c 'has 30000 records')" -eq 1 ] ||
    fail "two copies at once: $(cat out.*)"
copy sqlite:many.db back.sdn --schema todo.schema
same "many" many.sdn back.sdn

finish
