#!/bin/sh
# test_checks.sh ROOT BUILD COMPILER
#
# That check_includes.sh, check_calls.sh, check_extensions.sh, check_names.sh, check_sizes.sh, check_readmes.sh and
# check_version.sh find what they are for: each violation is planted in a copy of the sources, and of the objects of the
# build, and must be reported in addition to what is
# reported without.
set -eu
usage="usage: test_checks.sh ROOT BUILD COMPILER"
root=${1:?$usage}
build=${2:?$usage}
compiler=${3:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/copy
objects=$work/build
failures=0

mkdir "$copy" "$objects"
(cd "$root" && tar cf - generator runtime generated docs CHANGELOG.md) | (cd "$copy" && tar xf -)
(cd "$build" && find runtime generator -name '*.o' | tar cf - -T -) | (cd "$objects" && tar xf -)

# check NAME: what check_NAME.sh reports on the copies.
check() {
    case $1 in
    calls) "$here/check_calls.sh" "$copy" "$objects" ;;
    *) "$here/check_$1.sh" "$copy" ;;
    esac
}

for name in includes calls extensions names sizes readmes version; do
    check "$name" >"$work/without_$name" || true
done

# found NAME PATTERN WHAT: check_NAME.sh fails, and of the lines that it does not print without, one has PATTERN.
found() {
    if check "$1" >"$work/report"; then
        echo "not found: $3"
        failures=1
    elif ! grep -Fvx -f "$work/without_$1" "$work/report" | grep -Eq "$2"; then
        echo "not found: $3; instead:"
        cat "$work/report"
        failures=1
    fi
}

# Lines that must not be included. The file may be new.
while read -r file line; do
    [ -e "$copy/$file" ] && cp "$copy/$file" "$work/saved"
    mkdir -p "$(dirname "$copy/$file")"
    printf '%s\n' "$line" >>"$copy/$file"
    found includes "^$file:[0-9]+: " "'$line' in $file"
    rm "$copy/$file"
    [ -e "$work/saved" ] && mv "$work/saved" "$copy/$file"
done <<'END'
generator/main.c #include "emit/emit.h"
generator/emit/planted.c #include <sdn/store.h>
generator/emit/planted.c #include "cli/command.h"
generator/emit/planted.c #include <unistd.h>
generator/commands/planted.c #include "store/edit.h"
generator/commands/planted.c #include "commands/no_such_file.h"
generator/planted/planted.c #include <stdio.h>
runtime/src/base/planted.c #include "file/path.h"
runtime/src/base/planted.c #include <sdn/time.h>
runtime/src/base/planted.c #include <fcntl.h>
runtime/src/file/planted.c # include <unistd.h>
runtime/src/file/planted.c #include "text/scan.h"
runtime/src/text/planted.c #include "file/path.h"
runtime/src/record/planted.c #include "table/table.h"
runtime/src/table/planted.c #include "store/edit.h"
runtime/src/planted/planted.c #include "base/alloc.h"
runtime/include/sdn/str.h #include <sdn/lock.h>
runtime/include/sdn/lock.h #include <sdn/store.h>
runtime/include/sdn/str.h #include "base/alloc.h"
runtime/include/sdn/planted.h #include <sdn/str.h>
generated/planted.c #include "table/table.h"
END

# Headers in a circle.
echo '#include "text/planted_b.h"' >"$copy/runtime/src/text/planted_a.h"
echo '#include "text/planted_b.h"' >"$copy/runtime/src/text/planted_c.h"
echo '#include "text/planted_a.h"' >"$copy/runtime/src/text/planted_b.h"
found includes '^runtime/src/text/planted_a\.h: is in a circle' "headers that include each other"
if check includes | grep -q '^runtime/src/text/planted_c\.h'; then
    echo "a header that is in no circle is said to be"
    failures=1
fi
rm "$copy"/runtime/src/text/planted_?.h

# Code that is not C11 or POSIX; each line in a file of its own.
number=0
: >"$work/planted"
while read -r file line; do
    number=$((number + 1))
    planted=${file%.*}_$number.${file##*.}
    printf '%s\n' "$line" >"$copy/$planted"
    echo "$planted" >>"$work/planted"
done <<'END'
runtime/src/base/planted.h void sdn__planted(void) __attribute__((weak));
runtime/src/text/planted.c static inline __attribute__((always_inline)) int planted(void) { return 1; }
runtime/src/text/planted.c int bits = __builtin_popcount(7u);
runtime/src/store/planted.c int old = __sync_fetch_and_add(&count, 1);
runtime/src/file/planted.c #define _GNU_SOURCE
runtime/src/file/planted.c #define _DEFAULT_SOURCE 1
runtime/src/file/planted.c #include <linux/fs.h>
runtime/src/file/planted.c #include <asm/unistd.h>
runtime/src/index/planted.c int least = ({ int a = 1; a + 2; });
runtime/src/index/planted.c int chosen = given ?: 7;
runtime/src/index/planted.c typeof(chosen) other;
runtime/src/index/planted.c __typeof__(chosen) other;
runtime/src/record/planted.c case 1 ... 9:
runtime/src/record/planted.c int table[] = {[0 ... 7] = 1};
runtime/src/save/planted.c void *target = &&end; goto *target;
runtime/src/save/planted.c __asm__("nop");
runtime/src/save/planted.c extern int sdn__renamed(void) asm("other");
runtime/src/edit/planted.c #pragma GCC diagnostic push
runtime/src/edit/planted.c #pragma once
runtime/src/edit/planted.c static __thread int planted;
runtime/src/encode/planted.c #ifdef __GNUC__
runtime/src/encode/planted.c #if defined(__linux__)
runtime/src/encode/planted.c #include_next <stdio.h>
runtime/src/encode/planted.c #define planted(format, ...) printf(format, ##__VA_ARGS__)
runtime/src/encode/planted.c #define planted(arguments...) printf(arguments)
runtime/src/table/planted.c __int128 wide;
runtime/src/table/planted.c "text" /* and a comment */ __extension__ int more;
runtime/include/sdn/planted.h __attribute__((unused)) static int planted;
generator/check/planted.c int bits = __builtin_ctz(7u);
generator/syntax/planted.y __attribute__((unused))
generator/syntax/planted.re __attribute__((unused))
generated/planted.c __attribute__((unused)) static int planted;
END
check extensions >"$work/report" || true
while read -r planted; do
    grep -Fq "$planted:1: has " "$work/report" || { echo "not found: $(cat "$copy/$planted")"; failures=1; }
    rm "$copy/$planted"
done <"$work/planted"

# What is allowed where it is, and what only looks like an extension.
echo '#define SDN_PLANTED __attribute__((cold))' >>"$copy/runtime/src/base/compiler.h"
echo '#define _GNU_SOURCE' >"$copy/runtime/src/os/sys_posix_planted.c"
cat >"$copy/runtime/src/text/planted.c" <<'END'
/* A comment about __attribute__, and
 * one with __builtin_ctz over two lines */ const char *planted = "__attribute__ \" __builtin_ctz"; // typeof
int (*planted_function)(const char *format, ...); char quote = '"';
enum { planted_asm, typeof_planted }; int c = a ? b : d; int e[] = {[0] = 1}; int f(int, ...);
END
if ! check extensions >"$work/report"; then
    echo "found where there is nothing:"
    cat "$work/report"
    failures=1
fi
rm "$copy/runtime/src/os/sys_posix_planted.c" "$copy/runtime/src/text/planted.c"
cp "$root/runtime/src/base/compiler.h" "$copy/runtime/src/base/compiler.h"

# object FILE CODE: a source and its object.
object() {
    case $1 in
    runtime/*) directory=$objects/runtime/CMakeFiles/sdn.dir/${1#runtime/} ;;
    generator/*) directory=$objects/generator/CMakeFiles/sdnc_core.dir/${1#generator/} ;;
    esac
    mkdir -p "$(dirname "$directory")" "$(dirname "$copy/$1")"
    echo "$2" >"$copy/$1"
    "$compiler" -c -o "$directory.o" "$copy/$1"
}

object runtime/src/table/planted.c 'int sdn__planted(void) { return 1; }'
object runtime/src/record/user.c 'int sdn__planted(void); int sdn__user(void) { return sdn__planted(); }'
found calls '^runtime/src/record/user\.c: needs sdn__planted of runtime/src/table/planted\.c' "a call of a higher folder"
object runtime/src/record/user.c 'int sdn__user(void) { return 1; }'

object runtime/src/file/planted_data.c 'int sdn__level = 1;'
object runtime/src/text/user.c 'extern int sdn__level; int sdn__text_user(void) { return sdn__level; }'
found calls '^runtime/src/text/user\.c: needs sdn__level of ' "the use of an object of a folder beside"
object runtime/src/text/user.c 'int sdn__text_user(void) { return 1; }'

if [ -d "$objects/generator" ]; then
    object generator/emit/user.c 'int sdn__planted(void); int emit_user(void) { return sdn__planted(); }'
    found calls '^generator/emit/user\.c: needs sdn__planted of ' "a call of the compiler into the private store"
    object generator/emit/user.c 'int sdn_store_count(void); int emit_user(void) { return sdn_store_count(); }'
    found calls '^generator/emit/user\.c: needs sdn_store_count of ' "a call of the emitter into the public store"
    object generator/emit/user.c 'int emit_user(void) { return 1; }'
fi

object runtime/src/save/ring_a.c 'int sdn__b(void); int sdn__a(void) { return sdn__b(); }'
object runtime/src/save/ring_b.c 'int sdn__c(void); int sdn__b(void) { return sdn__c(); }'
object runtime/src/save/ring_c.c 'int sdn__a(void); int sdn__c(void) { return sdn__a(); }'
object runtime/src/save/outside.c 'int sdn__a(void); int sdn__outside(void) { return sdn__a(); }'
for file in a b c; do
    found calls "^runtime/src/save/ring_$file\.c: is in a circle: uses runtime/src/save/ring_[abc]\.c \(sdn__[abc]\)" \
        "files that call each other"
done
if check calls | grep -q '^runtime/src/save/outside'; then
    echo "a file that is in no circle is said to be"
    failures=1
fi

# named TEXT: what defines `planted`, in a file beside one that does, too.
echo 'static int planted(void);' >"$copy/runtime/src/text/planted.c"
while read -r line; do
    echo "$line" >"$copy/runtime/src/store/planted.c"
    found names '^runtime/src/text/planted\.c:1: planted is a name of runtime/src/store/planted\.c too' "'$line' in two files"
done <<'END'
static int planted(void);
static const char *planted(const char *text, size_t len)
SDN_COLD static bool planted(void)
SDN_ALWAYS_INLINE sdn_block planted(const char *bytes)
SDN_PRINTF(3, 4) static void planted(char *text)
static _Thread_local int planted;
static const char planted[] = "text";
static const char *const planted[SIZE] = {
typedef uint64_t planted(const void *value);
typedef sdn_any planted;
struct planted {
} planted;
} planted[] = {{'}', 1}};
END
cat >"$copy/runtime/src/store/planted.c" <<'END'
enum { FIRST, PLANTED = 1, LAST };
#define PLANTED_MACRO(x) x
END
cat >"$copy/runtime/src/text/planted.c" <<'END'
typedef enum planted {
    PLANTED, /* a comment, with a comma */
    OTHER
} planted_enum;
#define PLANTED_MACRO 1
END
found names '^runtime/src/text/planted\.c:2: PLANTED is a name of ' "a constant in two files"
found names '^runtime/src/text/planted\.c:5: PLANTED_MACRO is a name of ' "a macro in two files"
printf '%s\n' '#define _GNU_SOURCE' '/* static int planted(void) */' '    static int planted;' 'int planted(int x);' \
    >"$copy/runtime/src/store/planted.c"
printf '%s\n' '#define _GNU_SOURCE' 'static int planted(int PLANTED)' '/*' 'static int commented(void)' '*/' \
    >"$copy/runtime/src/text/planted.c"
check names >"$work/report" || true
if grep -q planted "$work/report"; then
    echo "a name that is in one file is said to be in two:"
    grep planted "$work/report"
    failures=1
fi
rm "$copy/runtime/src/store/planted.c" "$copy/runtime/src/text/planted.c"

# The release, in a second place, or not where it has to be.
release=$(sed -n 's/^#define SDN_VERSION_STRING "\(.*\)"$/\1/p' "$copy/runtime/include/sdn/version.h")
echo "set(version $release)" >"$copy/runtime/cmake/planted.cmake"
found version '^runtime/cmake/planted\.cmake:1: names the release' "a second place with the release"
echo "1$release ${release}1 $release.7" >"$copy/runtime/cmake/planted.cmake"
check version >"$work/report" || { echo "another number is taken for the release:"; cat "$work/report"; failures=1; }
rm "$copy/runtime/cmake/planted.cmake"
for change in 'CHANGELOG.md s/^## Unreleased/## 9.9.9/' "docs/building.md s/v$release/v9.9.9/" \
    "docs/editors/vscode/package.json s/$release/9.9.9/" 'docs/building.md s/find_package(sdnc [0-9.]*/find_package(sdnc 9.9/'; do
    file=${change%% *}
    sed -i "${change#* }" "$copy/$file"
    found version "^$file: " "$change"
    cp "$root/$file" "$copy/$file"
done

mkdir "$copy/runtime/src/crowd"
for number in $(seq 22); do
    echo >"$copy/runtime/src/crowd/file_$number.c"
done
echo 'A README does not count.' >"$copy/runtime/src/crowd/README.md"
if check sizes | grep -q '^runtime/src/crowd'; then
    echo "a folder of 22 files is said to be too large"
    failures=1
fi
echo >"$copy/runtime/src/crowd/file.h"
found sizes '^runtime/src/crowd:1: has more than 22 files' "a folder of 23 files"

# wide MEMBERS: a struct of that many.
wide() {
    echo "struct planted {"
    for number in $(seq "$1"); do
        echo "    int member_$number; /* a comment; with a semicolon */"
    done
    echo "    int (*function)(int a, int b); /* which does not count"
    echo "                                    * even with; this */"
    echo "};"
}
wide 20 >"$copy/runtime/src/crowd/file.h"
if check sizes | grep -q '^runtime/src/crowd/file\.h'; then
    echo "a struct of 20 members is said to be too large"
    failures=1
fi
wide 21 >"$copy/runtime/src/crowd/file.h"
found sizes '^runtime/src/crowd/file\.h:1: struct planted has 21 members' "a struct of 21 members"
wide 19 | sed 's/int member_1;/int first, second, third;/' >"$copy/runtime/src/crowd/file.h"
found sizes '^runtime/src/crowd/file\.h:1: struct planted has 21 members' "a struct of 21 members, three on a line"

# readme SED PATTERN WHAT: the README.md of index/ is changed, and what is wrong with it found.
readme() {
    sed "$1" "$root/runtime/src/index/README.md" >"$copy/runtime/src/index/README.md"
    found readmes "^runtime/src/index/README\.md:$2" "$3"
    cp "$root/runtime/src/index/README.md" "$copy/runtime/src/index/README.md"
}
readme '/^| `key_map`/d' '1: does not name key_map\.c' "a source that no README names"
readme '/^| `key_map`/d' '1: does not name key_map\.h' "a header that no README names"
readme 's/`key_map`/`key_map.h`/' '1: does not name key_map\.c' "a source of which the README names the header alone"
readme 's/`key_map`/`key_map`, `key_table`/' '[0-9]*: names key_table, which is not' "a file that only the README names"
readme '1s/index/indexes/' '1: has another title' "a README with another title"
readme '/^May call/d' '1: does not say what the folder may call' "a README that does not say what may be called"
readme '/^Start with/d' '1: does not say where to start' "a README that does not say where to start"
rm "$copy/runtime/src/index/README.md"
found readmes '^runtime/src/index/README\.md:1: is missing' "a folder without README.md"
cp "$root/runtime/src/index/README.md" "$copy/runtime/src/index/README.md"
echo >"$copy/runtime/src/text/planted.inc.h"
found readmes '^runtime/src/text/README\.md:1: does not name planted\.inc\.h' "a new file that no README names"

exit $failures
