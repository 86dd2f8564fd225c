#!/bin/sh
# with_cmake.sh SCRIPT [ARGUMENT...]
#
# Runs a test script with another cmake than the one on the PATH: the program that SDNC_TEST_CMAKE names, as in
#   SDNC_TEST_CMAKE=$HOME/cmake-3.20/bin/cmake ctest --test-dir build -R other_cmake
# Without it the test is skipped.
set -eu
: "${1:?usage: with_cmake.sh SCRIPT [ARGUMENT...]}"
[ -n "${SDNC_TEST_CMAKE:-}" ] || { echo "SDNC_TEST_CMAKE does not name another cmake"; exit 77; }
[ -x "$SDNC_TEST_CMAKE" ] || { echo "SDNC_TEST_CMAKE is '$SDNC_TEST_CMAKE', which is no program"; exit 1; }
PATH="$(dirname "$(realpath "$SDNC_TEST_CMAKE")"):$PATH"
export PATH
unset CCACHE_BASEDIR # makes paths in depfiles relative, which CMake 3.20.0 looks for in the wrong place under make
cmake --version | head -n 1
exec "$@"
