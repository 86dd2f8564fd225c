#!/bin/sh
# test_edit_verbs.sh SDNC
#
# What set, add, rm and apply do to a file, print and return. Each case runs one command on a fresh copy of the files below.
set -u
sdnc=$(realpath "${1:?usage: test_edit_verbs.sh SDNC}")
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 2 # many small saves: best in memory
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0
mkdir fresh here
cd fresh || exit 2

cat >team.schema <<'END_OF_FILE'
enum Status { open, claimed, blocked, done }

record Member in members {
    key name : string;
    boss     : string? references Member on delete clear;
}

record Task in jobs {
    key id  : string = auto;
    title   : string nonempty;
    status  : Status = open;
    size    : u32 = 0 range 0..100;
    code    : string?;
    owner   : string? references Member on delete refuse;
    needs   : [string] references Task;
    due     : date?;
}

record Remark in remarks {
    text   : string;
    number : i32 = 0;
}
END_OF_FILE
cat >one.schema <<'END_OF_FILE'
enum Status { open, claimed, blocked, done }
record Task in tasks {
    key id  : string = auto;
    title   : string nonempty;
    status  : Status = open;
    size    : u32 = 0 range 0..100;
    tags    : [string];
    code    : string? unique;
}
record Place in places {
    key (row, column);
    row    : u32;
    column : string;
    seat   : string;
}
END_OF_FILE
cat >tasks.sdn <<'END_OF_FILE'
# What is to be done.
tasks |id, title, status, size, tags, code|
    1, scan, done, 5, "a,b", x1
    2, parse, open, 7, "", ""
    3, "emit C", blocked, 9, a, x3
    4, test, open, 1, "", ""
END_OF_FILE
cat >team.sdn <<'END_OF_FILE'
members |name, boss|
    ann, ""
    bob, ann
    cid, bob
jobs |id, title, status, size, code, owner, needs, due|
    1, scan, open, 5, "", ann, "", ""
    2, parse, open, 7, "", ann, "1", ""
    3, emit, open, 9, "", "", "1,2", 2026-01-31
remarks |text, number|
    good, 1
    good, 1
    bad, 2
END_OF_FILE
cat >places.sdn <<'END_OF_FILE'
places |row, column, seat|
    1, a, window
    1, b, aisle
    2, a, window
END_OF_FILE
cat >lone.sdn <<'END_OF_FILE'
words |word, number|
    one, 1
    two, 2
END_OF_FILE
cd ..

fail() {
    echo "$case_name: $*"
    failures=$((failures + 1))
}

# run CODE ARGUMENT...: runs the command on fresh files; standard input is that of the function.
run() {
    wanted=$1
    shift
    case_name="sdnc $*"
    rm -rf here
    cp -r fresh here
    cd here || exit 2
    "$sdnc" "$@" >../out 2>../err
    code=$?
    cd ..
    [ $code -eq "$wanted" ] || fail "returns $code instead of $wanted: $(cat err)"
    [ $code -eq 0 ] || diff -r fresh here >changes || fail "changed a file though it failed: $(cat changes)"
}

prints() { [ "$(cat out)" = "$1" ] || fail "prints '$(cat out)' instead of '$1'"; }
says() { grep -qF -e "$1" err || fail "does not say '$1' but '$(cat err)'"; }
silent() { [ ! -s err ] || fail "says '$(cat err)'"; }
# rows FILE LINE...: the lines that are in the file now, and were not before.
rows() {
    file=$1
    shift
    printf '%s\n' "$@" >wanted
    diff fresh/"$file" here/"$file" | sed -n 's/^> *//p' >found
    cmp -s wanted found || fail "makes these rows: $(cat found)"
}
gone() { diff fresh/"$1" here/"$1" | sed -n 's/^< *//p' | cut -d , -f 1 | tr '\n' ' ' | grep -qx "$2 " ||
    fail "deletes '$(diff fresh/"$1" here/"$1")'"; }

# --- set ---
run 0 set tasks.sdn 3 status=done
rows tasks.sdn '3, "emit C", done, 9, a, x3'
silent
run 0 set tasks.sdn 3 status=done 'title=a, b' size+=11 tags+=b,a code=
rows tasks.sdn '3, "a, b", done, 20, "a,b", ""'
run 0 set tasks.sdn 1 tags-=a size-=5
rows tasks.sdn '1, scan, done, 0, b, x1'
run 0 set tasks.sdn 3 id=33 size=1 --print id,size,title
rows tasks.sdn '33, "emit C", blocked, 1, a, x3'
prints "33	1	emit C"
run 0 set tasks.sdn 3 status=blocked
diff -r fresh here || fail "changes a file"
run 1 set tasks.sdn 3 id=4
says "has a record '4' already"
run 1 set tasks.sdn 9 status=done
says "no record '9'"
run 1 set tasks.sdn 3 status=done --if 'status = open'
says "record '3': status is blocked"
run 1 set tasks.sdn 2 status=done --if 'code = x1 or size > 90'
says "record '2': size is 7, code is absent"
run 0 set tasks.sdn 2 status=claimed --if 'status = open'
rows tasks.sdn '2, parse, claimed, 7, "", ""'
run 1 set tasks.sdn 3 size=101
says "against its rule range 0..100"
run 1 set tasks.sdn 3 size-=10
says "its type cannot hold the result of size-=10"
run 1 set tasks.sdn 3 code=x1
says "against the rule unique"
run 1 set tasks.sdn 3 title=
says "against its rule nonempty"
run 2 set tasks.sdn 3 status=opne
says "argument 3:1:8: error: field 'status': 'opne' is none of open, claimed, blocked, done"
says "did you mean 'open'?"
run 2 set tasks.sdn 3 title=x statsu=done
says "argument 4:1:1: error: 'statsu' is not a field of 'tasks'"
says "did you mean 'status'?"
run 2 set tasks.sdn 3 size=big title+=x done
says "argument 3:1:6: error: field 'size': 'big' is not"
says "argument 4:1:1: error: field 'title' is neither a list nor a number"
says "argument 5:1:1: error: 'done' is no assignment"
run 2 set tasks.sdn status=done
run 2 set tasks.sdn 3
run 2 set tasks.sdn
run 2 set tasks.sdn 3 status=done --limit 1
says "--limit needs --where"
run 2 set tasks.sdn --where 'status = open' --if 'size = 1' status=done
run 2 set tasks.sdn 3 status=done --print id,titel
says "did you mean 'title'?"
run 2 set - 3 status=done

# --- set --where ---
run 0 set tasks.sdn --where 'status = open' status=claimed --print id
rows tasks.sdn '2, parse, claimed, 7, "", ""' '4, test, claimed, 1, "", ""'
prints "2
4"
run 0 set tasks.sdn --where 'status = open' --limit 1 status=claimed --print id
rows tasks.sdn '2, parse, claimed, 7, "", ""'
prints 2
run 0 set tasks.sdn --where 'status = open' --sort size --limit 1 status=claimed --print id
prints 4
run 0 set tasks.sdn --where 'status != done' --sort -size,id --limit 2 size+=1 --print id
prints "3
2"
run 0 set tasks.sdn --where 'status = open' size+=1
rows tasks.sdn '2, parse, open, 8, "", ""' '4, test, open, 2, "", ""'
run 1 set tasks.sdn --where 'status = claimed' --limit 1 status=done --print id
says "no record matches 'status = claimed'"
prints ""
run 1 set tasks.sdn --where 'size > 0' id=7
says "has a record '7' already"
run 2 set tasks.sdn --where 'status = opne' status=done
says "where:1:10: error:"
run 2 set tasks.sdn --where 'status = open' --limit x status=done
run 2 set tasks.sdn --where 'status = open' --sort sizee status=done
says "did you mean 'size'?"
run 1 set tasks.sdn --where 'status = open' --limit 0 status=done

# --- keys of several fields, tables without key, several tables ---
run 0 set places.sdn 1,b seat=window
rows places.sdn '1, b, window'
run 0 set places.sdn '1, b' row=3 --print row,column
rows places.sdn '3, b, aisle'
run 2 set places.sdn 1 seat=window
says "a key of table 'places' has 2 parts"
run 2 set team.sdn 1 status=done
says "jobs"
run 0 set team.sdn --table jobs 1 status=done
run 2 set team.sdn --table jobz 1 status=done
run 2 set team.sdn --table remarks --where 'number = 1' number=2
says "table 'remarks' has no key"
run 1 set team.sdn --table jobs 1 owner=zoe
says "against its rule references Member"
run 1 set team.sdn --table jobs 1 id=11
says "references Task: that record was renamed"

# --- add ---
run 0 add tasks.sdn title=link
prints 5
rows tasks.sdn '5, link, open, 0, "", ""'
run 0 add tasks.sdn id=x9 title=link tags=b,c size=4
prints x9
run 1 add tasks.sdn id=3 title=link
says "has a record '3' already"
run 1 add tasks.sdn
says "field 'title' is empty, against its rule nonempty"
run 1 add tasks.sdn title=link code=x3
says "against the rule unique"
run 2 add tasks.sdn titel=link
says "did you mean 'title'?"
run 0 add places.sdn row=4 column=b seat=aisle
prints 4,b
run 1 add places.sdn row=4 seat=aisle
says "field 'column' is empty, but it is part of the key"
run 0 add team.sdn --table remarks text=new
prints ""
rows team.sdn 'new, 0'
run 0 add new.sdn --schema one.schema:Task title=first
prints 1
grep -q '1, first' here/new.sdn || fail "makes no file"
run 2 add new.sdn --schema no.schema title=first
run 2 add here/new.sdn --schema one.schema:Task title=first
run 2 add lone.sdn word=three
says "no schema describes table 'words'"
run 0 add lone.sdn word=three number=3 --untyped
prints three
rows lone.sdn 'three, 3'

# --- rm ---
run 0 rm tasks.sdn 3 1 3
gone tasks.sdn "1 3"
run 1 rm tasks.sdn 3 9
says "no record '9'"
run 0 rm tasks.sdn --where 'status = open' --limit 1
gone tasks.sdn 2
run 0 rm tasks.sdn --where 'size > 0'
gone tasks.sdn "1 2 3 4"
run 1 rm tasks.sdn --where 'size > 10'
run 2 rm tasks.sdn --where 'sized > 10'
run 2 rm tasks.sdn 3 --where 'size > 0'
run 2 rm tasks.sdn
run 0 rm places.sdn 1,a 2,a
gone places.sdn "1 2"
run 1 rm team.sdn --table members ann
says "record 'ann' cannot be deleted: record '1' of table 'jobs' refers to it"
says "; nothing changed"
run 0 rm team.sdn --table members bob
rows team.sdn 'cid, ""'
run 1 rm team.sdn --table jobs 1
says "that record was deleted"
run 0 rm team.sdn --table jobs 1 3 2
gone team.sdn "1 2 3"
run 0 rm team.sdn --table remarks --where 'text = good' --limit 1
gone team.sdn good
run 0 rm team.sdn --table remarks --where 'number = 1'
gone team.sdn "good good"

# --- apply ---
apply() {
    wanted=$1 input=$2
    shift 2
    printf '%s\n' "$input" >fresh/ops
    run "$wanted" apply "$@" ops
    rm fresh/ops
}
apply 0 '{"id": "3", "status": "done", "code": null}
{"id": "4", "$delete": true}
{"title": "link", "tags": ["x, y", "\"z\""], "size": 3}' tasks.sdn
prints "1 changed, 1 added, 1 deleted"
rows tasks.sdn '3, "emit C", done, 9, a, ""' '5, link, open, 3, ["x, y", "\"z\""], ""'
apply 0 '{"id": 3, "status": "done"}' tasks.sdn --dry-run
prints "1 changed, 0 added, 0 deleted"
diff -r -x ops fresh here || fail "changes a file"
apply 0 'id,status,title,code
3,done,"emit ""C""",
7,open,"new, too",x7' tasks.sdn --input csv
rows tasks.sdn '3, "emit \"C\"", done, 9, a, ""' '7, "new, too", open, 0, "", x7'
apply 0 '[{"id": "3", "$if": "status = blocked", "size": 10}]' tasks.sdn --input json
rows tasks.sdn '3, "emit C", blocked, 10, a, x3'
apply 1 '{"id": "2", "size": 1}
{"id": "3", "$if": "status = open", "size": 10}' tasks.sdn
says "ops:2:1: error: record '3': status is blocked"
apply 1 '{"id": "2", "size": 200}
{"id": "9", "$delete": true}' tasks.sdn
says "ops:2:1: error:"
apply 1 '{"id": "2", "size": 200}' tasks.sdn
says "ops:1:21: error: record '2': field 'size' is 200, against its rule range 0..100"
apply 1 '{"id": "2", "code": "x1"}' tasks.sdn --dry-run
says "against the rule unique"
apply 1 '{"id": "2", "size": 1}
{"id": "2", "size": 2}' tasks.sdn
says "ops:2:1: error: this record is named twice"
apply 2 '{"id": "2", "status": "opne"}
{"id": "3", "statsu": "open"}
{"id": "4", "tags": [["a"]]}' tasks.sdn
says "ops:1:23: error: field 'status': 'opne' is none of"
says "did you mean 'open'?"
says "ops:2:"
says "did you mean 'status'?"
says "ops:3:"
apply 2 '{"id": "2", "status": ' tasks.sdn
says "the input ends"
apply 2 '{"id": "2", "$delet": true}' tasks.sdn
says "did you mean '\$delete'?"
apply 2 '{"id": "2", "$if": "statsu = open"}' tasks.sdn
apply 2 '{"id": "2", "tags": {"a": 1}}
{"id": "3", "size": [1]}
{"id": "4", "tags": [null]}
{"id": "4", "$delete": "yes"}
{"id": "4", "$table": 7}
{"id": null, "$delete": true}
{"id": "4", "size": 1.5}' tasks.sdn
for line in 1:21 2:21 3:21 4:24 5:23 6:1 7:21; do
    says "ops:$line: error: "
done
apply 2 '{"id": "4", "size": 1, "size": 2}' tasks.sdn
says "ops:1:32: error: name 'size' is there twice"
apply 0 '{"id": 4, "size": "7", "tags": "p,q", "$delete": false, "$if": null, "$table": "tasks"}' tasks.sdn
rows tasks.sdn '4, test, open, 7, "p,q", ""'
apply 2 'id,sized
1,2
2,3' tasks.sdn --input csv
[ "$(grep -c 'error:' err)" -eq 1 ] || fail "says more than once that a column is wrong"
awk 'BEGIN { for (i = 1; i <= 1000; i++) print "{\"id\": \"2\", \"size\": \"x\"}" }' >fresh/many
run 2 apply tasks.sdn many
[ "$(grep -c 'error:' err)" -eq 20 ] || fail "says $(grep -c 'error:' err) mistakes"
rm fresh/many
apply 2 '{"size": 2}' places.sdn
apply 0 '{"row": 1, "column": "b", "seat": null}' places.sdn
rows places.sdn '1, b, ""'
# unique values are swapped, and one that a deletion frees is taken again
apply 0 '{"id": "1", "code": "x3"}
{"id": "3", "code": "x1"}' tasks.sdn
prints "2 changed, 0 added, 0 deleted"
apply 0 '{"id": "8", "title": "new", "code": "x1"}
{"id": "1", "$delete": true}' tasks.sdn
prints "0 changed, 1 added, 1 deleted"
# records that refer to each other, in any order and in a circle
apply 0 '{"$table": "jobs", "id": "8", "title": "a", "needs": ["9"], "owner": "dan"}
{"$table": "jobs", "id": "9", "title": "b", "needs": ["8"]}
{"$table": "members", "name": "dan", "boss": "eve"}
{"$table": "members", "name": "eve", "boss": "dan"}
{"$table": "jobs", "id": "2", "owner": "eve"}
{"$table": "jobs", "id": "1", "owner": null}
{"$table": "members", "name": "ann", "$delete": true}' team.sdn
prints "2 changed, 4 added, 1 deleted"
apply 1 '{"$table": "jobs", "id": "8", "title": "a", "needs": ["7"]}' team.sdn
says "table 'jobs' has no such record"
apply 1 '{"$table": "members", "name": "ann", "$delete": true}' team.sdn
says "ops:1:1: error:"
apply 0 '{"$table": "remarks", "text": "good", "$delete": true}
{"$table": "remarks", "text": "good", "number": 1, "$delete": true}
{"$table": "remarks", "text": "fine"}' team.sdn
prints "0 changed, 1 added, 2 deleted"
apply 2 '{"id": "1"}' team.sdn
says "jobs"
run 2 apply tasks.sdn no_such_file
says "no_such_file"
run 0 apply tasks.sdn </dev/null
prints "0 changed, 0 added, 0 deleted"

# --- what is common to all ---
run 2 set no.sdn 3 status=done
says "no.sdn"
run 2 set tasks.sdn 3 status=done --schema one.schema:Place
run 2 set tasks.sdn 3 status=done --lock-timeout x
case_name="--error-format=json"
(cd here && "$sdnc" set tasks.sdn 3 status=opne --error-format=json >../out 2>../err)
says '"file":"argument 3","line":1,"column":8'

# A lock that another program holds: exit code 3, nothing changed, whichever verb.
for command in "set tasks.sdn 3 status=done" "set tasks.sdn --where size>0 status=done" "add tasks.sdn title=x" \
    "rm tasks.sdn 3" "apply tasks.sdn ops"; do
    touch fresh/tasks.sdn.lock
    echo '{"id": "3", "size": 1}' >fresh/ops
    run 3 $command --lock-timeout 0
    says "; nothing changed, try again"
    rm fresh/tasks.sdn.lock fresh/ops
done

[ $failures -eq 0 ] || { echo "$failures failures"; exit 1; }
