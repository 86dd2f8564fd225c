#!/bin/sh
# test_check.sh SDNC: what `sdnc check` says about data files, and which ones it looks at.
set -u
sdnc=$(realpath "${1:?usage: test_check.sh SDNC}")
command -v git >/dev/null || { echo "skipped: no git"; exit 77; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export HOME="$work" GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
failures=0

# expect STATUS ARGUMENT...: standard error is what standard input says.
expect() {
    cat >expected
    status=$1
    shift
    "$sdnc" "$@" >out 2>err </dev/null
    got=$?
    [ $got -eq "$status" ] || fail "exit status $got, not $status" "$@"
    [ -s out ] && fail "standard output: $(cat out)" "$@"
    diff expected err || fail "other messages" "$@"
}

fail() {
    what=$1
    shift
    echo "sdnc $*: $what"
    failures=$((failures + 1))
}

cat >todo.schema <<'END'
enum Status { open, done, stale }

record User in users {
    key name : string;
    email    : string? unique;
}

record Todo in todos {
    key id   : string = auto;
    area     : string nonempty;
    status   : Status = open;
    line     : u32 = 0 range 0..60000;
    owner    : string? references User;
    priority : u32 = 3;
}
END

# Everything that can be wrong, in the order of lines.
cat >all.sdn <<'END'
this is no table
todos |id, area, status, line, owner, priorty|
<<<<<<< HEAD
    3, emit, done, 11, ann, 2
=======
    3, emit, stale, 12, ann, 2
>>>>>>> other
    4, "", open, 70000, ann, 2
    5, emit, opne, 1, bob, 2
    6, emit, open, 1, bob, 2
    11, emit, open, 1, ann, 2
    11, lexer, open, 1, ann, 2
    12, lexer, open, 1
users |name, email, extra|
    ann, a@x, 0
    zed, a@x, 1
END
expect 1 check all.sdn <<'END'
all.sdn:1:1: error: this line is not part of a table and starts no statement
    1 | this is no table
      | ^^^^^^^^^^^^^^^^
      = help: correct it, or make it a comment

all.sdn:2:39: error: record Todo has no column 'priorty', and column 'priority' is missing
    2 | todos |id, area, status, line, owner, priorty|
      |                                       ^^^^^^^
      = help: rename it

all.sdn:3:1: error: unresolved git conflict: record '3', fields 'status', 'line'
    3 | <<<<<<< HEAD
      | ^^^^^^^^^^^^
all.sdn:4:5: note: ours: done, 11
    4 |     3, emit, done, 11, ann, 2
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^
all.sdn:6:5: note: theirs: stale, 12
    6 |     3, emit, stale, 12, ann, 2
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^
      = help: keep what is right and remove the marker lines; or: sdnc resolve --ours|--theirs all.sdn

all.sdn:8:8: error: record '4': field 'area' is empty, against its rule nonempty
    8 |     4, "", open, 70000, ann, 2
      |        ^^
      = help: fill it in

all.sdn:8:18: error: record '4': field 'line' is 70000, against its rule range 0..60000
    8 |     4, "", open, 70000, ann, 2
      |                  ^^^^^

all.sdn:9:14: error: column 'status': 'opne' is none of open, done, stale
    9 |     5, emit, opne, 1, bob, 2
      |              ^^^^
      = help: did you mean 'open'?

all.sdn:10:23: error: record '6': field 'owner' is 'bob', against its rule references User: table 'users' has no such record
   10 |     6, emit, open, 1, bob, 2
      |                       ^^^
      = help: correct it, or insert that record first

all.sdn:11:5: error: key '11' occurs again further down, and that row counts
   11 |     11, emit, open, 1, ann, 2
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^
all.sdn:12:5: note: the row with the same key
   12 |     11, lexer, open, 1, ann, 2
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^
      = help: remove one of them

all.sdn:13:5: error: the row has 4 cells, the header 6 columns
   13 |     12, lexer, open, 1
      |     ^^^^^^^^^^^^^^^^^^
      = help: correct the row

all.sdn:14:21: warning: record User has no column 'extra', so no program sees its values
   14 | users |name, email, extra|
      |                     ^^^^^
      = help: add a field, or remove it

all.sdn:15:10: error: record 'ann': field 'email' is 'a@x', against the rule unique: record 'zed' has the same
   15 |     ann, a@x, 0
      |          ^^^
      = help: use another value

all.sdn:16:10: error: record 'zed': field 'email' is 'a@x', against the rule unique: record 'ann' has the same
   16 |     zed, a@x, 1
      |          ^^^
      = help: use another value

11 errors, 1 warning
END

# Machines get the same places.
printf 'todos |id, area, status|\n    1, "a,b", opne\n' >one.sdn
expect 1 check one.sdn --error-format=json <<'END'
{"severity":"error","message":"column 'status': 'opne' is none of open, done, stale","file":"one.sdn","line":2,"column":15,"end_line":2,"end_column":19,"notes":[],"help":["did you mean 'open'?"]}
END
expect 1 check --error-format=github one.sdn <<'END'
::error file=one.sdn,line=2,endLine=2,col=15,endColumn=19,title=sdnc::column 'status': 'opne' is none of open, done, stale%0Ahelp: did you mean 'open'?
END

# Conflicts with several rows, or one side empty.
cat >conflict.sdn <<'END'
users |name, email|
<<<<<<< ours
    a, 1
    b, 2
||||||| base
    c, 3
=======
>>>>>>> theirs
END
expect 1 check conflict.sdn <<'END'
conflict.sdn:2:1: error: unresolved git conflict
    2 | <<<<<<< ours
      | ^^^^^^^^^^^^
conflict.sdn:3:1: note: ours: 2 rows, from here
    3 |     a, 1
      | ^^^^^^^^
conflict.sdn:8:1: note: theirs: nothing
      = help: keep what is right and remove the marker lines; or: sdnc resolve --ours|--theirs conflict.sdn

1 error
END

# Two tables of one name, a table that is nearly named right, a wrong checksum, text that is no table.
printf '#sdn-crc32:1\nusers |name|\n    a\nusers |name|\n    b\n' >twice.sdn
expect 1 check twice.sdn <<'END'
twice.sdn:1:1: error: the checksum is not that of the file, which was changed without renewing it
    1 | #sdn-crc32:1
      | ^^^^^^^^^^^^
      = help: run: sdnc format -w

twice.sdn:2:1: error: table 'users' occurs again at line 4, and only that one is read
    2 | users |name|
      | ^^^^^
      = help: merge the two

2 errors
END
printf 'user |name|\n    a\n' >near.sdn
expect 1 check --schema todo.schema near.sdn <<'END'
near.sdn:1:1: error: the schema has no table 'user', and table 'users' is missing
    1 | user |name|
      | ^^^^
      = help: rename it

1 error
END
printf 'just text\n' >text.sdn
expect 1 check text.sdn <<'END'
text.sdn:1:1: error: no table and no statement in this file; check the path
    1 | just text
      | ^

1 error
END
printf 'users |name|\n    \377\n' >latin.sdn
expect 1 check latin.sdn <<'END'
latin.sdn:2:5: error: the row is not valid UTF-8
    2 |     ?
      |     ^

1 error
END

# Files that cannot be read.
expect 2 check none.sdn <<'END'
none.sdn:1:1: error: cannot read this file: No such file or directory

1 error
END
mkdir folder.sdn
expect 2 check folder.sdn <<'END'
folder.sdn:1:1: error: this is a directory, not a data file

1 error
END
rmdir folder.sdn

# Fine files, empty ones, and no schema.
printf 'users |name|\n    a\n' >fine.sdn
: >empty.sdn
expect 0 check fine.sdn </dev/null
expect 0 check --schema todo.schema empty.sdn </dev/null
printf 'other |a, b|\n    1, 2\n    1, 2, 3\n' >foreign.sdn
expect 1 check foreign.sdn <<'END'
foreign.sdn:1:1: warning: no schema describes this file: only its form was checked
      = help: name one with --schema, or by the attribute sdn-schema in .gitattributes

foreign.sdn:3:5: error: the row has 3 cells, the header 2 columns
    3 |     1, 2, 3
      |     ^^^^^^^
      = help: correct the row

1 error, 1 warning
END

# Schemas, and data files whose schema has mistakes: these are shown once.
mkdir bad
echo 'record Bad in bads { key id : strng; }' >bad/bad.schema
printf 'bads |id|\n    1\n' >bad/1.sdn
cp bad/1.sdn bad/2.sdn
bad='bad/bad.schema:1:31: error: unknown type '\''strng'\''
    1 | record Bad in bads { key id : strng; }
      |                               ^^^^^
      = help: did you mean '\''string'\''?

1 error'
echo "$bad" | expect 1 check bad/bad.schema
echo "$bad" | expect 1 check --schema bad/bad.schema bad/1.sdn bad/2.sdn
rm -r bad
expect 0 check todo.schema </dev/null

# References into other files.
printf 'users |name, email|\n    ann,\n' >users.sdn
printf 'todos |id, area, owner|\n    1, a, ann\n    2, b, bob\n' >todos.sdn
expect 0 check todos.sdn <<'END'
todos.sdn:1:18: warning: references of 'owner' are not checked: no file has the table 'users'
    1 | todos |id, area, owner|
      |                  ^^^^^
      = help: name that file too

1 warning
END
cat >dangling <<'END'
todos.sdn:3:11: error: field 'owner' is 'bob', but no file has a record User with that key
    3 |     2, b, bob
      |           ^^^
      = help: correct it, or insert that record

1 error
END
expect 1 check todos.sdn users.sdn <dangling
expect 1 check users.sdn todos.sdn <dangling

# What git has.
expect 2 check <<'END'
sdnc: no file given, and this is no repository of git
Try 'sdnc help check'.
END
rm -f all.sdn one.sdn conflict.sdn twice.sdn near.sdn text.sdn latin.sdn fine.sdn empty.sdn foreign.sdn
git init -q . && git add todo.schema users.sdn && git commit -qm 'a user'
expect 0 check </dev/null
git add todos.sdn
expect 1 check <dangling
expect 1 check --staged <dangling
mkdir sub
(cd sub && "$sdnc" check --staged 2>../err) && fail "no finding" "in a folder"
sed 's|\.\./||' err | diff dangling - || fail "other messages" "in a folder"
printf 'todos |id, area, owner|\n    1, a, ann\n' >todos.sdn
expect 1 check --staged <dangling
expect 0 check </dev/null
git commit -qm 'a reference to nobody'
expect 0 check --staged </dev/null
expect 1 check --rev HEAD <dangling
expect 0 check --rev HEAD^ </dev/null
expect 0 check --rev HEAD^ users.sdn </dev/null
# A schema that is staged may make any file wrong.
echo '// Like this.' >>todo.schema && git add todo.schema
expect 1 check --staged <dangling
git checkout -q HEAD todo.schema
expect 2 check --rev HEAD^ todos.sdn <<'END'
todos.sdn:1:1: error: git show: path 'todos.sdn' exists on disk, but not in 'HEAD^'

1 error
END
expect 2 check --rev nothing <<'END'
sdnc: git ls-tree: Not a valid object name nothing
END
expect 2 check --rev=--format=x <<'END'
sdnc: '--format=x' is not a revision
END
expect 2 check --rev HEAD --staged <<'END'
sdnc: --staged and --rev exclude each other
Try 'sdnc help check'.
END
# The schema of the revision counts, not that on disk.
sed -i 's/area /zone /' todo.schema
expect 1 check --rev HEAD <dangling
git checkout -q todo.schema
# A file that is tracked and gone is none.
rm todos.sdn
expect 0 check </dev/null
git checkout -q todos.sdn
# A merge that keeps both lines.
echo '*.sdn merge=union' >.gitattributes
expect 0 check users.sdn <<'END'
users.sdn:1:1: warning: merge=union loses records of users.sdn: it brings deleted rows back and keeps both rows of a changed one
      = help: run: sdnc git-setup users.sdn

1 warning
END

# A large file in little time.
awk 'BEGIN { print "todos |id, area, status, line, priority|"
    for (i = 1; i <= 100000; i++) print "    " i ", emit, open, " i % 60000 ", 1" }' >large.sdn
rm .gitattributes
expect 0 check large.sdn </dev/null

[ $failures -eq 0 ] && echo "as expected"
[ $failures -eq 0 ]
