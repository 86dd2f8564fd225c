#!/bin/sh
# build_deb_root.sh DEBS ROOT
#
# The Debian packages in DEBS, which build_deb.sh made, in a Debian system in the directory ROOT, as root: they are installed,
# a program is built and run there with CMake and with pkg-config, in databases too, and they are purged, after which nothing
# of them is left. Such a system is made by
#   debootstrap --variant=minbase bookworm ROOT \
#       --include=gcc,libc6-dev,pkgconf,cmake,make,libsqlite3-dev,libpq-dev,sqlite3,postgresql
# Without the last two the programs with databases are built, but not run.
set -eu
debs=${1:?usage: build_deb_root.sh DEBS ROOT}
root=${2:-}
here=$(cd "$(dirname "$0")" && pwd)
[ -n "$root" ] || { echo "no Debian system is given; configure with -DSDNC_DEBIAN_ROOT=DIRECTORY"; exit 77; }
[ "$(id -u)" -eq 0 ] || { echo "not run as root"; exit 77; }
[ -n "$(ls "$debs"/*.deb 2>/dev/null)" ] || { echo "there are no packages in $debs: build_deb was skipped"; exit 77; }
for tool in cc pkg-config cmake make; do
    chroot "$root" sh -c "command -v $tool" >/dev/null || { echo "$tool is not installed in $root"; exit 77; }
done
packages=
for deb in "$debs"/*.deb; do
    packages="$packages $(dpkg-deb -f "$deb" Package)"
done
for library in libsqlite3-dev libpq-dev; do
    case "$(dpkg-deb -f "$debs"/libsdn-*-dev_*.deb Depends 2>/dev/null)" in *$library*) ;; *) continue ;; esac
    chroot "$root" dpkg -s $library >/dev/null 2>&1 || { echo "$library is not installed in $root"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022

fail() {
    echo "FAILED: $*"
    [ ! -f "$work/log" ] || cat "$work/log"
    exit 1
}

# All files of the system but those that dpkg and ldconfig keep for themselves.
listing() {
    (cd "$root" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./tmp -o -path ./var/lib/dpkg -o \
        -path ./var/log -o -path ./var/cache -o -path ./root \) -prune -o ! -path ./etc/ld.so.cache -print | LC_ALL=C sort)
}

listing >"$work/before"
mkdir "$root/tmp/debs"
trap 'chroot "$root" dpkg --purge $packages >"$work/purged" 2>&1; rm -rf "$work" "$root/tmp/debs"' EXIT
cp "$debs"/*.deb "$root/tmp/debs/"
cp -R "$here/installed" "$root/tmp/debs/program"
mkdir "$root/tmp/debs/tests" "$root/tmp/debs/tests/integration" "$root/tmp/debs/tests/server"
cp -R "$here/build_databases.sh" "$here/installed" "$here/databases" "$root/tmp/debs/tests/integration/"
cp "$here/../server/postgres.sh" "$root/tmp/debs/tests/server/"
sed -i 's/ CXX)/)/; /C++/,$d' "$root/tmp/debs/program/CMakeLists.txt" # the system has no C++ compiler
chroot "$root" sh -ec "
    packages='$packages'"'
    dpkg -i /tmp/debs/*.deb
    cd /tmp/debs/program
    cmake -S . -B build
    cmake --build build
    build/notes notes.sdn one
    build/notes_shared notes.sdn two
    sdnc note.schema -o .
    cc -o notes main.c note.c $(pkg-config --cflags --libs sdn)
    ./notes notes.sdn three
    case " $packages " in
    *" libsdn-sqlite-dev "* | *" libsdn-postgres-dev "*) /tmp/debs/tests/integration/build_databases.sh /usr cc ;;
    esac
    dpkg --purge $packages' >"$work/log" 2>&1 || fail "install, build, run and purge in $root"
grep -q '^notes: 3$' "$work/log" || fail "the programs count wrongly"
listing >"$work/after"
diff "$work/before" "$work/after" || fail "purging the packages left something in $root, or took something"
grep ': not run, ' "$work/log" || true
echo ok
