#!/bin/sh
# build_amalgamation.sh BUILD SDNC LIBSDN_SO CC CXX
#
# The library as one file, which BUILD has in amalgamation/: it compiles without warnings, with gcc and clang, its header
# as C++ too; it exports what libsdn.so does, or nothing, and asks other libraries for no hidden name; a program with
# generated code beside it runs; and tests of the library, of private functions too, pass when they are linked with it.
set -eu
usage="usage: build_amalgamation.sh BUILD SDNC LIBSDN_SO CC CXX"
build=$(realpath "${1:?$usage}")
sdnc=$(realpath "${2:?$usage}")
shared=$(realpath "${3:?$usage}")
cc=${4:?$usage}
cxx=${5:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
strict='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Werror'

fail() {
    echo "FAILED: $*"
    [ ! -f log ] || cat log
    exit 1
}

# Only this is copied: nothing else of the sources is needed.
cp -R "$build/amalgamation/sdn" .
[ "$(ls sdn)" = "sdn.c
sdn.h" ] || fail "the amalgamation has other files"
release=$("$sdnc" --version | sed 's/sdnc //')
for file in sdn.c sdn.h; do
    head -n 3 "sdn/$file" | grep -q "libsdn $release[ :]" || fail "$file does not name its release"
    grep -q 'do not edit' "sdn/$file" || fail "$file does not say that it is made"
    grep -q 'Permission is hereby granted' "sdn/$file" || fail "$file has no licence"
    ! grep -q "$(dirname "$here")\|$build" "sdn/$file" || fail "$file has a path of this machine"
done
grep -q 'BSD 2-Clause' sdn/sdn.c || fail "the licence of xxhash.h is gone"

$cc -std=c11 -fPIC $strict -c sdn/sdn.c >log 2>&1 || fail "compile with $cc"
for other in gcc clang; do
    command -v $other >/dev/null || continue
    wide=
    [ "$(uname -m)" != x86_64 ] || wide='-mavx2 -mbmi -mpopcnt'
    $other -std=c11 $strict $wide -fsyntax-only sdn/sdn.c >log 2>&1 || fail "compile with $other $wide"
done
! command -v clang >/dev/null || clang -std=c11 $strict -fsyntax-only sdn/sdn.c >log 2>&1 || fail "compile with clang"
if command -v "$cxx" >/dev/null; then
    for standard in c++17 c++20; do
        echo '#include <sdn/sdn.h>' | $cxx -x c++ -std=$standard -I. ${strict% -Wstrict*} -Werror -fsyntax-only - >log 2>&1 ||
            fail "sdn.h as $standard"
    done
fi

# What is seen of it: the same names as of libsdn.so; none, if the user wants none.
exported() {
    nm -D --defined-only "$1" | awk '{ print $3 }' | sed 's/@.*//' | LC_ALL=C sort
}
$cc -shared -o libone.so sdn.o -pthread
exported libone.so >one
exported "$shared" >library
diff one library || fail "other names are exported than by libsdn.so"
$cc -std=c11 -fPIC -shared -DSDN_API= -o libnone.so sdn/sdn.c -pthread
[ -z "$(exported libnone.so)" ] || fail "names are exported in spite of -DSDN_API=: $(exported libnone.so)"

# What it takes from others is not hidden: the linker finds that in no library, such as that of AddressSanitizer.
hidden=$(readelf -sW sdn.o | awk '$6 == "HIDDEN" && $7 == "UND" { print $8 }')
[ -z "$hidden" ] || fail "hidden, but not in sdn.o: $hidden"

# A program, as docs/building.md has it.
cp "$here/installed/note.schema" "$here/installed/main.c" .
"$sdnc" generate note.schema -o . || fail "sdnc"
$cc -std=c11 $strict -I. -o notes main.c note.c sdn.o -pthread >log 2>&1 || fail "build a program"
./notes notes.sdn one >/dev/null && [ "$(./notes notes.sdn two)" = "notes: 2" ] || fail "the program does not run"

# Tests of every layer and of whole stores, with the objects that they were compiled to and sdn.o for libsdn.a.
for test in alloc arena error str atomic_file lock checksum document_reader scan enum_words row_read row_write key_map \
    ordered_index changes rules table_load row_encode insert rename layout save conflict cursor merge transaction \
    three_stores; do
    object=$(find "$build/tests/CMakeFiles/test_$test.dir" -name "test_$test.c.o")
    $cc -o "test_$test" "$object" sdn.o "$build"/tests/libsdnc_test_todos.a "$build"/tests/libsdnc_generated.a \
        "$build"/tests/libsdnc_test_support.a -lcmocka -lm -pthread >log 2>&1 || fail "link test_$test"
    "./test_$test" >log 2>&1 || fail "test_$test"
done
echo ok
