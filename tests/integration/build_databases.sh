#!/bin/sh
# build_databases.sh PREFIX COMPILER
#
# Programs with stores in databases, built with the libraries of the databases that are installed in PREFIX: by pkg-config,
# with shared libraries and with archives; by CMake, with both; by meson, if it is there. Each adds notes to a database that
# the sdnc of PREFIX made. It runs in a system that has nothing but the Debian packages, too, see build_deb_root.sh.
set -eu
usage="usage: build_databases.sh PREFIX COMPILER"
prefix=$(realpath "${1:?$usage}")
cc=${2:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../server/postgres.sh"
command -v pkg-config >/dev/null || { echo "pkg-config is not installed"; exit 77; }
work=$(mktemp -d)
trap 'postgres_stop; rm -rf "$work"' EXIT
ln -s "$prefix" "$work/prefix" # without blanks
mkdir "$work/pkgconfig" "$work/here"
PKG_CONFIG_PATH=$work/pkgconfig
LD_LIBRARY_PATH=$(dirname "$(find "$prefix" -name libsdn.so)")
PATH=$prefix/bin:$PATH
export PKG_CONFIG_PATH LD_LIBRARY_PATH PATH
cp "$here"/installed/note.schema "$here"/installed/main.c "$here"/databases/* "$work/here/"
cd "$work/here"

fail() {
    echo "FAILED: $*"
    [ ! -f "$work/log" ] || cat "$work/log"
    exit 1
}

# quietly COMMAND...: what it prints is shown if something fails.
quietly() {
    "$@" >"$work/log" 2>&1
}

databases=
for database in sqlite postgres; do
    file=$(find "$prefix" -name "sdn-$database.pc")
    [ -z "$file" ] || databases="$databases $database"
done
[ -n "$databases" ] || { echo "libsdn was installed without libraries of databases"; exit 77; }
for file in $(find "$work/prefix/" -name 'sdn*.pc'); do
    sed "s,^prefix=.*,prefix=$work/prefix," "$file" >"$work/pkgconfig/$(basename "$file")"
done

# The address of a database without notes.
case $databases in *postgres*) ! postgres_find || postgres_start || fail "PostgreSQL does not start" ;; esac
new_database() {
    case $1 in
    sqlite)
        command -v sqlite3 >/dev/null || return 1
        rm -f notes.db*
        sdnc ddl --dialect sqlite note.schema | sqlite3 -bail notes.db
        echo sqlite:notes.db
        ;;
    postgres)
        [ -n "$postgres_server" ] || return 1
        psql -X -q -c 'DROP TABLE IF EXISTS notes, sdn_meta, sdn_log CASCADE' >"$work/log" 2>&1
        sdnc ddl --dialect postgresql note.schema | psql -X -q -v ON_ERROR_STOP=1 >"$work/log" 2>&1
        echo postgresql://
        ;;
    esac
}

# works PROGRAM DATABASE HOW: it adds two notes; where there is no such database, it says so.
works() {
    if address=$(new_database "$2"); then
        quietly "$1" "$address" one || fail "$2, $3: the program does not run"
        [ "$("$1" "$address" two)" = "notes: 2" ] || fail "$2, $3: counts wrongly"
    else
        echo "$2, $3: not run, there is no such database here"
    fi
}

uses() {
    readelf -d "$1" | grep -q "NEEDED.*\[$2\.so"
}

quietly sdnc generate note.schema -o . || fail "sdnc"
for database in $databases; do
    package=sdn-$database
    quietly pkg-config --validate $package || fail "$package.pc is not valid"
    quietly $cc -std=c11 -o shared $database.c note.c $(pkg-config --cflags --libs $package) || fail "$package, shared"
    uses shared "lib$package" && uses shared libsdn || fail "$package, shared: the libraries are not used"
    works ./shared "$database" "shared libraries"
    archives=$(pkg-config --libs $package | sed 's/-l\(sdn[a-z-]*\)/-l:lib\1.a/g')
    archives="$archives $(pkg-config --libs $(pkg-config --print-requires-private $package)) -pthread"
    quietly $cc -std=c11 -o archives $database.c note.c $(pkg-config --cflags $package) $archives || fail "$package, archives"
    ! uses archives libsdn || fail "$package, archives: the shared library is used"
    works ./archives "$database" "archives"
done
# A static program, where there are the archives that SQLite itself needs for one.
echo '#include <sqlite3.h>
int main(void) { return sqlite3_libversion_number() == 0; }' >any.c
case $databases in *sqlite*)
    if quietly $cc -static -o any any.c $(pkg-config --cflags --static --libs sqlite3); then
        quietly $cc -std=c11 -static -o static sqlite.c note.c $(pkg-config --cflags --static --libs sdn-sqlite) ||
            fail "a static program"
        works ./static sqlite "static program"
    fi
    ;;
esac

list=$(echo $databases | tr ' ' ';')
for shared in OFF ON; do
    quietly cmake -S . -B build-$shared -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$cc" "-DDATABASES=$list" \
        -DBUILD_SHARED_LIBS=$shared || fail "configure, BUILD_SHARED_LIBS=$shared"
    quietly cmake --build build-$shared || fail "build, BUILD_SHARED_LIBS=$shared"
    for database in $databases; do
        [ $shared = OFF ] || uses build-$shared/notes_$database "libsdn-$database" || fail "CMake: not shared"
        [ $shared = ON ] || ! uses build-$shared/notes_$database libsdn || fail "CMake: shared"
        works build-$shared/notes_$database "$database" "CMake, BUILD_SHARED_LIBS=$shared"
    done
done
! quietly cmake build-ON -DMIXED=ON || fail "a library of one kind of libsdn goes with the other"
grep -q SDNC_RUNTIME "$work/log" || fail "CMake does not say that two kinds of libsdn meet"

if command -v meson >/dev/null && command -v ninja >/dev/null; then
    CC=$cc quietly meson setup build-meson -Ddatabases="$(echo $databases | tr ' ' ',')" || fail "meson setup"
    quietly ninja -C build-meson || fail "meson"
    for database in $databases; do
        works build-meson/notes_$database "$database" meson
    done
fi

# Where SQLite or libpq is missing, CMake says so.
for missing in "sqlite SQLite3 SQLite" "postgres PkgConfig libpq"; do
    set -- $missing
    case $databases in *$1*) ;; *) continue ;; esac
    ! quietly cmake -S . -B build-without -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$cc" -DDATABASES="$1" \
        -DCMAKE_DISABLE_FIND_PACKAGE_$2=ON || fail "$1 is found without $3"
    tr -s ' \n' '  ' <"$work/log" | grep -q "sdnc::$1 needs $3" || fail "CMake does not say that $1 needs $3"
done
echo ok
