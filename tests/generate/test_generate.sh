#!/bin/sh
# test_generate.sh SDNC_SOURCE GENERATOR [cmake option...]
#
# sdnc_generate in a project of its own: it builds; nothing changed builds nothing; a change of an imported schema
# builds what depends on it; nothing is written to the sources; mistakes in the call are said.
set -eu
source=$(realpath "${1:?usage: test_generate.sh SDNC_SOURCE GENERATOR [option...]}")
generator=${2:?usage: test_generate.sh SDNC_SOURCE GENERATOR [option...]}
shift 2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
project="$work/a consumer" # a path that wants quoting
cp -R "$here/consumer" "$project"

fail() {
    echo "FAILED: $*"
    [ ! -f "$work/log" ] || cat "$work/log"
    exit 1
}

build() {
    cmake --build "$work/build" >"$work/log" 2>&1 || fail "build $1"
}

# Every file of a directory with its content's sum.
listing() {
    (cd "$1" && find . -type f | LC_ALL=C sort | xargs cksum)
}

# When each generated file and the program were last written.
written() {
    (cd "$work/build" && find sdnc/tracker tracker -type f -name '[a-z]*' | LC_ALL=C sort | xargs stat -c '%n %Y.%y')
}

listing "$project" >"$work/before"
cmake -S "$project" -B "$work/build" -G "$generator" -DSDNC_SOURCE="$source" "$@" >"$work/log" 2>&1 ||
    fail configure
out=$work/build/sdnc/tracker
grep -q "generated: $out/bug.h;$out/bug.c;$out/common.h;$out/common.c" "$work/log" || fail "OUT_VAR is wrong"
build first
[ "$("$work/build/tracker")" = minor ] || fail "the program does not print the default"

written >"$work/times"
build "again, nothing changed"
! grep -q 'Generating\|Building\|Linking' "$work/log" || fail "nothing changed, but something was built"
written | cmp -s - "$work/times" || fail "nothing changed, but something was written"

sleep 1.1
touch "$project/schemas/common.schema"
build "after a touch"
grep -q 'Generating bug.h' "$work/log" || fail "an imported schema was touched, but bug was not generated"
# make takes what the rule made for new and compiles it again; ninja looks whether it is.
[ "$generator" != Ninja ] || ! grep -q 'Building\|Linking' "$work/log" ||
    fail "a schema was touched without a change, but something was compiled for nothing"
build "after a touch, again"
! grep -q 'Generating\|Building\|Linking' "$work/log" || fail "the build after a touch does not settle"

sleep 1.1
echo 'enum Severity { trivial, minor, major }' >"$project/schemas/common.schema"
sed 's/= minor/= trivial/' "$here/consumer/bug.schema" >"$project/bug.schema"
build "after a change"
[ "$("$work/build/tracker")" = trivial ] || fail "a changed import did not reach the program"
build "after a change, again"
! grep -q 'Generating\|Building\|Linking' "$work/log" || fail "the build after a change does not settle"

cp "$here/consumer/bug.schema" "$project/bug.schema"
cp "$here/consumer/schemas/common.schema" "$project/schemas/common.schema"
listing "$project" | cmp -s - "$work/before" || fail "the source tree was written to"

# That a call is refused with a message. Arguments: the call, a pattern of the message.
refused() {
    mkdir -p "$work/wrong"
    cp -R "$here/consumer/." "$work/wrong/"
    sed '/^sdnc_generate/,$d' "$here/consumer/CMakeLists.txt" >"$work/wrong/CMakeLists.txt"
    echo "$1" >>"$work/wrong/CMakeLists.txt"
    rm -rf "$work/wrong_build"
    ! cmake -S "$work/wrong" -B "$work/wrong_build" -G "$generator" -DSDNC_SOURCE="$source" >"$work/log" 2>&1 ||
        fail "accepted: $1"
    tr -s ' \n' '  ' <"$work/log" | grep -q "$2" || fail "no '$2' for: $1"
}
# A compiler from elsewhere is used instead of the one in the build.
cat >"$work/other_sdnc" <<END
#!/bin/sh
echo "\$*" >>"$work/calls"
exec "$work/build/sdnc/generator/sdnc" "\$@"
END
chmod +x "$work/other_sdnc"
cmake -S "$project" -B "$work/build_with_other" -G "$generator" -DSDNC_SOURCE="$source" \
    -DSDNC_EXECUTABLE="$work/other_sdnc" >"$work/log" 2>&1 || fail "configure with SDNC_EXECUTABLE"
cmake --build "$work/build_with_other" --target tracker >"$work/log" 2>&1 || fail "build with SDNC_EXECUTABLE"
[ "$(wc -l <"$work/calls")" -eq 2 ] || fail "SDNC_EXECUTABLE was not used"
[ ! -e "$work/build_with_other/sdnc/generator/sdnc" ] || fail "an sdnc was built that is not needed"

refused 'sdnc_generate(TARGET tracker SCHEMAS gone.schema)' "schema 'gone.schema' does not exist"
refused 'sdnc_generate(TARGET nobody SCHEMAS bug.schema)' "there is no target 'nobody'"
refused 'sdnc_generate(TARGET tracker)' 'TARGET and SCHEMAS are needed'
refused 'sdnc_generate(TARGET tracker SCHEMAS main.c)' 'must end in .schema'
refused 'sdnc_generate(TARGET tracker SCHEMAS bug.schema IMPORT_DIRS gone)' "import directory 'gone' does not exist"
refused 'sdnc_generate(TARGET tracker SCHEMAS bug.schema FROM gone)' 'FROM'
refused 'sdnc_generate(TARGET tracker SCHEMAS bug.schema ./bug.schema)' 'two schemas'
echo ok
