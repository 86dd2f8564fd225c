#!/bin/sh
# format.sh SDNC SCHEMAS: what `sdnc format` prints, writes and returns; that SCHEMAS are formatted.
set -u
sdnc=$(realpath "${1:?usage: format.sh SDNC SCHEMAS}")
schemas=$(realpath "${2:?usage: format.sh SDNC SCHEMAS}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

"$sdnc" format -d "$schemas"/*.schema >diff 2>&1 || { cat diff; fail "the schemas are not formatted"; }

printf 'record A in a{x:string="a"unique column "c";// why\n\n\n\tlonger_name:[u32]=[1,2,];key(x);}enum E{b,c}' >ugly.schema
cat >pretty.schema <<'END'
record A in a {
    x           : string = "a" column "c" unique; // why

    longer_name : [u32] = [1, 2];
    key (x);
}

enum E { b, c }
END
sed 's/^    x           :/    x :/' pretty.schema >wanted.schema # a block of its own
"$sdnc" format ugly.schema >out.schema || fail "format"
diff -u wanted.schema out.schema || fail "not the canonical layout"
"$sdnc" format - <ugly.schema | cmp -s - out.schema || fail "standard input"
"$sdnc" format out.schema >again && cmp -s out.schema again || fail "formatting again changes it"

"$sdnc" format -d ugly.schema >diff
[ $? -eq 1 ] || fail "-d of an ugly schema does not fail"
patch -s -o patched ugly.schema diff 2>/dev/null && { cmp -s patched out.schema || fail "the difference is not a patch"; }
cp ugly.schema mine.schema
chmod 640 mine.schema
"$sdnc" format -w mine.schema || fail "-w"
cmp -s mine.schema out.schema || fail "-w wrote something else"
[ "$(stat -c %a mine.schema)" = 640 ] || fail "-w changed the mode"
before=$(stat -c '%i %Y' mine.schema)
"$sdnc" format -w mine.schema || fail "-w again"
[ "$(stat -c '%i %Y' mine.schema)" = "$before" ] || fail "-w wrote what was right already"
"$sdnc" format -d mine.schema >diff || fail "-d of a formatted schema fails"
[ ! -s diff ] || fail "-d shows something where nothing differs"

# A byte order mark goes, whether or not there is more to do, and stays away.
for schema in ugly.schema out.schema; do
    { printf '\357\273\277'; cat "$schema"; } >marked.schema
    "$sdnc" format marked.schema | cmp -s - out.schema || fail "the byte order mark is printed"
    "$sdnc" format -d marked.schema >diff
    [ $? -eq 1 ] || fail "-d of a schema with a byte order mark does not fail"
    patch -s -o patched marked.schema diff 2>/dev/null && { cmp -s patched out.schema || fail "the difference is not a patch"; }
    "$sdnc" format - <marked.schema | cmp -s - out.schema || fail "the byte order mark of standard input is printed"
    "$sdnc" format -w marked.schema || fail "-w of a schema with a byte order mark"
    cmp -s marked.schema out.schema || fail "-w keeps the byte order mark"
    "$sdnc" format -d marked.schema >diff || fail "-d after -w of a schema with a byte order mark fails"
done

cp ugly.schema keep.schema
echo 'record A in { }' >wrong.schema
"$sdnc" format -w keep.schema wrong.schema >out 2>err
[ $? -eq 1 ] || fail "a syntax mistake is not a finding"
grep -q '^wrong.schema:1:13: error: ' err || fail "the mistake is not reported"
cmp -s keep.schema ugly.schema || fail "something was written in spite of a mistake"
"$sdnc" format none.schema 2>/dev/null
[ $? -eq 2 ] || fail "a missing file is not a failure"

[ $failures -eq 0 ] && echo ok
exit $failures
