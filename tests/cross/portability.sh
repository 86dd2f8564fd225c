#!/bin/sh
# portability.sh quick|full [DIRECTORY [VARIANT...]]
#
# Builds the library in other ways than usual, and runs its unit tests so: for other C libraries and processors, without
# what only Linux or only gcc has, and with flags that programs are compiled with. The builds are below DIRECTORY
# (build/portability, unless given). `quick` runs the test programs that have to do with the system, the processor, sizes
# and numbers; `full` all unit tests, in more variants, of the compiler sdnc too where it can run.
#
#   posix      without all system calls that POSIX does not have, and without extensions of compilers
#   musl       another C library
#   m32        i386: a long and a pointer have 32 bits; numbers are computed with more bits than a double has. Also with
#              -D_GNU_SOURCE, which changes what strerror_r is
#   s390x      big-endian, under qemu
#   standards  the library and generated code in other versions of C, its headers in C++, without warnings; and flags that
#              the library cannot be used with, which must be refused
#   posix_musl, armhf, aarch64, lto_gcc, lto_clang, flags_gcc, flags_clang       `full` alone
#
# A variant whose tools are not installed is left out, and said. If all are, the exit code is 77, which ctest counts as
# skipped.
set -eu
usage="usage: portability.sh quick|full [DIRECTORY [VARIANT...]]"
source=$(cd "$(dirname "$0")/../.." && pwd)
extent=${1:?$usage}
case $extent in
quick) variants='posix musl m32 s390x standards' ;;
full) variants='posix posix_musl musl m32 armhf s390x aarch64 lto_gcc lto_clang flags_gcc flags_clang standards' ;;
*) echo "$usage" >&2; exit 2 ;;
esac
directory=${2:-$source/build/portability}
mkdir -p "$directory"
directory=$(cd "$directory" && pwd)
shift $(($# > 2 ? 2 : $#))
[ $# -eq 0 ] || variants=$*
jobs=${SDNC_TEST_JOBS:-2}

# What `quick` runs: for the system calls that POSIX has not, one or two programs of each layer; elsewhere what has to do
# with the C library, sizes and the order of bytes.
programs='sys error real scan_wide row_write transaction'
posix_programs="$programs atomic_file lock_owner"

fail() {
    echo "FAILED: $*"
    exit 1
}

# has VARIANT COMMAND_OR_FILE...: whether all are installed.
has() {
    variant=$1
    shift
    for wanted in "$@"; do
        case $wanted in
        /*) [ -e "$wanted" ] && continue ;;
        *) command -v "$wanted" >/dev/null && continue ;;
        esac
        echo "$variant: left out, $wanted is not installed"
        return 1
    done
}

# No build takes headers from the directory of this machine's C library by name: those of another one would be mixed with
# them.
check_include_path() {
    if grep -nE -- '(-I|-isystem|-iquote) ?/usr/(local/)?include([ "]|$)' "$1/build.ninja"; then
        fail "$variant: the include path has /usr/include"
    fi
}

# build_and_test VARIANT OPTION...: with cmake.
build_and_test() {
    variant=$1
    shift
    build=$directory/$variant
    cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DSDNC_WERROR=ON -DSDNC_CMOCKA_STAND_IN=ON \
        -DSDNC_BUILD_GENERATOR=OFF -DSDNC_BUILD_DEMO=OFF -DSDNC_BUILD_SHARED=OFF "$@" >"$build.log" 2>&1 ||
        { cat "$build.log"; fail "$variant: configure"; }
    check_include_path "$build"
    targets=$(ctest --test-dir "$build" -N -L unit | sed -n 's/^ *Test *#[0-9]*: \(test_.*\)/\1/p')
    if [ "$extent" = quick ]; then
        [ "$variant" != posix ] || programs=$posix_programs
        targets=$(for program in $programs; do echo "test_$program"; done)
        case $* in # some are too slow there for a short form
        *qemu*) targets=$(echo "$targets" | grep -vxE 'test_(real|merge)') ;;
        esac
    fi
    # shellcheck disable=SC2086 # several targets
    cmake --build "$build" -j "$jobs" --target $targets >"$build.log" 2>&1 ||
        { grep -E 'error|warning|FAILED' "$build.log" || cat "$build.log"; fail "$variant: build"; }
    # shellcheck disable=SC2086
    ctest --test-dir "$build" -j "$jobs" --timeout 900 -V -R "^($(echo $targets | tr ' ' '|'))\$" >"$build.log" 2>&1 ||
        { grep -E '^[0-9]+: .*:[0-9]+: |\*\*\*' "$build.log" || cat "$build.log"; fail "$variant: tests"; }
    count=$(sed -n 's/.*tests passed, 0 tests failed out of \([0-9]*\).*/\1/p' "$build.log")
    [ "${count:-0}" -ge "$(echo $targets | wc -w)" ] || fail "$variant: only ${count:-no} test programs ran"
    cases=$(sed -n 's/^[0-9]*: \([0-9]*\) passed, 0 failed.*/\1/p' "$build.log" | awk '{ sum += $1 } END { print sum + 0 }')
    skipped=$(grep -c '^[0-9]*: [a-z_0-9]*: skipped' "$build.log" || true)
    echo "$variant: $count test programs, $cases cases passed, $skipped skipped"
    ! grep '^[0-9]*: [a-z_0-9]*: skipped' "$build.log" >"$build.skipped" || [ "$extent" = quick ] ||
        sed 's/^[0-9]*: /    /' "$build.skipped"
    ran=$((ran + 1))
}

with_generator() {
    [ "$extent" = quick ] || echo -DSDNC_BUILD_GENERATOR=ON
}

cross() { # variant, processor as qemu names it, prefix of the tools
    has "$1" "$3-gcc" "qemu-$2" "/usr/$3/include/stdio.h" || return 0
    build_and_test "$1" -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR="$2" -DCMAKE_C_COMPILER="$3-gcc" \
        -DCMAKE_C_FLAGS=-O1 "-DSDNC_TEST_LAUNCHER=qemu-$2;-L;/usr/$3"
}

variant_posix() {
    build_and_test posix -DCMAKE_C_COMPILER=gcc -DCMAKE_C_FLAGS=-O0 -DSDN_POSIX_ONLY=ON -DSDN_ISO_C=ON
}

variant_posix_musl() {
    has posix_musl musl-gcc || return 0
    build_and_test posix_musl -DCMAKE_C_COMPILER=musl-gcc -DCMAKE_C_FLAGS=-O1 -DSDN_POSIX_ONLY=ON
}

variant_musl() {
    has musl musl-gcc || return 0
    # shellcheck disable=SC2046 # an option or none
    build_and_test musl -DCMAKE_C_COMPILER=musl-gcc -DCMAKE_C_FLAGS=-O0 $(with_generator)
}

# Whether the kernel starts 32-bit programs; some are built, or started, without that.
runs_32_bit() {
    echo 'int main(void) { return 0; }' >"$directory/probe.c"
    gcc -m32 -idirafter "/usr/include/$(gcc -print-multiarch)" "$directory/probe.c" -o "$directory/probe" &&
        "$directory/probe" 2>/dev/null
}

# Debian has a 32-bit gcc beside the cross compilers, but then not the link /usr/include/asm.
variant_m32() {
    if ! gcc -m32 -print-file-name=libgcc.a | grep -q '/32/'; then
        echo "m32: left out, gcc-$(gcc -dumpversion)-multilib is not installed"
        return 0
    fi
    launcher=
    if ! runs_32_bit; then
        has m32 qemu-i386 || return 0
        launcher=-DSDNC_TEST_LAUNCHER=qemu-i386
    fi
    # shellcheck disable=SC2046,SC2086 # an option or none
    build_and_test m32 -DCMAKE_C_COMPILER=gcc $(with_generator) $launcher \
        "-DCMAKE_C_FLAGS=-m32 -O0 -D_GNU_SOURCE= -idirafter /usr/include/$(gcc -print-multiarch)"
}

variant_armhf() { cross armhf arm arm-linux-gnueabihf; }
variant_s390x() { cross s390x s390x s390x-linux-gnu; }
variant_aarch64() { cross aarch64 aarch64 aarch64-linux-gnu; }

variant_lto_gcc() {
    has lto_gcc gcc-ar || return 0
    build_and_test lto_gcc -DCMAKE_C_COMPILER=gcc "-DCMAKE_C_FLAGS=-O3 -flto" \
        -DCMAKE_AR="$(command -v gcc-ar)" -DCMAKE_RANLIB="$(command -v gcc-ranlib)"
}

variant_lto_clang() {
    has lto_clang clang llvm-ar ld.lld || return 0
    build_and_test lto_clang -DCMAKE_C_COMPILER=clang "-DCMAKE_C_FLAGS=-O3 -flto" -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld \
        -DCMAKE_AR="$(command -v llvm-ar)" -DCMAKE_RANLIB="$(command -v llvm-ranlib)"
}

# What programs have in their flags and the library does not need. -ffast-math is for the library alone, since the tests
# compute with numbers that it does without.
variant_flags_gcc() {
    echo 'cmake_language(DEFER CALL target_compile_options sdn PRIVATE -ffast-math)' >"$directory/fast_math.cmake"
    build_and_test flags_gcc "-DCMAKE_PROJECT_sdnc_INCLUDE=$directory/fast_math.cmake" -DCMAKE_C_COMPILER=gcc \
        "-DCMAKE_C_FLAGS=-O3 -funsigned-char -fstrict-aliasing -Wstrict-aliasing=2 -D_GNU_SOURCE= -D_FORTIFY_SOURCE=2"
}

variant_flags_clang() {
    has flags_clang clang || return 0
    build_and_test flags_clang -DCMAKE_C_COMPILER=clang \
        "-DCMAKE_C_FLAGS=-O2 -funsigned-char -fstrict-aliasing -fno-math-errno -D_FILE_OFFSET_BITS=64"
}

# ---- compiling alone ----

full_warnings="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"

# compile WHAT COMPILER FLAG...: all files of the list $files, each alone.
compile() {
    what=$1
    shift
    # shellcheck disable=SC2086
    "$@" $full_warnings -fsyntax-only $files >"$directory/standards.log" 2>&1 ||
        { cat "$directory/standards.log"; fail "standards: $what with $*"; }
}

# refused TEXT COMPILER FLAG...: the program that includes the headers does not compile, and the text is why.
refused() {
    text=$1
    shift
    if "$@" -fsyntax-only >"$directory/standards.log" 2>&1; then
        fail "standards: compiles with $*"
    fi
    grep -q -e "$text" "$directory/standards.log" || { cat "$directory/standards.log"; fail "standards: no word of it"; }
}

compile_library() { # compiler, flags
    files=$(find "$source/runtime/src" -name '*.c' ! -name '*_avx2.c')
    compile library "$@" -I "$source/runtime/include" -I "$source/runtime/src" -isystem "$directory/xxhash"
}

compile_generated() {
    files="$source/tests/golden/ok/*.c $source/generated/*.c"
    compile "generated code" "$@" -I "$source/runtime/include"
}

# Each header alone, and as a program sees it that has stricter warnings.
compile_headers() {
    mkdir -p "$directory/headers"
    rm -f "$directory"/headers/*
    for header in "$source"/runtime/include/sdn/*.h "$source"/tests/golden/ok/*.h "$source"/generated/*.h; do
        echo "#include \"$header\"" >"$directory/headers/$(basename "$header").cc"
    done
    files="$directory/headers/*.cc"
    compile headers "$@" -Wold-style-cast -Wcast-qual -Wundef -I "$source/runtime/include"
}

variant_standards() {
    mkdir -p "$directory/xxhash"
    cp "${SDN_XXHASH_INCLUDE_DIR:-/usr/include}/xxhash.h" "$directory/xxhash/"
    case $extent in
    quick) c_standards=c2x cxx_standards=c++20 ;;
    *) c_standards='c11 c17 c2x gnu11 gnu17 gnu2x' cxx_standards='c++11 c++14 c++17 c++20 c++2b' ;;
    esac
    if has standards musl-gcc; then # whose headers declare less
        files="$source/runtime/src/os/*.c"
        compile "calls of POSIX" musl-gcc -std=c11 -DSDN_POSIX_ONLY -I "$source/runtime/include" -I "$source/runtime/src"
    fi
    # Whatever a program asks of the C library for itself, these files ask for what they need.
    compile_library gcc -std=c11 -D_GNU_SOURCE=1 -D_POSIX_C_SOURCE=199309L -D_FILE_OFFSET_BITS=32
    for compiler in gcc clang; do
        has standards $compiler || continue
        for standard in $c_standards; do
            compile_library $compiler -std=$standard -Wstrict-aliasing=2
            compile_generated $compiler -std=$standard
        done
        [ $compiler-$extent = clang-quick ] || compile_library $compiler -std=c11 -pedantic-errors -DSDN_ISO_C
    done
    for compiler in g++ clang++; do
        has standards $compiler || continue
        for standard in $cxx_standards; do
            compile_headers $compiler -std=$standard
        done
    done
    echo '#include <sdn/sdn.h>' >"$directory/sdn.c"
    refused 'fno-short-enums' gcc -std=c11 -fshort-enums -I "$source/runtime/include" "$directory/sdn.c"
    if has standards g++; then
        refused 'fno-short-enums' g++ -std=c++17 -fshort-enums -I "$source/runtime/include" -x c++ "$directory/sdn.c"
    fi
    echo "standards: $c_standards, $cxx_standards"
    ran=$((ran + 1))
}

ran=0
for variant in $variants; do
    variant_$variant
done
[ $ran -gt 0 ] || exit 77
