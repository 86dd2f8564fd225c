#!/bin/sh
# build_deb.sh SDNC_SOURCE COMPILER OUT [twice]
#
# The Debian packages: built, with `twice` once more elsewhere, which gives the same bytes; checked by lintian, if it is
# there; unpacked, and a program built with what is in them. They are left in OUT, for build_deb_root.sh.
set -eu
usage="usage: build_deb.sh SDNC_SOURCE COMPILER OUT [twice]"
source=$(realpath "${1:?$usage}")
cc=${2:?$usage}
out=${3:?$usage}
twice=${4:-}
here=$(cd "$(dirname "$0")" && pwd)
for tool in dpkg-deb dpkg-shlibdeps file pkg-config; do
    command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022

fail() {
    echo "FAILED: $*"
    [ ! -f "$work/log" ] || cat "$work/log"
    exit 1
}

# The packages of the databases too, where their libraries are.
expected="libsdn-dev libsdn0 sdnc"
databases=
options=
take() { # NAME PACKAGE
    databases="$databases $1:$2"
    expected="$expected libsdn-$1-dev libsdn-${1}0"
    options="$options -DSDN_$(echo "$1" | tr a-z A-Z)=ON"
}
! pkg-config --exists 'sqlite3 >= 3.38' || take sqlite libsqlite3-0
! pkg-config --exists libpq || take postgres libpq5
expected=$(echo $expected | tr ' ' '\n' | LC_ALL=C sort | xargs)

# build SOURCE BUILD: in the fastest way, for how fast the programs are is nothing that this looks for.
build() {
    cmake -S "$1" -B "$2" -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_C_COMPILER="$cc" -DSDNC_BUILD_TESTS=OFF \
        -DCMAKE_C_FLAGS_RELWITHDEBINFO="-O0 -g -DNDEBUG" -DCMAKE_UNITY_BUILD=ON \
        -DSDNC_BUILD_DEMO=OFF $options -DCMAKE_C_COMPILER_LAUNCHER="$(command -v ccache || true)" >"$work/log" 2>&1 ||
        fail "configure $2"
    cmake --build "$2" --parallel 2 --target package >"$work/log" 2>&1 || fail "build the packages in $2"
}

export SOURCE_DATE_EPOCH=1700000000
unset CCACHE_BASEDIR CCACHE_NOHASHDIR # with which ccache gives objects that have paths of another build
build="$work/build"
build "$source" "$build"
if [ "$twice" = twice ]; then
    mkdir "$work/a copy"
    (cd "$source" && cp -R CMakeLists.txt CHANGELOG.md LICENSE docs generator runtime "$work/a copy/")
    build "$work/a copy" "$work/a copy/build-deb"
    for package in "$build"/*.deb; do
        cmp "$package" "$work/a copy/build-deb/$(basename "$package")" || fail "the packages differ from place to place"
    done
fi
rm -rf "$out"
mkdir -p "$out"
cp "$build"/*.deb "$out/"

packages=$(for package in "$build"/*.deb; do dpkg-deb -f "$package" Package; done | LC_ALL=C sort | xargs)
[ "$packages" = "$expected" ] || fail "the packages are: $packages"
! dpkg-deb -f "$build"/sdnc_*.deb Depends | grep -q 'libsdn\|xxhash' || fail "sdnc depends on libraries of ours"
if command -v lintian >/dev/null; then
    lintian --fail-on error --suppress-tags initial-upload-closes-no-bugs "$build"/*.deb >"$work/log" 2>&1 ||
        fail "lintian has errors"
else
    echo "not checked by lintian, which is not installed"
fi

# What they hold, without installing them.
for package in "$build"/*.deb; do
    dpkg-deb -x "$package" "$work/unpacked"
done
for page in man1/sdnc.1 man3/sdn_store.3 man5/sdn_schema.5 man5/sdn_file.5; do
    [ -s "$work/unpacked/usr/share/man/$page.gz" ] || fail "no compressed manual page $page"
done
for script in bash-completion/completions/sdnc zsh/vendor-completions/_sdnc fish/vendor_completions.d/sdnc.fish; do
    grep -q resolve "$work/unpacked/usr/share/$script" || fail "no completion script $script that knows the commands"
done
cp -R "$here/installed" "$work/program"
cd "$work/program"
"$work/unpacked/usr/bin/sdnc" note.schema -o . || fail "the sdnc of the package does not run"
pc_dir=$(dirname "$(find "$work/unpacked" -name sdn.pc)")
PKG_CONFIG_LIBDIR="$pc_dir" PKG_CONFIG_SYSROOT_DIR="$work/unpacked" pkg-config --cflags --libs sdn >flags
$cc -o notes main.c note.c $(cat flags) || fail "build with what is in the packages"
LD_LIBRARY_PATH=$(dirname "$pc_dir") ./notes notes.sdn one >/dev/null || fail "the program does not run"

# With databases, too.
for database in $databases; do
    library=${database#*:} database=${database%:*}
    dpkg-deb -f "$build"/libsdn-${database}0_*.deb Depends | grep 'libsdn0' | grep -q "$library" ||
        fail "libsdn-${database}0 does not depend on what it needs"
    dpkg-deb -f "$build"/sdnc_*.deb Depends | grep -q "$library" || fail "sdnc does not depend on $library"
done
if [ -n "$databases" ]; then
    "$here/build_databases.sh" "$work/unpacked/usr" "$cc" >"$work/log" 2>&1 || fail "build programs with databases"
fi

echo ok
