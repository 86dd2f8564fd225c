#!/bin/sh
# Builds everything and runs every test: with gcc; with clang under the address and undefined behaviour sanitizers;
# the threaded tests under the thread sanitizer; the unit tests under valgrind; clang-tidy; and a short run of the
# benchmarks.
#
#   tests/run.sh            all of it
#   tests/run.sh gcc        one part: gcc, tidy, sanitize, thread, valgrind or bench; valgrind_all, which is not part of
#                           all: each unit test under valgrind, also those that take long there
#   SDNC_TEST_CMAKE=PROGRAM tests/run.sh gcc   also with that release of CMake
set -eu
cd "$(dirname "$0")/.."
. tests/support/packages.sh
need_to_build
need g++ g++
need clang clang
need clang-format-14 clang-format-14
need clang-tidy clang-tidy
need lld ld.lld
need libclang-rt-dev "$(ls /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.asan-x86_64.a 2>/dev/null | head -n 1 | grep . || echo /libclang-rt)"
need libcmocka-dev /usr/include/cmocka.h
need valgrind valgrind
need gcc-aarch64-linux-gnu aarch64-linux-gnu-gcc
need gcc-s390x-linux-gnu s390x-linux-gnu-gcc
need libc6-dev-arm64-cross /usr/aarch64-linux-gnu/include/stdio.h
need libc6-dev-s390x-cross /usr/s390x-linux-gnu/include/stdio.h
need qemu-user qemu-aarch64
need musl-tools musl-gcc
# Not gcc-multilib, which conflicts with the cross compilers.
if command -v gcc >/dev/null; then
    need "gcc-$(gcc -dumpversion)-multilib" "$(gcc -m32 -print-file-name=libgcc.a | grep /32/ || echo /libgcc-32)"
fi
need strace strace
need make make
need meson meson
need git git
need spin spin
need e2fsprogs /usr/sbin/mkfs.ext4
need xfsprogs /usr/sbin/mkfs.xfs
need btrfs-progs /usr/sbin/mkfs.btrfs
need mandoc mandoc
need doxygen doxygen
need libxml2-utils xmllint
need lintian lintian
need dpkg-dev dpkg-shlibdeps
need file file
need pkgconf pkg-config
need bindfs bindfs
need unionfs-fuse unionfs
need libsqlite3-dev /usr/include/sqlite3.h
need sqlite3 sqlite3
need libpq-dev /usr/include/postgresql/libpq-fe.h
need postgresql "$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | head -n 1 | grep . || echo /initdb)"
need jq jq
need zsh zsh
need fish fish
install_missing

jobs=$(($(nproc) + 1)) # some tests wait

# Of what has a longer run by hand. tests/README.md names the commands of the long ones.
SDNC_FUZZ_SECONDS=${SDNC_FUZZ_SECONDS:-4}
export SDNC_FUZZ_SECONDS

# configure DIRECTORY OPTION...
configure() {
    directory=$1
    shift
    echo "== build $directory: $*"
    cmake -S . -B "$directory" -G Ninja -DSDNC_WERROR=ON "$@" >/dev/null
}

# make_targets DIRECTORY TARGET...
make_targets() {
    directory=$1
    shift
    cmake --build "$directory" --target "$@" 2>&1 | grep -Ev '^\[[0-9]+/[0-9]+\]|^ninja: (no work|Entering)' || true
    cmake --build "$directory" --target "$@" >/dev/null
}

# build DIRECTORY OPTION...: all of it.
build() {
    configure "$@"
    make_targets "$1" all
}

# check DIRECTORY OPTION...
check() {
    directory=$1
    shift
    ctest --test-dir "$directory" --output-on-failure --no-tests=error -j "$jobs" "$@"
}

part_gcc() {
    # With both databases in sdnc and in what is installed; the sanitizers have the build without options.
    build build -DCMAKE_C_COMPILER=gcc -DSDNC_TEST_LAUNCHER= -DSDN_SQLITE=ON -DSDN_POSTGRES=ON
    check build
}

part_tidy() {
    build build -DCMAKE_C_COMPILER=gcc
    sh tests/tidy.sh . build quick # all of it: cmake --build build --target tidy
}

part_sanitize() {
    # Some 300 programs are linked with the sanitizers: half of the time of this build with another linker and all of -g.
    build build-sanitize -DCMAKE_C_COMPILER=clang -DSDNC_SANITIZER=address+undefined \
        -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld "-DCMAKE_C_FLAGS_RELWITHDEBINFO=-O2 -gline-tables-only"
    # Campaigns, scripts that make builds of their own, checks of sources, documents and compilers, and what measures time:
    # once is enough. So it is for the store's own tests in databases: here they have a file.
    check build-sanitize -LE "campaign|generate|example|architecture|compile|documents|databases" \
        -E "power_cuts|lock_model|lock_fairness|test_slow_files|two_users|ddl_|^build_|editor|free_names|language_reference"
    check build-sanitize -R fault_memory # leaks
}

part_thread() {
    configure build-thread -DCMAKE_C_COMPILER=gcc -DSDNC_SANITIZER=thread
    make_targets build-thread lock_threads test_crew_share test_snapshot test_table_parts
    SDN_TEST_FILES=200 check build-thread -R '^(lock_threads|test_crew_share|test_snapshot|test_table_parts)$'
}

# The programs of part_gcc, each started by valgrind.
under_valgrind() {
    build build -DCMAKE_C_COMPILER=gcc -DSDNC_TEST_LAUNCHER="valgrind;-q;--error-exitcode=99;--leak-check=full;--errors-for-leak-kinds=definite,indirect,possible"
    check build -L unit "$@"
}

# The runtime, but for tests that compute much and have no memory of their own, and those that take longest: rounds by the
# hundred of code that other programs run once, such as models and failing allocations. The sanitizers see all of them,
# and the generator.
part_valgrind() {
    under_valgrind -LE generator \
        -E "^test_(real|scalar|time|utf8|.*_model|.*_model_.*|store_memory|.*_faults|lock|lock_name|merge|index_walk|key_map|table_parts|.*_processes|.*_same)$"
}

part_valgrind_all() {
    under_valgrind --timeout 1500
}

# That all contestants run and agree; how fast they are is for a quiet machine to say.
part_bench() {
    echo "== tests/bench.sh quick"
    BENCH_BUILD=build sh tests/bench.sh quick >build/bench.log 2>&1 || { cat build/bench.log; exit 1; }
    tail -n 3 build/bench.log
}

for part in ${1:-gcc tidy sanitize thread valgrind bench}; do
    "part_$part"
done
echo "all tests passed"
