#!/bin/sh
# build_make_meson.sh PREFIX COMPILER TOOL
#
# The program of tests/example, built by its Makefile or meson.build (TOOL is make or meson), with the sdnc that is installed
# in PREFIX: it is built and runs; a second build does nothing; a change of a schema, also of one that is imported, is
# generated and compiled again, and nothing else is; an output that was deleted comes back.
set -eu
usage="usage: build_make_meson.sh PREFIX COMPILER TOOL"
prefix=$(realpath "${1:?$usage}")
CC=${2:?$usage}
tool=${3:?$usage}
example=$(realpath "$(dirname "$0")/../example")
for needed in pkg-config "$tool"; do
    command -v "$needed" >/dev/null || { echo "$needed is not installed"; exit 77; }
done
[ "$tool" != meson ] || command -v ninja >/dev/null || { echo "ninja is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$prefix" "$work/prefix" # without blanks, which make would split
mkdir "$work/bin" "$work/pkgconfig" "$work/bugs"
sed "s,^prefix=.*,prefix=$work/prefix," "$(find "$prefix" -name sdn.pc)" >"$work/pkgconfig/sdn.pc"
PKG_CONFIG_PATH="$work/pkgconfig"
LD_LIBRARY_PATH=$(dirname "$(find "$prefix" -name libsdn.so)")
PATH="$work/bin:$PATH"
export CC PKG_CONFIG_PATH LD_LIBRARY_PATH PATH
unset MAKEFLAGS MFLAGS CFLAGS LDFLAGS

# An sdnc that notes for which schema it runs.
cat >"$work/bin/sdnc" <<END
#!/bin/sh
for argument; do
    case \$argument in *.schema) basename "\$argument" >>"$work/generated" ;; esac
done
exec "$work/prefix/bin/sdnc" "\$@"
END
chmod +x "$work/bin/sdnc"
cd "$work/bugs"
cp "$example"/*.c "$example"/*.schema "$example/Makefile" "$example/meson.build" .
! ls "$example"/*.h >/dev/null 2>&1 || cp "$example"/*.h .

fail() {
    echo "FAILED: $tool: $*"
    cat "$work/log"
    exit 1
}

built=$work/bugs
if [ "$tool" = meson ]; then
    built=$work/bugs/build
    meson setup build >"$work/log" 2>&1 || fail "setup"
fi
build() {
    : >"$work/generated"
    case $tool in
    make) make >"$work/log" 2>&1 ;;
    meson) ninja -C build >"$work/log" 2>&1 ;;
    esac || fail "build $1"
}

# generated WHAT SCHEMA...: that a build after WHAT runs sdnc for these schemas and no others; and the next one for none.
generated() {
    what=$1
    shift
    build "$what"
    [ "$(LC_ALL=C sort "$work/generated" | xargs)" = "$*" ] || fail "$what: generated $(xargs <"$work/generated"), not $*"
    build "again, $what"
    [ ! -s "$work/generated" ] || fail "$what: generated once more: $(xargs <"$work/generated")"
    grep -q 'up to date\|no work to do' "$work/log" || fail "$what: the next build does something"
}

# The objects that were compiled since `later`, as bug.o.
compiled() {
    find "$built" -name '*.o' -newer "$work/stamp" | sed 's,^.*/,,; s/\.c\.o$/.o/; s/^.*_\([a-z]*\.o\)$/\1/' |
        LC_ALL=C sort | xargs
}

later() {
    sleep 0.05
    touch "$work/stamp"
    sleep 0.05
}

generated "at first" bug.schema
[ -n "$(ls "$built"/bugs)" ] || fail "no program"

# A second schema, which the first one imports.
later
echo 'enum CommonLevel { little, much }' >common.schema
sed -i '1i import "common.schema";' bug.schema
sed -i 's/^schemas = bug.schema/& common.schema/' Makefile
sed -i "s/^schemas = \['bug'/&, 'common'/" meson.build
generated "after an import was added" bug.schema common.schema

later
touch common.schema
generated "after a touch of the import" bug.schema common.schema
later
sed -i 's/little, much/little, more, much/' common.schema
generated "after a change of the import" bug.schema common.schema
case " $(compiled) " in *" bugs.o "*) ;; *) fail "a change of an import does not compile what includes it: $(compiled)" ;; esac
later
touch bugs.c
generated "after a touch of a source"
[ "$(compiled)" = bugs.o ] || fail "a touch of a source compiles $(compiled)"
rm "$(find "$built" -name bug.h)"
build "after a header was deleted"
[ -n "$(find "$built" -name bug.h)" ] || fail "a header that was deleted does not come back"
"$built/bugs" add "crash on empty input" >"$work/log" 2>&1 || fail "the program does not run"
grep -q 'crash on empty input' "$work/log" || "$built/bugs" list | grep -q 'crash on empty input' || fail "the program stores nothing"
echo ok
