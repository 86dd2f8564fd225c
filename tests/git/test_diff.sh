#!/bin/sh
# test_diff.sh SDNC: the verbs diff and textconv, by themselves and as git calls them.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/repository.sh"

# prints STATUS COMMAND...: the exit status, and all that is printed, which is on standard input.
prints() {
    wanted=$1
    shift
    cat >"$work/expected"
    "$@" >"$work/printed" 2>&1
    status=$?
    [ $status -eq "$wanted" ] || fail "$* exits $status, not $wanted"
    diff -u "$work/expected" "$work/printed" || fail "$*: prints something else"
}

# contains STATUS PATTERN COMMAND...: the exit status, and a `case` pattern for all that is printed.
contains() {
    wanted=$1 pattern=$2
    shift 2
    output=$("$@" 2>&1)
    status=$?
    [ $status -eq "$wanted" ] || fail "$* exits $status, not $wanted: $output"
    # shellcheck disable=SC2254
    case $output in $pattern) ;; *) fail "$*: prints '$output'" ;; esac
}

# --- two versions ---

make_repository "$work/one"
cp todo.sdn "$work/before.sdn"
prints 0 sdnc diff HEAD -- todo.sdn </dev/null
edit todo.sdn "set 3 status done; set 3 area code; delete 4; append 11, lexer, open, P0, \"fold, constants\""
changes() {
    cat <<'END'
~ 3   area: emit -> code, status: open -> done
- 4   area: emit, priority: P2, text: fourth
+ 11  area: lexer, priority: P0, text: "fold, constants"
1 changed, 1 added, 1 deleted
END
}
changes | prints 1 sdnc diff HEAD -- todo.sdn
changes | prints 1 sdnc diff HEAD todo.sdn
changes | prints 1 sdnc diff todo.sdn
changes | prints 1 sdnc diff HEAD:todo.sdn todo.sdn
changes | prints 1 sdnc diff "$work/before.sdn" todo.sdn --schema schemas/todo.schema
cat "$work/before.sdn" >"$work/input"
changes | prints 1 sh -c "sdnc diff - todo.sdn <'$work/input'"
echo 'todos: 1 changed, 1 added, 1 deleted' | prints 1 sdnc diff --stat HEAD -- todo.sdn
prints 0 sdnc diff --staged todo.sdn </dev/null
git add todo.sdn
prints 0 sdnc diff todo.sdn </dev/null
changes | prints 1 sdnc diff --staged todo.sdn
changes | prints 1 sdnc diff --cached todo.sdn
git commit -qm two
changes | prints 1 sdnc diff HEAD~1..HEAD -- todo.sdn
changes | prints 1 sdnc diff HEAD~1.. todo.sdn
mkdir -p a/b && cd a/b || exit 2
changes | prints 1 sdnc diff HEAD~1 -- ../../todo.sdn
changes | prints 1 sdnc diff HEAD~1:todo.sdn HEAD:todo.sdn
changes | prints 1 sdnc diff HEAD~1:../../todo.sdn ../../todo.sdn
cd ../..

# What a record does not consist of is no difference.
cp todo.sdn "$work/kept.sdn"
edit todo.sdn "reverse; comment 5 here"
sed -i 's/lexer, open, P3, fifth/"lexer" ,open,   P3, "fifth"/' todo.sdn
prints 0 sdnc diff HEAD -- todo.sdn </dev/null
cp "$work/kept.sdn" todo.sdn

# The operations lead from the older version to the newer one.
cat >"$work/operations" <<'END'
{"id":"3","area":"code","status":"done"}
{"id":"4","$delete":true}
{"id":"11","area":"lexer","status":"open","priority":"P0","text":"fold, constants"}
END
prints 1 sdnc diff -f jsonl HEAD~1 -- todo.sdn <"$work/operations"
if sdnc help apply >/dev/null 2>&1; then
    git show HEAD~1:todo.sdn >applied.sdn
    sdnc diff -f jsonl HEAD~1 -- todo.sdn | sdnc apply applied.sdn >/dev/null || fail "apply refuses what diff printed"
    prints 0 sdnc diff applied.sdn todo.sdn </dev/null
    rm -f applied.sdn
fi

# Files that come and go, and what is no version.
git rm -q --cached todo.sdn
contains 1 '+ 1*10 added, 0 deleted' sdnc diff todo.sdn
git add todo.sdn
rm todo.sdn
contains 1 '- 1*10 deleted' sdnc diff HEAD -- todo.sdn
git checkout -q todo.sdn
contains 2 '*no such file*' sdnc diff HEAD -- nowhere.sdn
contains 2 '*HEAD~7*' sdnc diff HEAD~7 -- todo.sdn
contains 2 "*'--output=x' is not a revision*" sdnc diff -- --output=x todo.sdn
[ ! -e x ] || fail "a revision was taken for an option of git"
cp todo.sdn ':(glob)x.sdn' && git add -- ':(literal):(glob)x.sdn' && git commit -qm magic # no magic of git in names
prints 0 sdnc diff HEAD -- ':(glob)x.sdn' </dev/null
git reset -q --hard HEAD~1
contains 2 "*'nowhere.sdn' is neither a file nor a revision*" sdnc diff nowhere.sdn todo.sdn
contains 2 '*no such file*' sdnc diff todo.sdn nowhere.sdn
contains 2 'sdnc: HEAD: there is no such file; *sdnc diff REV -- FILE*' sdnc diff HEAD
contains 2 '*two versions*' sdnc diff a b c d
(cd "$work" && contains 2 '*not a git repository*' sdnc diff before.sdn && finish) || failures=$((failures + 1))
PATH=$work/bin contains 2 "*'git' is not installed*" "$sdnc" diff HEAD -- todo.sdn

# In a hook git says which repository is meant.
mkdir -p .git/hooks
printf '#!/bin/sh\nsdnc diff --staged todo.sdn >"$HOME/hook"\nexit 0\n' >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
edit todo.sdn "set 9 status stale"
git commit -qam hooked
rm .git/hooks/pre-commit
printf '~ 9  status: open -> stale\n1 changed, 0 added, 0 deleted\n' | prints 0 cat "$HOME/hook"
git reset -q --hard HEAD~1

# Rows that cannot be read are told of.
sed -i 's/    5, lexer, open/    5, lexer, opne/' todo.sdn
contains 1 "sdnc: todo.sdn:7:15:*'opne'*not compared" sdnc diff HEAD -- todo.sdn
cp todo.sdn "$work/unread.sdn"
contains 0 "*not compared*" sdnc diff todo.sdn "$work/unread.sdn" --schema schemas/todo.schema
edit todo.sdn "set 6 status done"
contains 1 "*not compared*~ 6*1 changed, 0 added, 0 deleted" sdnc diff HEAD -- todo.sdn
git checkout -q todo.sdn

# Several tables.
cat >two.sdn <<'END'
as |id, v|
    1, x
bs |id, v|
    1, x
END
sed 's/1, x/1, y/' two.sdn >two_new.sdn
prints 1 sdnc diff two.sdn two_new.sdn <<'END'
as ~ 1  v: x -> y
bs ~ 1  v: x -> y
2 changed, 0 added, 0 deleted
END
prints 1 sdnc diff two.sdn two_new.sdn --table bs <<'END'
bs ~ 1  v: x -> y
1 changed, 0 added, 0 deleted
END
prints 1 sdnc diff -f jsonl two.sdn two_new.sdn <<'END'
{"$table":"as","id":"1","v":"y"}
{"$table":"bs","id":"1","v":"y"}
END
contains 2 "*no table 'cs'*" sdnc diff two.sdn two_new.sdn --table cs

# What is in a text does not act on the terminal.
printf 't |id, v|\n    1, a\n' >odd.sdn
printf 't |id, v|\n    1, "\033[31m\\nb\\\\"\n' >odd_new.sdn
printf '~ 1  v: a -> "\\x1b[31m\\nb\\\\"\n1 changed, 0 added, 0 deleted\n' >"$work/odd"
prints 1 sdnc diff odd.sdn odd_new.sdn <"$work/odd"
rm -f two.sdn two_new.sdn odd.sdn odd_new.sdn

# --- as programs of git ---

(
    echo todo.sdn
    changes
) >"$work/external"
prints 0 env GIT_EXTERNAL_DIFF="sdnc diff" git diff HEAD~1 HEAD -- todo.sdn <"$work/external"
git config diff.sdn.command "sdnc diff"
echo '*.sdn diff=sdn' >.gitattributes
git mv todo.sdn moved.sdn
edit moved.sdn "set 5 status done"
contains 0 'moved.sdn*~ 5  status: open -> done*' git diff -M HEAD
git config --unset diff.sdn.command
git mv moved.sdn todo.sdn
git checkout -q HEAD todo.sdn

git config diff.sdn.textconv "sdnc textconv"
edit todo.sdn "set 5 status done; comment 6 about six"
contains 0 '*-todos 5 status = open*+todos 5 status = done*+# about six*' git diff -U0 todo.sdn
git commit -qam three
contains 0 '*todos 5 status = done*' git blame todo.sdn
[ "$(git log --format=%s -G 'todos 5 status' -- todo.sdn)" = "$(printf 'three\nbase')" ] || fail "log -G finds other commits"

# --- textconv by itself ---

cat >all.sdn <<'END'
# top
other = statement
todos |id, area, status|
    1, "a \"b\"\n\\", open
    # between
    2, , ""
    3, x
    4, ok, done
end = 1
    5, detached, open
logs |a, b|
    1, x
END
prints 0 sdnc textconv all.sdn <<'END'
# top
other = statement
todos |id, area, status|
todos 1 area = a "b"\n\\
todos 1 status = open
# between
todos 2 id = 2
3, x
todos 4 area = ok
todos 4 status = done
end = 1
5, detached, open
logs |a, b|
logs 1 b = x
END
mkdir -p "$work/elsewhere"
cp all.sdn "$work/elsewhere/temporary_all.sdn"
sdnc textconv all.sdn >"$work/here"
prints 0 sdnc textconv "$work/elsewhere/temporary_all.sdn" <"$work/here"

# The keys are those of the schema, that of where git was started.
cat >schemas/logs.schema <<'END'
record Entry in logs { a : u32; b : string; key (b, a); }
END
contains 0 '*logs 1 x a = 1' sdnc textconv "$work/elsewhere/temporary_all.sdn"
echo 'record Entry in logs { key c : u32; a : u32; b : string; }' >schemas/logs.schema
contains 0 '*logs |a, b|
1, x' sdnc textconv "$work/elsewhere/temporary_all.sdn"
echo 'record Entry in logs {' >schemas/logs.schema
prints 0 sdnc textconv all.sdn <"$work/here"
rm schemas/logs.schema

# What is no file of tables is given through as it is.
given_through() {
    sdnc textconv "$1" >"$work/through" || fail "textconv fails for $2"
    cmp -s "$1" "$work/through" || fail "textconv changes $2"
}
printf 'x\0y\n\377' >bytes.sdn
given_through bytes.sdn "bytes"
printf 't |a|\n<<<<<<< a\n    1\n=======\n    2\n>>>>>>> b\n' >conflict.sdn
given_through conflict.sdn "a conflict"
: >empty.sdn
given_through empty.sdn "an empty file"
contains 2 '*nowhere.sdn*' sdnc textconv nowhere.sdn

# A thousand rows.
awk 'BEGIN { print "todos |id, area, status, priority, text|"
    for (i = 1; i <= 1000; i++) printf "    %d, a, open, P1, \"text %d\"\n", i, i }' >large.sdn
[ "$(sdnc textconv large.sdn | wc -l)" -eq 4001 ] || fail "textconv of 1000 rows has another number of lines"

finish
