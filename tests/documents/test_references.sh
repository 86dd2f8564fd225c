#!/bin/sh
# test_references.sh
#
# Tests that references.sh notices: a tree whose documents are right passes, and each way to be wrong is found.
set -u
references=$(dirname "$(realpath "$0")")/references.sh
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failures=0

# A tree with one test, one program with a case, one target and documents that name them.
mkdir -p tree/docs tree/tests/data tree/tests/unit/file tree/generator/check tree/runtime build/tests
echo 'static void a_case_of_it(void **state) {}' >tree/tests/unit/file/test_it.c
echo 'add_custom_target(renew COMMAND true)' >tree/CMakeLists.txt
echo 'add_test(one true)' >build/CTestTestfile.cmake
printf '#!/bin/sh\n' >tree/tests/run_it.sh
printf '#!/bin/sh\necho a_shared_case\n' >build/tests/test_it
cp tree/tests/run_it.sh tree/tests/unit/with_server.sh
chmod +x tree/tests/run_it.sh tree/tests/unit/with_server.sh build/tests/test_it
: >tree/CONTRIBUTING.md
: >tree/CHANGELOG.md
: >tree/README.md
: >tree/tests/README.md
: >tree/tests/data/README.md

right() {
    cat <<'END'
# A heading, with `code`

See `tests/unit/file/test_it.c`, `tests/unit/*`, `build/tests/test_it a_case_of_it`, `tests/run_it.sh now`, [there](#a-heading-with-code),
[CONTRIBUTING](../CONTRIBUTING.md) and `ctest --test-dir build -R one`. Set it: `SEED=7 build/tests/test_it`, or give it a server:
`tests/unit/with_server.sh build/tests/test_it a_shared_case`.

```sh
cmake --build build --target renew
```
END
    for i in $(seq 100); do
        echo "\`tests/data\`"
    done
}

# expect RESULT WHAT: of the tree as it is; RESULT is `passes` or `fails`
expect() {
    result=passes
    "$references" tree build >log 2>&1 || result=fails
    [ $result = "$1" ] && return
    echo "FAILED: $2: the documents $result"
    cat log
    failures=$((failures + 1))
}

# finds WHAT SCRIPT: the right document, made wrong by a script of sed
finds() {
    right | sed "$2" >tree/docs/page.md
    right | cmp -s - tree/docs/page.md && { echo "FAILED: $1: the script changes nothing"; failures=1; }
    expect fails "$1"
}

right >tree/docs/page.md
expect passes "all is right"
finds "a file that is not there" 's,test_it\.c,test_that.c,'
finds "a pattern that nothing has" 's,unit/\*,unity/*,'
finds "a program that is not there" 's,build/tests/test_it,build/tests/test_that,'
finds "a case that is not there" 's/a_case_of_it/a_case_of_that/'
finds "a program with a variable" 's,7 build/tests/test_it,7 build/tests/test_that,'
finds "a program with a server" 's,server.sh build/tests/test_it,server.sh build/tests/test_that,'
finds "a case that is not listed" 's/a_shared_case/another_case/'
finds "a script that is not there" 's/run_it/run_that/'
finds "a test that is not there" 's/-R one/-R two/'
finds "a target that is not there" 's/target renew/target new/'
finds "a heading that is not there" 's/(#a-heading/(#the-heading/'
finds "a document that is not there" 's/(\.\.\/CONTRIBUTING/(CONTRIBUTING/'
finds "hardly any references" '/^`tests.data`$/d'
exit $((failures > 0))
