#!/bin/sh
# test_generate.sh SDNC_SOURCE PREFIX GENERATOR [cmake option...]
#
# sdnc_generate in a project of its own: it builds with sdnc as a subdirectory; with the sdnc that is installed in PREFIX, each change of a schema runs sdnc and the C compiler for exactly
# what depends on it, and a change that changes no output runs no C compiler; what was built stays built; nothing is
# written to the sources; mistakes in the call are said.
set -eu
usage='usage: test_generate.sh SDNC_SOURCE PREFIX GENERATOR [option...]'
source=$(realpath "${1:?$usage}")
prefix=$(realpath "${2:?$usage}")
generator=${3:?$usage}
shift 3
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

# Every file of a directory with its content's sum.
listing() {
    (cd "$1" && find . -type f | LC_ALL=C sort | xargs cksum)
}

# A C compiler and an sdnc that say what they are called for. Arguments: a pattern of the file, the list to append to.
logging() {
    cat <<END
#!/bin/sh
for argument; do
    case \$argument in
    $1) file=\${argument##*/} ;;
    esac
done
echo "\$file" >>"$work/$2"
END
}
logging '*.c' compiled >"$work/launcher"
echo "exec $(command -v ccache) \"\$@\"" >>"$work/launcher"
logging '*.schema' generated >"$work/other_sdnc"
echo "exec '$prefix/bin/sdnc' \"\$@\"" >>"$work/other_sdnc"
chmod +x "$work/launcher" "$work/other_sdnc"

# configure DIRECTORY OPTION...
configure() {
    directory=$1
    shift
    cmake -S "$project" -B "$directory" -G "$generator" \
        -DCMAKE_C_COMPILER_LAUNCHER="$work/launcher" "$@" >"$work/log" 2>&1 || fail "configure $directory"
}

programs='tracker printer reader'

# When each program was linked.
linked() {
    (cd "$build" && stat -c '%n %Y.%y' $programs)
}

make_all() {
    : >"$work/generated"
    : >"$work/compiled"
    cmake --build "$build" --parallel 4 --target $programs >"$work/log" 2>&1
}

# Whether a list is exactly these words, in any order.
is_list() {
    list=$1
    shift
    printf '%s\n' "$@" | sed '/^$/d' | LC_ALL=C sort >"$work/wanted"
    LC_ALL=C sort "$list" | cmp -s - "$work/wanted"
}

# builds WHAT "schema..." "file.c...": sdnc runs for these schemas and the C compiler for these files, each as often as
# it is named; nothing is linked if nothing is compiled; and then there is nothing left to do.
builds() {
    linked >"$work/times"
    make_all || fail "build $1"
    is_list "$work/generated" $2 || fail "$1: sdnc ran for: $(sort "$work/generated" | xargs)"
    is_list "$work/compiled" $3 || fail "$1: compiled: $(sort "$work/compiled" | xargs)"
    [ -n "$3" ] || linked | cmp -s - "$work/times" || fail "$1: linked for nothing"
    linked >"$work/times"
    make_all || fail "build $1, again"
    ! [ -s "$work/generated" ] || fail "$1, again: sdnc ran for: $(xargs <"$work/generated")"
    ! [ -s "$work/compiled" ] || fail "$1, again: compiled: $(xargs <"$work/compiled")"
    ! grep 'Generating\|Building\|Linking' "$work/log" || fail "$1: a second build does something"
    linked | cmp -s - "$work/times" || fail "$1, again: linked for nothing"
    wait_for_clock
}

# What comes next is newer. Where files have whole seconds that takes one.
wait_for_clock() {
    : >"$work/now"
    case $(stat -c %y "$work/now") in
    *.000000000*) sleep 1.1 ;;
    *) sleep 0.05 ;;
    esac
}

prints() {
    [ "$("$build/tracker") $("$build/printer") $("$build/reader")" = "$1" ] || fail "the programs do not print $1"
}

fails_to_build() {
    ! make_all || fail "built: $1"
    grep -q 'error: ' "$work/log" || fail "no error for: $1"
}

listing "$project" >"$work/before"

# With the sdnc of the same build.
with_subdirectory() {
    build=$work/build
    configure "$build" -DSDNC_SOURCE="$source" -DCMAKE_C_FLAGS=-O0 "$@" # faster to build
    out=$build/sdnc/tracker
    grep -q "generated: $out/bug.h;$out/bug.c;$out/common.h;$out/common.c" "$work/log" || fail "OUT_VAR is wrong"
    make_all || fail "first build"
    prints 'minor minor nothing 0'
    ! grep -q "$project" "$build/sdnc/tracker/bug.c" || fail "the path of the sources is in the output"
    wait_for_clock
    touch "$project/schemas/common.schema"
    builds "touched, with the sdnc of the build" "" ""
}
# To build it takes longer than all the rest, so with make only if that is asked for, or for another release of CMake.
case $generator${SDNC_TEST_FULL:-}${SDNC_TEST_CMAKE:-} in
"Unix Makefiles") ;;
*) with_subdirectory "$@" ;;
esac

# With what is installed, and an sdnc from elsewhere.
build=$work/build_with_other
out=$build/sdnc/tracker
configure "$build" -DCMAKE_PREFIX_PATH="$prefix" -DSDNC_EXECUTABLE="$work/other_sdnc" "$@"
make_all || fail "build with SDNC_EXECUTABLE"
prints 'minor minor nothing 0'
for schema in bug common note task-list; do
    grep -qx "$schema.schema" "$work/generated" || fail "SDNC_EXECUTABLE was not used for $schema.schema"
done
[ "$(wc -l <"$work/generated")" -eq 4 ] || fail "SDNC_EXECUTABLE was used more than once for a schema"
builds "nothing changed" "" ""

touch "$project/schemas/common.schema"
builds "an imported schema was touched" "bug.schema common.schema" ""
touch "$project/bug.schema"
builds "a schema was touched" "bug.schema" ""
echo '// not seen in C' >>"$project/note.schema"
builds "a comment was added" "note.schema" ""
touch "$work/other_sdnc"
builds "sdnc was touched" "bug.schema common.schema note.schema task-list.schema" ""

sed -i 's/nothing/something/' "$project/note.schema"
builds "a default was changed" "note.schema" "note.c"
prints 'minor minor something 0'
echo 'enum Severity { trivial, minor, major }' >"$project/schemas/common.schema"
builds "an import was changed" "bug.schema common.schema" "bug.c bug.c common.c common.c main.c main.c"
sed -i 's/= minor/= trivial/' "$project/bug.schema"
builds "a schema was changed" "bug.schema" "bug.c bug.c"
prints 'trivial trivial something 0'
sed -i 's/string;/u32;/' "$project/note.schema"
builds "a type was changed" "note.schema" "note.c reader.c"
touch "$project/bug.schema"
sed -i 's/something/a thing/' "$project/note.schema"
builds "two schemas were changed, one in name only" "bug.schema note.schema" "note.c"

rm "$out/bug.c"
builds "a .c was deleted" "bug.schema" "bug.c bug.c"
rm "$out/common.h"
builds "a .h was deleted" "common.schema" "bug.c bug.c common.c common.c main.c main.c"
rm "$out"/*.[ch]
builds "all outputs were deleted" "bug.schema common.schema" "bug.c bug.c common.c common.c main.c main.c"
rm "$build/sdnc/notes/note.h"
sed -i 's/a thing/nothing/' "$project/note.schema"
builds "a schema was changed and an output deleted" "note.schema" "note.c reader.c"
prints 'trivial trivial nothing 0'

cp "$project/schemas/common.schema" "$work/kept"
echo 'enum Severity { trivial, minor, major, }}' >"$project/schemas/common.schema"
fails_to_build "a schema with an error"
fails_to_build "a schema with an error, again"
cp "$work/kept" "$project/schemas/common.schema"
builds "the error was mended" "bug.schema common.schema" ""
echo 'enum Severity { minor, major }' >"$project/schemas/common.schema"
fails_to_build "an import without what is used"
fails_to_build "an import without what is used, again"
cp "$work/kept" "$project/schemas/common.schema"
make_all || fail "build: the import was mended"
builds "the import was mended" "" ""

cmake --build "$build" --target clean >"$work/log" 2>&1 || fail clean
[ ! -e "$out/bug.h" ] || fail "clean left an output"
make_all || fail "build after clean"
[ "$(wc -l <"$work/generated")" -eq 4 ] || fail "sdnc ran more than once for a schema after clean"
prints 'trivial trivial nothing 0'
builds "after clean" "" ""

cp "$here/consumer/"*.schema "$project"
cp "$here/consumer/schemas/common.schema" "$project/schemas/common.schema"
listing "$project" | cmp -s - "$work/before" || fail "the source tree was written to"

# A schema gets another name, and a field more: a program that still includes the old header must not be built.
rename() { # from, to
    mv "$project/$1.schema" "$project/$2.schema"
    sed -i "s/SCHEMAS $1\\.schema/SCHEMAS $2.schema/" "$project/CMakeLists.txt"
}
rename bug defect
sed -i 's/record Bug in bugs {/&\n    more : u32;/' "$project/defect.schema"
echo '/* by hand */' >"$out/bug_notes.h"
fails_to_build "a program includes the header of a renamed schema"
[ ! -e "$out/bug.h" ] && [ ! -e "$out/bug.c" ] || fail "outputs of a renamed schema are still there"
[ -e "$out/bug_notes.h" ] && [ -e "$out/common.h" ] || fail "more than stale outputs was removed"
fails_to_build "a program includes the header of a renamed schema, again"
sed -i 's/bug\.h/defect.h/' "$project/main.c"
make_all || fail "build with the new name"
prints 'minor minor nothing 0'
sed -i '/^sdnc_generate(TARGET notes SCHEMAS note.schema)/d; s/add_library(notes STATIC)/&/' "$project/CMakeLists.txt"
echo '/* by hand */' >"$build/sdnc/notes/note.c"
fails_to_build "a program includes the header of a schema that is listed no more"
[ -e "$build/sdnc/notes/note.c" ] || fail "a file that is not ours was removed"
[ ! -e "$build/sdnc/notes/note.h" ] || fail "the header of a schema that is listed no more is still there"
cp -R "$here/consumer/." "$project"
rm "$project/defect.schema"
make_all || fail "build with the old name"
prints 'minor minor nothing 0'

# That a call is refused with a message. Arguments: the call, a pattern of the message.
refused() {
    mkdir -p "$work/wrong"
    cp -R "$here/consumer/." "$work/wrong/"
    sed '/^sdnc_generate/,$d' "$here/consumer/CMakeLists.txt" >"$work/wrong/CMakeLists.txt"
    echo "$1" >>"$work/wrong/CMakeLists.txt"
    ! cmake -S "$work/wrong" -B "$work/wrong_build" -G "$generator" -DCMAKE_PREFIX_PATH="$prefix" >"$work/log" 2>&1 ||
        fail "accepted: $1"
    tr -s ' \n' '  ' <"$work/log" | grep -q "$2" || fail "no '$2' for: $1"
}

refused 'sdnc_generate(TARGET tracker SCHEMAS gone.schema)' "schema 'gone.schema' does not exist"
refused 'sdnc_generate(TARGET nobody SCHEMAS bug.schema)' "there is no target 'nobody'"
refused 'sdnc_generate(TARGET tracker)' 'TARGET and SCHEMAS are needed'
refused 'sdnc_generate(TARGET tracker SCHEMAS main.c)' 'must end in .schema'
refused 'sdnc_generate(TARGET tracker SCHEMAS bug.schema IMPORT_DIRS gone)' "import directory 'gone' does not exist"
refused 'sdnc_generate(TARGET tracker SCHEMAS bug.schema FROM gone)' 'FROM'
refused 'sdnc_generate(TARGET tracker SCHEMAS bug.schema RUNTIME gone)' "there is no target 'gone'"
refused 'sdnc_generate(TARGET tracker SCHEMAS bug.schema ./bug.schema)' 'two schemas'
echo ok
