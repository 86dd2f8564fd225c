#!/bin/sh
# test_log.sh SDNC: the verbs log and blame, over commits, merges, and a file that was renamed.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/repository.sh"

# tells STATUS COMMAND...: the exit status, and what is printed without ids and dates of commits, which is on standard
# input.
tells() {
    wanted=$1
    shift
    cat >"$work/expected"
    "$@" >"$work/printed" 2>&1
    status=$?
    [ $status -eq "$wanted" ] || fail "$* exits $status, not $wanted"
    sed -E 's/^[0-9a-f]{10} (\(?)[0-9]{4}-[0-9]{2}-[0-9]{2} /\1/' "$work/printed" >"$work/plain"
    diff -u "$work/expected" "$work/plain" || fail "$*: prints something else"
}

by() {
    GIT_AUTHOR_NAME=$1
    shift
    git commit -qam "$*"
}

make_repository "$work/one"
git mv todo.sdn old.sdn && git commit -qm 'older name'
edit old.sdn "set 3 status done" && by ann "three is done"
edit old.sdn "comment 3 about three; reverse" && by bob "layout"
git mv old.sdn todo.sdn && edit todo.sdn "set 3 text thrice" && git add -A && by cem "renamed"
edit todo.sdn "delete 4" && by dan "four is gone"
edit todo.sdn "append 4, docs, open, P0, again" && by eve "four is back"
git checkout -q -b side && edit todo.sdn "set 3 area code" && by fay "area on a side"
git checkout -q main && edit todo.sdn "set 3 priority P0" && by gus "priority"
git merge -q side -m merged >/dev/null 2>&1 || {
    git show side:todo.sdn >todo.sdn
    edit todo.sdn "set 3 priority P0"
    git commit -qam merged
}

tells 0 sdnc log todo.sdn 3 <<'END'
gus: priority
    priority: P2 -> P0
fay: area on a side
    area: emit -> code
cem: renamed
    text: third -> thrice
ann: three is done
    status: open -> done
a: base
    (added)
    id: 3
    area: emit
    status: open
    priority: P2
    text: third
END
tells 0 sdnc log todo.sdn 3.status <<'END'
ann: three is done
    status: open -> done
a: base
    (added)
    status: open
END
tells 0 sdnc log todo.sdn 3 priority -n 1 <<'END'
gus: priority
    priority: P2 -> P0
END
tells 0 sdnc log todo.sdn 4 -n 2 <<'END'
eve: four is back
    (added)
    id: 4
    area: docs
    status: open
    priority: P0
    text: again
dan: four is gone
    (deleted)
END
tells 1 sdnc log todo.sdn 77 <<'END'
sdnc: todo.sdn: no commit has a record '77'
END
tells 2 sdnc log todo.sdn 3 statsu <<'END'
sdnc: table 'todos' has no field 'statsu'; did you mean 'status'?
Try 'sdnc help log'.
END

tells 0 sdnc blame todo.sdn 3 <<'END'
(a)   id = 3
(fay) area = code
(ann) status = done
(gus) priority = P0
(cem) text = thrice
END
edit todo.sdn "set 3 text now; append 12, new, open, P1, x"
sdnc blame todo.sdn 3.text | grep -q '^(not committed) text = now$' || fail "a change that is not committed has an owner"
[ "$(sdnc blame todo.sdn 12 | grep -c '^(not committed) ')" -eq 5 ] || fail "a record that is not committed has an owner"
[ "$(sdnc blame todo.sdn 3 | grep -c '^(not committed) ')" -eq 1 ] || fail "other fields have no owner"
tells 1 sdnc blame todo.sdn 77 <<'END'
sdnc: todo.sdn: no record '77'
END
git checkout -q todo.sdn

# A merge that takes the whole file of one side is in no list of git; the commits of the other side are.
git checkout -q -b taken && edit todo.sdn "set 5 status done" && by kim "taken"
git checkout -q main && edit todo.sdn "set 5 status stale" && by leo "not taken"
git merge -q taken >/dev/null 2>&1
git checkout -q --theirs todo.sdn && git commit -qam "merged as taken"
tells 0 sdnc blame todo.sdn 5.status <<'END'
(kim) status = done
END
git reset -q --hard HEAD^1^
mkdir sub && cd sub || exit 2
[ "$(sdnc log ../todo.sdn 3.status | wc -l)" -eq 5 ] || fail "log from another directory"
cd ..

# The schema names a column that was renamed; an old version that is no table is passed over.
sed -i 's/    text     : string;/    words    : string was "text";/' schemas/todo.schema
sed -i 's/^todos |id, area, status, priority, text|/todos |id, area, status, priority, words|/' todo.sdn
by hal "words"
edit todo.sdn "set 3 words last" && by ivo "last words"
printf 'x\0y' >todo.sdn && by jim "broken"
git checkout -q HEAD~1 todo.sdn && git commit -qam "repaired"
sdnc log todo.sdn 3.words -n 4 >"$work/words" || fail "log with a former column"
grep -q 'words: thrice -> last' "$work/words" || fail "the former column is not followed: $(cat "$work/words")"
grep -q 'its row cannot be read here' "$work/words" || fail "a broken version is not told of: $(cat "$work/words")"

(cd "$work" && cp one/todo.sdn . && sdnc log todo.sdn 3 2>&1 | grep -q 'not a git repository') || fail "log without a repository"
finish
