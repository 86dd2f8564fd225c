#!/bin/sh
# test_fmt.sh SDNC: `sdnc format` of data files.
set -u
sdnc=$(realpath "${1:?usage: test_fmt.sh SDNC}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

# expect STATUS ARGUMENT...: standard output and error together are what standard input says.
expect() {
    cat >expected
    status=$1
    shift
    "$sdnc" "$@" >got 2>&1 </dev/null
    code=$?
    [ $code -eq "$status" ] || fail "exit status $code, not $status" "$@"
    diff expected got || fail "other output" "$@"
}

fail() {
    what=$1
    shift
    echo "sdnc $*: $what"
    failures=$((failures + 1))
}

cat >todo.schema <<'END'
enum Status { open, done }

record Todo in todos {
    key id : u32;
    area   : string;
    status : Status = open;
    line   : u32 = 0;
    note   : string;

    order by key;
}

record User in users {
    key name : string;
    born     : i32?;
}
END

# Aligned and sorted; comments stay above their row, rows that cannot be read in their place; what is outside is kept.
cat >a.sdn <<'END'
title: todos   
todos |id,area  , status,line,note,|   # all of them  
    # An introduction.

  10, emit, open, 10, ann
	2, "a, b", done , 5,  "bob"
    # about a row that is wrong

    7, wrong
    # about überlang
    1, überlang, doen, 12345,
    1, überlang, open, 12345,
    3,
    # at the end

other: {
  1,   2
}
readers |a,b|
  1   ,2
users |name,born|  x, 1990
    y, 1
END
cat >a.expected <<'END'
title: todos   
todos |id, area,     status,  line, note,|   # all of them
    # An introduction.

        1, überlang, open,   12345,
        2, "a, b",   done,       5, "bob"
    # about a row that is wrong

    7, wrong
    # about überlang
        1, überlang, doen,   12345,
       10, emit,     open,      10, ann
    3,
    # at the end

other: {
  1,   2
}
readers |a, b|
         1, 2
users |name,born|  x, 1990
       y,       1
END
expect 0 fmt a.sdn <a.expected
cp a.expected sorted.sdn
expect 0 fmt sorted.sdn <a.expected
expect 0 fmt --check sorted.sdn </dev/null
expect 0 fmt -d sorted.sdn </dev/null
echo a.sdn | expect 1 fmt --check a.sdn sorted.sdn
expect 1 fmt -d a.sdn <<'END'
--- a.sdn
+++ a.sdn
@@ -1,22 +1,22 @@
 title: todos   
-todos |id,area  , status,line,note,|   # all of them  
+todos |id, area,     status,  line, note,|   # all of them
     # An introduction.
 
-  10, emit, open, 10, ann
-	2, "a, b", done , 5,  "bob"
+        1, überlang, open,   12345,
+        2, "a, b",   done,       5, "bob"
     # about a row that is wrong
 
     7, wrong
     # about überlang
-    1, überlang, doen, 12345,
-    1, überlang, open, 12345,
+        1, überlang, doen,   12345,
+       10, emit,     open,      10, ann
     3,
     # at the end
 
 other: {
   1,   2
 }
-readers |a,b|
-  1   ,2
+readers |a, b|
+         1, 2
 users |name,born|  x, 1990
-    y, 1
+       y,       1
END
# The same records before and after, and the same complaints but for their lines.
"$sdnc" check a.sdn 2>&1 | grep error: | sed 's/.*error//' | sort >before
cp a.sdn w.sdn
expect 0 fmt -w w.sdn </dev/null
cmp -s w.sdn a.expected || fail "other file" -w
"$sdnc" check w.sdn 2>&1 | grep error: | sed 's/.*error//' | sort >after
cmp before after || fail "other complaints" check
ls -A | grep -E 'lock|tmp' && fail "left a file" -w

# Line ends, a byte order mark, a file without last line end, and a checksum.
awk '{ printf "%s\r\n", $0 }' a.sdn >crlf.sdn
awk '{ printf "%s\r\n", $0 }' a.expected >crlf.expected
expect 0 fmt crlf.sdn <crlf.expected
{ printf '\357\273\277todos |id, line|\n2,1\n10,2' >mark.sdn; }
printf '\357\273\277todos |id, line|\n        2,    1\n       10,    2' | expect 0 fmt mark.sdn
printf 'todos |id, line|\n10,1\n2,2' >end.sdn
printf 'todos |id, line|\n        2,    2\n       10,    1\n' | expect 0 fmt end.sdn
printf '#sdn-crc32:7\nreaders |a, b|\n1,2\n' >sum.sdn
expect 0 fmt -w sum.sdn </dev/null
expect 0 check --schema todo.schema sum.sdn </dev/null

# A key that is there twice, or a conflict of git: the order of rows has a meaning, so it is kept.
printf 'todos |id, line|\n3,1\n2,2\n3,3\n' >twice.sdn
printf 'todos |id, line|\n        3,    1\n        2,    2\n        3,    3\n' | expect 0 fmt twice.sdn
cat >conflict.sdn <<'END'
todos |id, line|
3,1
<<<<<<< ours
2,2
=======
2,3
>>>>>>> theirs
1,5
END
expect 0 fmt conflict.sdn <<'END'
todos |id, line|
        3,    1
<<<<<<< ours
2,2
=======
2,3
>>>>>>> theirs
        1,    5
END

# Texts over several lines, and wide characters.
printf 'readers |a, b|\n1, "x\n  y"\n22, 界\n3, b\n' >lines.sdn
printf 'readers |a,  b|\n1, "x\n  y"\n         22, 界\n         3,  b\n' | expect 0 fmt lines.sdn

# Nothing to format, and what cannot be.
: >empty.sdn
expect 0 fmt empty.sdn </dev/null
expect 2 fmt none.sdn <<'END'
none.sdn:1:1: error: cannot read this file: No such file or directory
END
printf 'a text\n' >text.sdn
expect 1 fmt -w text.sdn a.sdn <<'END'
text.sdn:1:1: error: no table and no statement in this file; check the path
    1 | a text
      | ^
END
expect 2 fmt -w --check a.sdn <<'END'
sdnc: --write and --check exclude each other
Try 'sdnc help format'.
END
mkdir bad
echo 'record Bad in bads { key id : strng; }' >bad/bad.schema
printf 'bads |id|\n1\n' >bad/1.sdn
expect 1 fmt bad/1.sdn <<'END'
bad/bad.schema:1:31: error: unknown type 'strng'
    1 | record Bad in bads { key id : strng; }
      |                               ^^^^^
      = help: did you mean 'string'?
END
# Schemas beside data files, and read-only ones.
echo 'record  Ok  in  oks { key id : u32; }' >ok.schema
printf 'a.sdn\nok.schema\n' | expect 1 fmt --check a.sdn ok.schema
chmod a-w a.sdn
if [ "$(id -u)" -ne 0 ]; then
    "$sdnc" fmt -w a.sdn 2>/dev/null
    [ $? -eq 2 ] || fail "a file without write permission is not refused" -w
fi

[ $failures -eq 0 ] && echo "as expected"
[ $failures -eq 0 ]
