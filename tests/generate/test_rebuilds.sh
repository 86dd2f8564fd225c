#!/bin/sh
# test_rebuilds.sh PREFIX COMPILER ROUNDS [GENERATOR...]
#
# Each round: nothing to do in a second build; each schema touched, and changed: sdnc and the C compiler run for exactly
# what depends on it; a schema renamed, and one removed: nothing is compiled with an old output. The sdnc is the one of
# PREFIX; without GENERATORs all that are here are used. By hand: tests/generate/test_rebuilds.sh PREFIX cc 10
set -eu
usage='usage: test_rebuilds.sh PREFIX COMPILER ROUNDS [GENERATOR...]'
prefix=$(realpath "${1:?$usage}")
cc=${2:?$usage}
rounds=${3:?$usage}
shift 3
[ $# -gt 0 ] || set -- Ninja "Unix Makefiles" "Ninja Multi-Config"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
project="$work/project"
mkdir "$project"

fail() {
    echo "FAILED: $generator, round $round: $*"
    cat "$work/log"
    exit 1
}

# A C compiler and an sdnc that say what they are called for. Arguments: a pattern of the file, the list to append to.
logging() {
    cat <<END
#!/bin/sh
for argument; do
    case \$argument in
    $1) file=\${argument##*/} ;;
    esac
done
echo "\${file%.*}" >>"$work/$2"
END
}
logging '*.c' compiled >"$work/launcher"
echo "exec $(command -v ccache) \"\$@\"" >>"$work/launcher"
logging '*.schema' generated >"$work/sdnc"
echo "exec '$prefix/bin/sdnc' \"\$@\"" >>"$work/sdnc"
chmod +x "$work/launcher" "$work/sdnc"

# base <- middle <- top in a library and a program; lone in another program.
write_project() {
    cat >"$project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.20)
project(rebuilds LANGUAGES C)
find_package(sdnc REQUIRED)
add_library(model STATIC)
sdnc_generate(TARGET model SCHEMAS middle.schema base.schema)
add_executable(first first.c)
sdnc_generate(TARGET first SCHEMAS top.schema)
target_link_libraries(first PRIVATE model)
add_executable(second second.c)
sdnc_generate(TARGET second SCHEMAS lone.schema)
END
    echo 'enum Base { zero, one }' >"$project/base.schema"
    echo 'import "base.schema"; record Middle in middles { key id : u32 = auto; base : Base; }' >"$project/middle.schema"
    echo 'import "middle.schema"; record Top in tops { key id : u32 = auto; middle : u32 references Middle; }' \
        >"$project/top.schema"
    echo 'record Lone in lones { key id : u32 = auto; }' >"$project/lone.schema"
    for name in first:top second:lone; do
        printf '#include "%s.h"\n\nint main(void)\n{\n    %s t;\n    %s_init(&t);\n    return (int)t.id;\n}\n' \
            "${name#*:}" "${name#*:}" "${name#*:}" >"$project/${name%:*}.c"
    done
}

make_all() {
    : >"$work/generated"
    : >"$work/compiled"
    cmake --build "$build" --parallel 2 >"$work/log" 2>&1
}

# is_list FILE "word...": the file has these words, in any order.
is_list() {
    [ "$(LC_ALL=C sort "$work/$1" | xargs)" = "$(printf '%s\n' $2 | LC_ALL=C sort | xargs)" ] ||
        fail "$3: $1: '$(LC_ALL=C sort "$work/$1" | xargs)', not '$2'"
}

# builds WHAT "schema..." "file..."
builds() {
    make_all || fail "$1: cannot be built"
    is_list generated "$2" "$1"
    is_list compiled "$3" "$1"
    make_all || fail "$1: cannot be built again"
    is_list generated "" "$1, again"
    is_list compiled "" "$1, again"
    ! grep -q 'Generating\|Building\|Linking' "$work/log" || fail "$1: a second build does something"
    sleep 0.02 # what comes next is newer
}

# Each schema, what is generated for it, and what is compiled when its header changes.
each_schema() {
    $1 base "base middle top" "base middle top first"
    $1 middle "middle top" "middle top first"
    $1 top "top" "top first"
    $1 lone "lone" "lone second"
}

touch_it() {
    touch "$project/$1.schema"
    builds "$1.schema touched" "$2" ""
}

change_it() {
    case $1 in
    base) sed -i "s/ }/, more_$round }/" "$project/base.schema" ;;
    *) sed -i "s/; }/; more_$round : u32; }/" "$project/$1.schema" ;;
    esac
    builds "$1.schema changed" "$2" "$3"
}

# lone.schema gets another name; then second.c includes a header that is no output any more.
rename_it() {
    mv "$project/lone.schema" "$project/other$round.schema"
    sed -i "s/lone\.schema/other$round.schema/" "$project/CMakeLists.txt"
    ! make_all || fail "second.c is compiled with the header of a renamed schema"
    sed -i "s/lone\.h/other$round.h/" "$project/second.c"
    make_all || fail "the renamed schema cannot be built"
    [ -z "$(find "$build" -name 'lone.[hcd]' -o -name lone.stamp)" ] || fail "outputs of the renamed schema are still there"
    mv "$project/other$round.schema" "$project/lone.schema"
    sed -i "s/other$round\.schema/lone.schema/" "$project/CMakeLists.txt"
    sed -i "s/other$round\.h/lone.h/" "$project/second.c"
    make_all || fail "the schema cannot be built with its old name"
}

# base.schema is listed no more, though middle.schema imports it.
remove_it() {
    sed -i 's/ base\.schema)/)/' "$project/CMakeLists.txt"
    ! make_all || fail "built without the header of an import"
    tr -s ' \n' '  ' <"$work/log" | grep -q 'middle.schema imports base.schema, which no sdnc_generate call' ||
        fail "does not name the import that is compiled no more"
    sed -i 's/middle\.schema)/middle.schema base.schema)/' "$project/CMakeLists.txt"
    make_all || fail "cannot be built when the import is listed again"
}

for generator; do
    round=0
    case $generator in
    Ninja*) command -v ninja >/dev/null || continue ;;
    *) command -v make >/dev/null || continue ;;
    esac
    build="$work/$generator"
    rm -f "$project"/*
    write_project
    cmake -S "$project" -B "$build" -G "$generator" -DCMAKE_PREFIX_PATH="$prefix" -DSDNC_EXECUTABLE="$work/sdnc" \
        -DCMAKE_C_COMPILER="$cc" -DCMAKE_C_COMPILER_LAUNCHER="$work/launcher" >"$work/log" 2>&1 || fail configure
    builds "first build" "base middle top lone" "base middle top lone first second"
    while [ $round -lt "$rounds" ]; do
        round=$((round + 1))
        each_schema touch_it
        each_schema change_it
        rename_it
        remove_it
        builds "after all that" "" ""
    done
    echo "$generator: $round rounds"
done
echo ok
