#!/bin/sh
# build_deb.sh SDNC_SOURCE COMPILER [ROOT]
#
# The Debian packages: built; checked by lintian, if it is there; unpacked, and a program built with what is in them. With
# ROOT, the directory of a Debian system, and as root, they are also installed there, a program is built and run there with
# CMake and with pkg-config, and they are purged, after which nothing of them is left. Such a system is made by
#   debootstrap --variant=minbase --include=gcc,libc6-dev,pkgconf,cmake,make bookworm ROOT
set -eu
usage="usage: build_deb.sh SDNC_SOURCE COMPILER [ROOT]"
source=$(realpath "${1:?$usage}")
cc=${2:?$usage}
root=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
for tool in dpkg-deb dpkg-shlibdeps pkg-config; do
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

build="$work/build"
cmake -S "$source" -B "$build" -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_C_COMPILER="$cc" -DSDNC_BUILD_TESTS=OFF \
    -DSDNC_BUILD_DEMO=OFF -DCMAKE_C_COMPILER_LAUNCHER="$(command -v ccache || true)" >"$work/log" 2>&1 || fail "configure"
cmake --build "$build" --parallel 2 --target package >"$work/log" 2>&1 || fail "build the packages"

packages=$(for package in "$build"/*.deb; do dpkg-deb -f "$package" Package; done | LC_ALL=C sort | xargs)
[ "$packages" = "libsdn-dev libsdn0 sdnc" ] || fail "the packages are: $packages"
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
cp -R "$here/installed" "$work/program"
cd "$work/program"
"$work/unpacked/usr/bin/sdnc" note.schema -o . || fail "the sdnc of the package does not run"
pc_dir=$(dirname "$(find "$work/unpacked" -name sdn.pc)")
PKG_CONFIG_LIBDIR="$pc_dir" PKG_CONFIG_SYSROOT_DIR="$work/unpacked" pkg-config --cflags --libs sdn >flags
$cc -o notes main.c note.c $(cat flags) || fail "build with what is in the packages"
LD_LIBRARY_PATH=$(dirname "$pc_dir") ./notes notes.sdn one >/dev/null || fail "the program does not run"

if [ -z "$root" ] || [ "$(id -u)" -ne 0 ]; then
    echo "not installed in a Debian system: no ROOT, or not run as root"
    exit 0
fi

# All files of the system but those that dpkg and ldconfig keep for themselves.
listing() {
    (cd "$root" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./tmp -o -path ./var/lib/dpkg -o \
        -path ./var/log -o -path ./var/cache -o -path ./root \) -prune -o ! -path ./etc/ld.so.cache -print | LC_ALL=C sort)
}

listing >"$work/before"
mkdir "$root/tmp/debs"
trap 'chroot "$root" dpkg --purge sdnc libsdn-dev libsdn0 >"$work/purged" 2>&1; rm -rf "$work" "$root/tmp/debs"' EXIT
cp "$build"/*.deb "$root/tmp/debs/"
cp -R "$here/installed" "$root/tmp/debs/program"
sed -i 's/ CXX)/)/; /C++/,$d' "$root/tmp/debs/program/CMakeLists.txt" # the system has no C++ compiler
chroot "$root" sh -ec '
    dpkg -i /tmp/debs/*.deb
    cd /tmp/debs/program
    cmake -S . -B build
    cmake --build build
    build/notes notes.sdn one
    build/notes_shared notes.sdn two
    sdnc note.schema -o .
    cc -o notes main.c note.c $(pkg-config --cflags --libs sdn)
    ./notes notes.sdn three
    dpkg --purge sdnc libsdn-dev libsdn0' >"$work/log" 2>&1 || fail "install, build, run and purge in $root"
grep -q '^notes: 3$' "$work/log" || fail "the programs count wrongly"
listing >"$work/after"
diff "$work/before" "$work/after" || fail "purging the packages left something in $root, or took something"
echo ok
