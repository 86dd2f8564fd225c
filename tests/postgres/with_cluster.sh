#!/bin/sh
# with_cluster.sh KIND COMMAND [ARGUMENT...]
#
# Runs a test with a PostgreSQL server of its own that is not the usual one. Exit 77: it cannot be had here.
#
#   tls       takes TLS alone, on port SDNC_PORT, with a certificate for localhost of the authority SDNC_CERTIFICATES/root.crt;
#             other.crt is one that has nothing to do with it
#   disk      has a tablespace `small` of a few megabytes, in the directory SDNC_SMALL_DISK (needs root)
#   standby   has a standby: PGHOST is the directory of the socket of the first, SDNC_STANDBY that of the second; their
#             process numbers are in SDNC_SERVER_DIRECTORY/data and .../standby
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../server/postgres.sh"
kind=$1
shift
postgres_find || exit 77
standby= mounted=
end() {
    [ -z "$standby" ] || { kill -INT "$standby" 2>/dev/null; wait "$standby" 2>/dev/null; }
    directory=$postgres_directory
    [ -z "$mounted" ] || postgres_directory=$mounted/none
    postgres_stop
    [ -z "$mounted" ] || { umount "$mounted"; rm -rf "$directory"; }
}
trap end EXIT
trap 'exit 1' INT TERM

as_postgres() {
    (postgres_exec "$@") >>"$postgres_directory/log" 2>&1 || { cat "$postgres_directory/log"; exit 1; }
}
give_to_postgres() {
    [ "$(id -u)" -ne 0 ] || chown -R postgres "$@"
}

certificate() { # NAME SUBJECT [SIGNED_BY]
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$2" -addext "subjectAltName=DNS:$2" \
        ${3:+-CA "$3.crt" -CAkey "$3.key"} -keyout "$1.key" -out "$1.crt" >>"$postgres_directory/log" 2>&1
}
prepare_tls() {
    SDNC_CERTIFICATES=$postgres_directory/certificates
    mkdir "$SDNC_CERTIFICATES"
    cd "$SDNC_CERTIFICATES" || exit 1
    certificate root authority && certificate other nobody && certificate server localhost root || { cat "$postgres_directory/log"; exit 1; }
    chmod 600 server.key
    give_to_postgres .
    printf "ssl = on\nssl_cert_file = '%s/server.crt'\nssl_key_file = '%s/server.key'\n" "$PWD" "$PWD" \
        >>"$postgres_directory/data/postgresql.conf"
    printf 'local all all trust\nhostssl all all 127.0.0.1/32 trust\nhostssl all all ::1/128 trust\n' \
        >"$postgres_directory/data/pg_hba.conf"
    psql -X -q -A -t -c "SELECT pg_reload_conf()" >/dev/null
    export SDNC_CERTIFICATES
}

prepare_disk() {
    SDNC_SMALL_DISK=$postgres_directory/small
    mkdir "$SDNC_SMALL_DISK"
    mount -t tmpfs -o size=6m none "$SDNC_SMALL_DISK" 2>/dev/null || { echo "no rights to mount a small disk"; exit 77; }
    mounted=$SDNC_SMALL_DISK
    mkdir "$mounted/tables"
    give_to_postgres "$mounted"
    psql -X -q -c "CREATE TABLESPACE small LOCATION '$mounted/tables'" || exit 1
    export SDNC_SMALL_DISK
}

prepare_standby() {
    SDNC_STANDBY=$postgres_directory/socket
    mkdir "$SDNC_STANDBY"
    give_to_postgres "$SDNC_STANDBY"
    as_postgres pg_basebackup -D "$postgres_directory/standby" -R -c fast
    (postgres_exec postgres -D "$postgres_directory/standby" -c unix_socket_directories="$SDNC_STANDBY" \
        >>"$postgres_directory/log" 2>&1) &
    standby=$!
    tries=0
    until psql -X -q -h "$SDNC_STANDBY" -c 'SELECT' >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 300 ] || { cat "$postgres_directory/log"; exit 1; }
        sleep 0.1
    done
    export SDNC_STANDBY
}

if [ "$kind" = tls ]; then
    command -v openssl >/dev/null || { echo "no openssl here"; exit 77; }
    SDNC_PORT=$((20000 + $$ % 20000)) SDNC_TEST_TCP=$((20000 + $$ % 20000))
    export SDNC_PORT
fi
postgres_start || exit 1
SDNC_SERVER_DIRECTORY=$postgres_directory
export SDNC_SERVER_DIRECTORY
"prepare_$kind"
"$@"
