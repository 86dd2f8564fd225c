#!/bin/sh
# with_server.sh COMMAND [ARGUMENT...]
#
# Runs a test with a PostgreSQL server of its own, which the environment names to libpq; SDNC_SERVER_DIRECTORY has its
# `data`. A server that the test crashed is started again. Exit 77: there is none here.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../server/postgres.sh"
postgres_find || exit 77
test=
trap '[ -z "$test" ] || kill "$test" 2>/dev/null; postgres_stop' EXIT
trap 'exit 1' INT TERM
postgres_start || exit 1
SDNC_SERVER_DIRECTORY=$postgres_directory
export SDNC_SERVER_DIRECTORY
"$@" &
test=$!
while kill -0 "$test" 2>/dev/null; do
    # The test may crash it again before it answers.
    kill -0 "$postgres_server" 2>/dev/null || postgres_again || postgres_again || exit 1
    sleep 0.05
done
wait "$test"
status=$?
test=
exit $status
