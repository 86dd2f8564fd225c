#!/bin/sh
# layout.sh SDNC COMPILER INCLUDE LIBRARY
#
# What was compiled with the header of one form of a record does not link with the code of another form; where the form
# is the same, it does. Nor does what was generated for a runtime of another contract.
set -eu
usage="usage: layout.sh SDNC COMPILER INCLUDE LIBRARY"
sdnc=$(realpath "${1:?$usage}")
compiler=${2:?$usage}
include=$(realpath "${3:?$usage}")
library=$(realpath "${4:?$usage}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
    echo "FAILED: $*"
    [ ! -f log ] || cat log
    exit 1
}

# The schema, with a change made to it by sed.
schema() {
    sed "$1" <<END
enum Level { low, high }
record Bug in bugs {
    key id : string = auto;
    level  : Level = low;
    lines  : [u32];
    note   : string?;

    index by level;
}
END
}

# generate DIRECTORY CHANGE: the code of the schema, compiled.
generate() {
    mkdir -p "$1"
    schema "$2" >"$1/bug.schema"
    "$sdnc" generate "$1/bug.schema" -o "$1" >log 2>&1 || fail "sdnc refuses the schema after $2"
    "$compiler" -std=c11 -Wall -Wextra -Werror -I "$include" -c "$1/bug.c" -o "$1/bug.o" >log 2>&1 || fail "compile $1"
}

# Programs, each with another way to a record.
cat >init.c <<'END'
int main(void) { bug b; bug_init(&b); return 0; }
END
cat >open.c <<'END'
int main(void) { bug_store_close(bug_store_open("none.sdn", 0, 0)); return 0; }
END
cat >in.c <<'END'
int main(int argc, char **argv) { (void)argv; return argc > 9 && bug_store_in_file(0, 0) != 0; }
END
cat >get.c <<'END'
const bug *one(const bug_store *store); const bug *one(const bug_store *store) { return bug_store_get(store, "1"); }
int main(int argc, char **argv) { (void)argv; return argc > 9 && one(0) != 0; }
END
cat >edit.c <<'END'
int main(int argc, char **argv) { (void)argv; return argc > 9 && bug_store_edit(0, "1", 0) != 0; }
END
cat >next.c <<'END'
int main(int argc, char **argv) { (void)argv; return argc > 9 && bug_cursor_next(0) != 0; }
END
cat >word.c <<'END'
int main(void) { return level_name(LEVEL_LOW)[0] != 'l'; }
END
programs='init open in get edit next'
generate old ''
for program in $programs word; do
    sed -i '1i #include "bug.h"' $program.c
    "$compiler" -std=c11 -I "$include" -I old -c $program.c -o $program.o >log 2>&1 || fail "compile $program.c"
done

links() { # program directory
    "$compiler" "$1.o" "$2/bug.o" "$library" -pthread -o program >log 2>&1
}

other_form() { # what it is, change
    generate new "$2"
    for program in $programs; do
        ! links $program new || fail "$program links although $1"
        grep -q "undefined .*bug_" log || fail "no word of the linker about $program although $1"
    done
}

same_form() {
    generate new "$2"
    for program in $programs; do
        links $program new || fail "$program does not link although only $1"
    done
    ./program || fail "$program does not run"
    links word new || fail "word does not link although only $1"
}

other_form 'a field was added' 's/ index by/ more : u32;\n&/'
other_form 'a field was removed' '/ note /d'
other_form 'a field was renamed' 's/ note / text /'
other_form 'two fields changed places' '/ level  :/{h;d};/ lines /G'
other_form 'a type was changed' 's/u32/u64/'
other_form 'a field is a list now' 's/: string?/: [string]/'
other_form 'a field is no more optional' 's/?;/;/'
other_form 'words of an enum changed places' 's/low, high/high, low/'
other_form 'an enum has a word more' 's/high }/high, higher }/'
! links word new || fail "word links although an enum has a word more"
generate new 's/low, high/high, low/'
! links word new || fail "word links although words of an enum changed places"
other_form 'the key is another' 's/key id/id/; s/= auto//; s/ note   : string?/ key note : string/'
same_form 'a comment was added' 's,^record,/// A bug.\n&,'
same_form 'a default was changed' 's/Level = low/Level = high/'
same_form 'the table is another' 's/in bugs/in defects/'
same_form 'an index was added' 's/index by level/index by note; &/'
same_form 'a word is spelled otherwise' 's/high }/high = "High" }/'

# The generated code of another contract.
cp -R "$include" other
sed -i 's/\(SDN_GENERATED_ABI\) .*/\1 9/; s/sdn_generated_abi_.*/sdn_generated_abi_9/' other/sdn/version.h
sed 's/\(SDN_GENERATED_ABI [<>]\) .*/\1 9/' old/bug.h >bug.h
cp old/bug.c .
"$compiler" -std=c11 -I other -I . -c bug.c -o old/bug.o >log 2>&1 || fail "compile for another contract"
! links open old || fail "the code of another contract links"
grep -q sdn_generated_abi_9 log || fail "the linker does not name the contract"
echo ok
