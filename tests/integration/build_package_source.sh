#!/bin/sh
# build_package_source.sh SDNC_SOURCE COMPILER
#
# A release as sources (the target package_source): two builds of one commit, in other directories, with another umask, time
# zone, locale, settings of git and a file that git does not track, give the same bytes. The archive has what git tracks and
# nothing else, and from it sdnc builds and installs without git, as a unity build, without warnings.
set -eu
usage="usage: build_package_source.sh SDNC_SOURCE COMPILER"
source=$(realpath "${1:?$usage}")
cc=${2:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
for tool in git gzip tar; do
    command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
done
git -C "$source" rev-parse >/dev/null 2>&1 || { echo "$source is no git repository"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work" GIT_CONFIG_NOSYSTEM=1
unset SOURCE_DATE_EPOCH
release=$(sed -n 's/^#define SDN_VERSION_STRING "\(.*\)"$/\1/p' "$source/runtime/include/sdn/version.h")
generator="Unix Makefiles"
! command -v ninja >/dev/null || generator=Ninja

fail() {
    echo "FAILED: $*"
    [ ! -f "$work/log" ] || cat "$work/log"
    exit 1
}

# said TEXT: in the log, the lines of which CMake breaks.
said() {
    tr -s ' \n' ' ' <"$work/log" | grep -qF -- "$1"
}

# configure SOURCE BUILD OPTION...
configure() {
    from=$1 to=$2
    shift 2
    cmake -S "$from" -B "$to" -G "$generator" -DCMAKE_C_COMPILER="$cc" -DSDNC_BUILD_TESTS=OFF -DSDNC_BUILD_DEMO=OFF "$@" \
        >"$work/log" 2>&1 || fail "configure $to"
}

# A commit of the sources as they are, and a clone of it.
one="$work/one" two="$work/another, much longer path"
mkdir "$one"
(cd "$source" && git ls-files -z --cached --others --exclude-standard | tar -c --null --ignore-failed-read -T - 2>/dev/null) |
    tar -x -C "$one"
git -C "$one" init -q
git -C "$one" add -A
git -C "$one" -c user.name=tests -c user.email=tests@example.org commit -qm release
git clone -q "$one" "$two"
echo notes >"$two/untracked.txt"
find "$two" -name '*.c' -exec touch -d 2001-02-03 {} +
git -C "$two" config core.autocrlf true
git -C "$two" config tar.umask 0077

configure "$one" "$one/build" -DSDNC_BUILD_GENERATOR=OFF
cmake --build "$one/build" --target package_source >"$work/log" 2>&1 || fail "package_source"
(
    umask 077
    export TZ=Asia/Tokyo LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1
    configure "$two" "$work/a build elsewhere" -DSDNC_BUILD_GENERATOR=OFF -DSDNC_BUILD_SHARED=OFF
    cmake --build "$work/a build elsewhere" --target package_source >"$work/log" 2>&1 || fail "package_source of the clone"
)
for archive in sdnc-$release.tar.gz sdn-amalgamation-$release.tar.gz; do
    [ -s "$one/build/$archive" ] || fail "there is no $archive"
    cmp "$one/build/$archive" "$work/a build elsewhere/$archive" || fail "$archive has other bytes the second time"
done
tar -tzf "$one/build/sdnc-$release.tar.gz" | grep -v '/$' | sed "s,^sdnc-$release/,," | LC_ALL=C sort >"$work/packed"
git -C "$one" ls-files | LC_ALL=C sort >"$work/tracked"
diff "$work/tracked" "$work/packed" || fail "the archive does not have what git tracks"
[ "$(tar -tzf "$one/build/sdn-amalgamation-$release.tar.gz" | grep -v '/$' | sed 's,^[^/]*/,,' | LC_ALL=C sort | xargs)" = \
    "LICENSE sdn/sdn.c sdn/sdn.h" ] || fail "the archive of the amalgamation has other files"

# What was not committed is no release.
echo >>"$one/README.md"
! cmake --build "$one/build" --target package_source >"$work/log" 2>&1 || fail "a changed file was packed"
said 'commit them first' && said ' M README.md' || fail "the changed file is not named"

# The archive is all that is needed, git is not.
tar -xzf "$one/build/sdnc-$release.tar.gz" -C "$work"
unpacked="$work/sdnc-$release"
configure "$unpacked" "$work/build" -DCMAKE_UNITY_BUILD=ON -DSDNC_WERROR=ON -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_FLAGS=-O0 -DCMAKE_INSTALL_PREFIX="$work/prefix"
cmake --build "$work/build" --parallel 2 >"$work/log" 2>&1 || fail "build what is in the archive, as a unity build"
[ -n "$(find "$work/build" -name 'unity_0_c.c.o')" ] || fail "it was not a unity build"
! cmake --build "$work/build" --target package_source >"$work/log" 2>&1 || fail "package_source without git"
said 'is no git repository' || fail "package_source does not say that there is no git repository"
cmake --install "$work/build" >"$work/log" 2>&1 || fail "install"
cp "$here/installed/note.schema" "$here/installed/main.c" "$work/"
cd "$work"
[ "$(prefix/bin/sdnc --version)" = "sdnc $release" ] || fail "the release of sdnc is not $release"
prefix/bin/sdnc generate note.schema -o . || fail "sdnc"
$cc -Iprefix/include -o notes main.c note.c "$(find prefix -name libsdn.a)" -pthread || fail "build a program"
[ "$(./notes notes.sdn one)" = "notes: 1" ] || fail "the program does not run"
echo ok
