#!/bin/sh
# test_imports.sh PREFIX COMPILER
#
# An import that nothing compiles is named when the project is configured, and nothing else is: each case is a
# CMakeLists.txt that uses the sdnc of PREFIX. No case is built.
set -eu
usage='usage: test_imports.sh PREFIX COMPILER'
prefix=$(realpath "${1:?$usage}")
cc=${2:?$usage}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
project="$work/a project"
mkdir -p "$project/more" "$project/sub" "$project/made"
cd "$project"
echo 'int main(void) { return 0; }' >main.c
echo 'enum Severity { minor, major }' >more/common.schema
printf 'import "common.schema";\nrecord Bug in bugs { key id : u32 = auto; severity : Severity; }\n' >bug.schema
printf 'import "bug.schema";\nrecord Note in notes { key id : u32 = auto; bug : u32 references Bug; }\n' >note.schema
cat >odd.schema <<'END'
// import "more/common.schema";
record Odd in odds { key id : u32 = auto; // import "bug.schema"
    text : string = "import \"bug.schema\"; [;"; // it's "odd" \
    more : string = "//"; imports : u32; }
import
    "bug.schema";
END

fail() {
    echo "FAILED: $*"
    cat CMakeLists.txt "$work/log"
    exit 1
}

configure() {
    {
        echo 'cmake_minimum_required(VERSION 3.20)'
        echo 'project(imports LANGUAGES C)'
        echo 'find_package(sdnc REQUIRED)'
        echo "$1"
    } >CMakeLists.txt
    cmake -S . -B "$work/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$cc" >"$work/log" 2>&1
}

# Arguments: what the case is, its commands.
accepted() {
    configure "$2" || fail "refused: $1"
}

# Arguments: what the case is, its commands, what is missing: "<schema> imports <import>" of which target.
refused() {
    ! configure "$2" || fail "accepted: $1"
    tr -s ' \n' '  ' <"$work/log" | grep -qF "$3, which no sdnc_generate call of target '$4' or of a target that it links compiles; add it to SCHEMAS" ||
        fail "does not say what is missing: $1"
    [ "$(grep -c 'CMake Error' "$work/log")" -eq "${5:-1}" ] || fail "other errors: $1"
}

program='add_executable(app main.c)'
library='add_library(model STATIC) 
sdnc_generate(TARGET model SCHEMAS more/common.schema)'
bug='sdnc_generate(TARGET app SCHEMAS bug.schema IMPORT_DIRS more)'

refused "nothing compiles it" "$program
$bug" 'bug.schema imports common.schema' app
accepted "the same call compiles it" "$program
sdnc_generate(TARGET app SCHEMAS bug.schema more/common.schema IMPORT_DIRS more)"
accepted "another call does, later" "$program
$bug
sdnc_generate(TARGET app SCHEMAS more/common.schema)"
refused "another target does, which is not linked" "$program
$bug
$library" 'bug.schema imports common.schema' app
accepted "a library does, which is linked later" "$program
$bug
$library
target_link_libraries(app PRIVATE model)"
accepted "a library that a library links does" "$program
$bug
$library
add_library(middle INTERFACE)
add_library(other::name ALIAS middle)
target_link_libraries(middle INTERFACE \$<BUILD_INTERFACE:model>)
target_link_libraries(app PRIVATE m -lm other::name)"
refused "a library does, but keeps it to itself" "$program
$bug
$library
add_library(middle STATIC main.c)
target_link_libraries(middle PRIVATE model)
target_link_libraries(app PRIVATE middle)" 'bug.schema imports common.schema' app
refused "an import of an import, and its import" "$program
sdnc_generate(TARGET app SCHEMAS note.schema IMPORT_DIRS more)" 'note.schema imports bug.schema' app 2
refused "an import of an import" "$program
sdnc_generate(TARGET app SCHEMAS note.schema bug.schema IMPORT_DIRS more)" 'bug.schema imports common.schema' app
refused "one of two targets" "$program
add_executable(app2 main.c)
sdnc_generate(TARGET app2 SCHEMAS bug.schema IMPORT_DIRS more)
sdnc_generate(TARGET app SCHEMAS bug.schema more/common.schema IMPORT_DIRS more)" 'bug.schema imports common.schema' app2
echo 'sdnc_generate(TARGET model SCHEMAS ../more/common.schema)' >sub/CMakeLists.txt
sed -i '1i add_library(model STATIC)' sub/CMakeLists.txt
accepted "a library of another directory" "$program
$bug
target_link_libraries(app PRIVATE model)
add_subdirectory(sub)"
refused "an import between odd lines" "$program
sdnc_generate(TARGET app SCHEMAS odd.schema)" 'odd.schema imports bug.schema' app
! grep -q 'imports more/common.schema' "$work/log" || fail "a comment was taken for an import"

# What cannot be known is not complained of.
accepted "the directory of the header is known when the build is generated" "$program
$bug
target_include_directories(app PRIVATE \$<TARGET_PROPERTY:model,BINARY_DIR>/sdnc/model)
$library"
accepted "what is linked is known when the build is generated" "$program
$bug
target_link_libraries(app PRIVATE \$<\$<CONFIG:Debug>:model>)
$library"
accepted "an import that does not exist, of which sdnc will tell" "$program
sdnc_generate(TARGET app SCHEMAS bug.schema)"
for name in far::model far_model; do
    cat >sub/CMakeLists.txt <<END
add_executable(app ../main.c)
add_library($name INTERFACE IMPORTED)
target_link_libraries(app PRIVATE $name)
sdnc_generate(TARGET app SCHEMAS ../bug.schema IMPORT_DIRS ../more)
END
    accepted "an imported library $name, which is known in another directory only" 'add_subdirectory(sub)'
done
accepted "the directory is added by hand" "$program
$bug
$library
target_include_directories(app PRIVATE \"\${CMAKE_CURRENT_BINARY_DIR}/sdnc/model\")"
accepted "a command of the project makes the header" "$program
$bug
set(CMAKE_INCLUDE_CURRENT_DIR ON)
add_custom_command(OUTPUT common.h COMMAND made)"
accepted "a command of the project makes the schema" "$program
add_custom_command(OUTPUT made.schema COMMAND made)
sdnc_generate(TARGET app SCHEMAS \"\${CMAKE_CURRENT_BINARY_DIR}/made.schema\")"
echo '/* generated long ago */' >made/common.h
accepted "the header is in the sources" "$program
$bug
target_include_directories(app PRIVATE made)"
accepted "an imported library has the header" "$program
$bug
add_library(far::model INTERFACE IMPORTED)
set_target_properties(far::model PROPERTIES INTERFACE_INCLUDE_DIRECTORIES \"\${CMAKE_CURRENT_SOURCE_DIR}/made\")
target_link_libraries(app PRIVATE far::model)"
refused "an imported library does not have it" "$program
$bug
add_library(far::model INTERFACE IMPORTED)
set_target_properties(far::model PROPERTIES INTERFACE_INCLUDE_DIRECTORIES \"\${CMAKE_CURRENT_SOURCE_DIR}/more\")
target_link_libraries(app PRIVATE far::model)" 'bug.schema imports common.schema' app
rm -r "$work/build"

# The header of a schema that is listed no more does not count, though it is still there.
accepted "both are listed" "$program
sdnc_generate(TARGET app SCHEMAS bug.schema more/common.schema IMPORT_DIRS more)"
mkdir -p "$work/build/sdnc/app"
echo '/* Generated by sdnc from common.schema. Do not edit */' >"$work/build/sdnc/app/common.h"
refused "one is listed no more" "$program
$bug" 'bug.schema imports common.schema' app
echo ok
