# Sourced by tests/bench.sh: what the figures belong to, and whether the machine is quiet enough for them.

machine() {
    model=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)
    load=$(cut -d ' ' -f 1 /proc/loadavg)
    echo "machine: $(nproc) x ${model:-$(uname -m)}, Linux $(uname -r), $(df -T "$data" | awk 'NR == 2 { print $2 }')"
    echo "compiler: $(gcc --version | head -n 1)"
    echo "peers: $(peer_versions)"
    awk -v load="$load" 'BEGIN {
        print "load when it began: " load (load > 0.5 ? "; the machine is busy, so these figures say little" : "")
    }'
}

peer_versions() {
    dpkg-query -W -f '${Package} ${Version}, ' libsqlite3-dev liblmdb-dev libsimdjson-dev libprotobuf-c-dev \
        libflatbuffers-dev libcsv-dev librec-dev 2>/dev/null | sed 's/, $//'
}
