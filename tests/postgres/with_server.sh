#!/bin/sh
# with_server.sh COMMAND [ARGUMENT...]
#
# Runs a test with a PostgreSQL server of its own, which the environment names to libpq. Exit 77: there is none here.
# SDNC_SERVER_LOG and SDNC_SERVER_PID: the log of the server, and its process.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../server/postgres.sh"
postgres_find || exit 77
trap 'postgres_stop' EXIT
trap 'exit 1' INT TERM
postgres_start || exit 1
SDNC_SERVER_PID=$postgres_server SDNC_SERVER_LOG=$postgres_directory/log SDNC_SERVER_DIRECTORY=$postgres_directory
export SDNC_SERVER_PID SDNC_SERVER_LOG SDNC_SERVER_DIRECTORY
"$@"
