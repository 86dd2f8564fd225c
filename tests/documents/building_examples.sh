#!/bin/sh
# building_examples.sh SDNC_SOURCE PREFIX COMPILER BUILD
#
# Does what docs/building.md says: for each of its sections, writes the file that a block names in its first line, and runs
# the blocks `sh run`, in a directory with the schema and the program of tests/integration/installed. sdnc is installed in
# PREFIX, and BUILD has the amalgamation. The blocks `sh run in source` are run in a copy of the sources.
#
# sdnc itself is built for one example as the page says. Where it would be built again, that is made cheaper by options
# that the page describes or that change nothing but the time; with SDNC_TEST_FULL=1 in the environment it is not.
set -eu
usage="usage: building_examples.sh SDNC_SOURCE PREFIX COMPILER BUILD"
source=$(realpath "${1:?$usage}")
prefix=$(realpath "${2:?$usage}")
CC=${3:?$usage}
build=$(realpath "${4:?$usage}")
for tool in pkg-config make git; do
    command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$prefix" "$work/prefix" # without blanks, which the shell would split
mkdir "$work/pkgconfig"
sed "s,^prefix=.*,prefix=$work/prefix," "$(find "$prefix" -name sdn.pc)" >"$work/pkgconfig/sdn.pc"
library=$(dirname "$(find "$prefix" -name libsdn.so)")
mkdir "$work/bin"
cat >"$work/bin/cmake" <<EOF
#!/bin/sh
[ "\$1" != -S ] || [ -z "\${CHEAPER:-}" ] || [ -n "\${SDNC_TEST_FULL:-}" ] || set -- "\$@" "\$CHEAPER"
exec "$(command -v cmake)" "\$@"
EOF
chmod +x "$work/bin/cmake"
PATH="$work/bin:$prefix/bin:$PATH"
CFLAGS=-O0 CMAKE_BUILD_TYPE=None # faster to build; how fast the programs are is nothing that this looks for
export PATH CC CFLAGS CMAKE_BUILD_TYPE
if command -v ccache >/dev/null; then # the next run finds what this one compiled
    CCACHE_DIR=$(ccache --get-config cache_dir)
    CCACHE_BASEDIR="$work"
    CCACHE_NOHASHDIR=1
    CMAKE_C_COMPILER_LAUNCHER=ccache
    export CCACHE_DIR CCACHE_BASEDIR CCACHE_NOHASHDIR CMAKE_C_COMPILER_LAUNCHER
fi

if command -v ninja >/dev/null; then
    CMAKE_GENERATOR=Ninja # the faster one
    export CMAKE_GENERATOR
fi

# The sources as git has them, and a repository with a release, which is taken for the one of the page.
mkdir "$work/copy" "$work/home"
(cd "$source" && git ls-files -z --cached --others --exclude-standard | tar -c --null --ignore-failed-read -T -) |
    tar -x -C "$work/copy"
export HOME="$work/home"
cat >"$HOME/.gitconfig" <<EOF
[user]
    name = tests
    email = tests@example.org
[url "file://$work/copy/.git"]
    insteadOf = https://example.org/sdnc.git
EOF
git -C "$work/copy" init -q
git -C "$work/copy" add -A
git -C "$work/copy" commit -qm release
git -C "$work/copy" tag "v$("$prefix/bin/sdnc" --version | sed 's/sdnc //')"

# Splits the page: SECTION/files and SECTION/script, SECTION/source_script.
awk -v work="$work" '
    /^## / { section = sprintf("%s/section%02d", work, ++count); system("mkdir " section); print substr($0, 4) > (section "/title") }
    /^```/ {
        inside = !inside
        first = inside
        out = !inside ? "" : $0 == "```sh run" ? section "/script" : $0 == "```sh run in source" ? section "/source_script" : ""
        next
    }
    inside && first {
        first = 0
        if ($0 ~ /^# (CMakeLists\.txt|Makefile|meson\.build)$/)
            out = section "/" $2
    }
    inside && out != "" { print > out }
' "$source/docs/building.md"

ran=0
for section in "$work"/section*; do
    title=$(cat "$section/title")
    cd "$section"
    cp "$source/tests/integration/installed/note.schema" "$source/tests/integration/installed/main.c" .
    if [ -f script ] && [ "$title" = Meson ] && ! command -v meson >/dev/null; then
        echo "== $title: not run, meson is not installed"
        ran=$((ran + 1))
    elif [ -f script ]; then
        case $title in
        *subdirectory*) ln -s "$work/copy" sdnc ;;
        *FetchContent*) export CHEAPER="-DSDNC_EXECUTABLE=$prefix/bin/sdnc" ;;
        "The library in the repository") cp -R "$build/amalgamation/sdn" . ;;
        *) export CMAKE_PREFIX_PATH="$prefix" PKG_CONFIG_PATH="$work/pkgconfig" LD_LIBRARY_PATH="$library" ;;
        esac
        echo "== $title"
        sh -ex script >log 2>&1 || { cat log; exit 1; }
        [ "$(tail -n 1 log)" = "notes: 1" ] || { cat log; echo "FAILED: $title: the program does not run"; exit 1; }
        unset CHEAPER CMAKE_PREFIX_PATH PKG_CONFIG_PATH LD_LIBRARY_PATH
        ran=$((ran + 1))
    fi
    if [ -f source_script ]; then
        echo "== $title"
        (cd "$work/copy" && CHEAPER=-DCMAKE_UNITY_BUILD=ON sh -ex "$section/source_script") >log 2>&1 || { cat log; exit 1; }
        ran=$((ran + 1))
    fi
done
[ "$ran" -eq 8 ] || { echo "FAILED: $ran examples of docs/building.md were run, not 8"; exit 1; }
[ -z "$(find "$HOME/.local" -type f 2>/dev/null)" ] || { echo "FAILED: uninstall left something"; exit 1; }
echo ok
