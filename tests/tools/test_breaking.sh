#!/bin/sh
# test_breaking.sh SDNC: what `sdnc breaking` says about changes of a schema.
set -u
sdnc=$(realpath "${1:?usage: test_breaking.sh SDNC}")
command -v git >/dev/null || { echo "skipped: no git"; exit 77; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export HOME="$work" GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
failures=0

# expect STATUS ARGUMENT...: of standard error, the lines with messages are what standard input says.
expect() {
    cat >expected
    status=$1
    shift
    "$sdnc" "$@" >out 2>err </dev/null
    got=$?
    [ $got -eq "$status" ] || fail "exit status $got, not $status" "$@"
    [ -s out ] && fail "standard output: $(cat out)" "$@"
    grep -E '^(sdnc:|[^ ].*: (error|warning): )' err | diff expected - || fail "other messages" "$@"
}

fail() {
    what=$1
    shift
    echo "sdnc $*: $what"
    failures=$((failures + 1))
}

cat >common.schema <<'END'
enum Level { low, high }

record User in users {
    key name : string;
    email    : string?;
}
END
cat >todo.schema <<'END'
import "common.schema";

enum Status { open, done, stale }

record Todo in todos {
    key id : string = auto;
    area   : string;
    status : Status = open;
    line   : i64 = 0;
    owner  : string?;
    level  : Level = low;
    tags   : [string];

    index by area;
}
END
cat >todo_db.sdn <<'END'
todos |id, area, status, line, owner, level, tags|
    1, emit, open, 10, ann, low, "a,b"
    2, emit, stale, 70000, bob, high, ""
    3, lexer, stale, 5000000000, , low, ""
    4, lexer, nonsense, 1, , low, ""
users |name, email|
    ann, a@x
    zed, a@x
END
git init -q . && git add . && git commit -qm one && git tag start

# change FILE SED...: the file as it was at the start, changed.
change() {
    file=$1
    shift
    git checkout -q start -- . && sed -i "$@" "$file"
}


# Nothing changed, or nothing that matters.
expect 0 breaking --against start </dev/null
change todo.schema -e 's|^enum|// a comment\n&|'
expect 0 breaking --against start </dev/null

# Programs: members, types, functions. A member that was renamed without saying so loses the values.
change todo.schema -e '/tags/d; s/line   : i64/row    : i64/; s/owner  : string?/owner  : string/' \
    -e 's/index by area/index by status/'
expect 1 breaking --against start <<'END'
todo.schema:5:8: error: struct member 'tags' is gone [api]
todo.schema:5:8: error: these are no longer declared: todo_store_between_area, todo_store_starting_area, todo_store_sorted_by_area, TODO_INDEX_AREA, todo_store_by_area, TODO_FIELD_LINE and 5 more [api]
todo.schema:5:8: warning: field 'tags' is gone [data]: 1 of 4 rows of todo_db.sdn have a value in it, which no program sees any more (first: line 2, 'a,b')
todo.schema:9:5: error: struct member 'line' is called 'row' now [api]
todo.schema:9:5: error: field 'row' renamed without was "line" [data]: 3 of 4 rows of todo_db.sdn would lose their value (first: line 2, '10')
todo.schema:10:5: error: struct member 'owner' has the type string now, was string? [api]
END

# Words of an enum, a smaller number: the row that was wrong before is not counted.
change todo.schema -e 's/open, done, stale/done, open/; s/line   : i64/line   : i32/'
expect 1 breaking --against start <<'END'
todo.schema:3:6: error: enumerator 'stale' is gone, and its constant with it [api]
todo.schema:3:6: error: 'stale' is no word of enum 'Status' any more [data]: 2 of 4 rows of todo_db.sdn use it (first: line 3, 'stale')
todo.schema:3:21: warning: enumerator 'open' has the number 1 now, was 0: compile again what uses it [api]
todo.schema:9:5: error: struct member 'line' has the type i32 now, was i64 [api]
END
change todo.schema -e 's/line   : i64/line   : i32/'
expect 1 breaking --against start <<'END'
todo.schema:9:5: error: struct member 'line' has the type i32 now, was i64 [api]
todo.schema:9:5: error: type of 'line' is i32 now, was i64 [data]: 1 of 4 rows of todo_db.sdn do not fit (first: line 4, '5000000000')
END

# Rules.
change todo.schema -e 's/i64 = 0/& range 0..60000/; s/area   : string/& nonempty/' \
    -e 's/owner  : string?/& references User/; s/tags   : \[string\]/& nonempty/'
expect 1 breaking --against start <<'END'
todo.schema:9:22: error: range of 'line' is 0..60000 now [data]: 2 of 4 rows of todo_db.sdn do not fit (first: line 3, '70000')
todo.schema:10:22: error: field 'owner' refers to records now [data]: 1 of 4 rows of todo_db.sdn do not fit (first: line 3, 'bob')
todo.schema:12:23: error: field 'tags' is nonempty now [data]: 2 of 4 rows of todo_db.sdn do not fit (first: line 3)
END

# Values that are read as others, or not at all.
change todo.schema -e 's/tags   : \[string\]/& separator ";"/; s/area   : string/& column "zone"/'
expect 1 breaking --against start <<'END'
todo.schema:7:5: error: column of 'area' renamed without was "area" [data]: 3 of 4 rows of todo_db.sdn would lose their value (first: line 2, 'emit')
todo.schema:12:5: warning: field 'tags' is read in another way [data]: 1 of 4 rows of todo_db.sdn have another value (first: line 2, 'a,b')
END

# A column that says what it was, and a field without default.
change todo.schema -e 's/area   : string/& column "zone" was "area"/; s/    line .*/&\n    more : u32;/'
expect 1 breaking --against start <<'END'
todo.schema:10:5: warning: struct member 'more' is new [api]
todo.schema:10:5: error: field 'more' has no default [data]: 4 of 4 rows of todo_db.sdn lack its column and cannot be read
END

# A new field with a default is fine.
change todo.schema -e 's/    line .*/&\n    more : u32 = 7;/'
expect 0 breaking --against start <<'END'
todo.schema:10:5: warning: struct member 'more' is new [api]
END

# The key, and the name of a table.
change todo.schema -e 's/key id : string = auto/id : string/; s/    index by area/    key (area)/'
expect 1 breaking --against start <<'END'
todo.schema:5:8: error: these are no longer declared: todo_store_between_area, todo_store_starting_area, todo_store_sorted_by_area, TODO_INDEX_AREA, todo_store_by_area [api]
todo.schema:14:5: error: the key is (area) now, was (id): functions take other arguments [api]
todo.schema:14:5: error: the key of 'Todo' is another one now [data]: 1 of 4 rows of todo_db.sdn have the key of another (first: line 2, '1, emit, open, 10, ann, low, "a,b"')
END
change todo.schema -e 's/ in todos/ in jobs/'
expect 1 breaking --against start <<'END'
todo.schema:5:8: error: table of 'Todo' is 'jobs' now [data]: 3 of 3 rows of todo_db.sdn are not read any more
END

# Imports are reported once.
change common.schema -e 's/record User/record Person/; s/low, high/low/; s/^enum/prefix "x_";\nenum/'
expect 1 breaking --against start <<'END'
common.schema:1:1: error: C names start with 'x_' now, was '' [api]
common.schema:2:6: error: enumerator 'high' is gone, and its constant with it [api]
common.schema:4:8: error: record 'User' is called 'Person' now [api]
common.schema:4:8: error: these are no longer declared: user, user_record_type, user_init, user_copy, user_equal, user_parse_row and 43 more [api]
common.schema:2:6: error: 'high' is no word of enum 'Level' any more [data]: 1 of 4 rows of todo_db.sdn use it (first: line 3, 'high')
END
change common.schema -e 's/record User in users/record Other in others/'
expect 1 breaking --against start todo.schema <<'END'
common.schema:1:1: error: record 'User' is gone [api]
END

# Look-ups, and open enums.
change todo.schema -e 's/index by area/unique index by area/; s/^enum/open enum/'
expect 1 breaking --against start <<'END'
todo.schema:3:11: warning: enum 'Status' is open now: a value may be none of its constants [api]
todo.schema:7:5: error: a look-up by 'area' gives one record now [api]
todo.schema:7:5: error: field 'area' is unique now [data]: 3 of 4 rows of todo_db.sdn do not fit (first: line 2, 'emit')
END

# A schema with mistakes, and one that is gone.
change todo.schema -e 's/record Todo/recrd Todo/'
expect 1 breaking --against start <<'END'
todo.schema:5:1: error: expected 'prefix', 'import', 'record', 'enum' or 'open enum', found 'recrd'
END
git checkout -q start -- .
git rm -q todo.schema
expect 1 breaking --against start <<'END'
sdnc: todo.schema is gone, with all that it declares [api]
END

# Without git.
change todo.schema -e 's/open, done, stale/open, done/'
mkdir old && git show start:todo.schema >old/todo.schema && cp common.schema old
expect 1 breaking --against-file old/todo.schema todo.schema --data todo_db.sdn <<'END'
todo.schema:3:6: error: enumerator 'stale' is gone, and its constant with it [api]
todo.schema:3:6: error: 'stale' is no word of enum 'Status' any more [data]: 2 of 4 rows of todo_db.sdn use it (first: line 3, 'stale')
END
expect 2 breaking --against-file old/todo.schema todo.schema --data none.sdn <<'END'
sdnc: none.sdn is not looked at: cannot read this file: No such file or directory
todo.schema:3:6: error: enumerator 'stale' is gone, and its constant with it [api]
END

# Wrong usage.
expect 2 breaking <<'END'
sdnc: nothing to compare with; use --against REV or --against-file FILE
END
expect 2 breaking --against nothing <<'END'
sdnc: git knows no revision 'nothing'
END
expect 2 breaking --against-file old/todo.schema <<'END'
sdnc: --against-file compares one schema; name it
END
expect 2 breaking --against start --against-file old/todo.schema todo.schema <<'END'
sdnc: --against and --against-file exclude each other
END

[ $failures -eq 0 ] && echo "as expected"
[ $failures -eq 0 ]
