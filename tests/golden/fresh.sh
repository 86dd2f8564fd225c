#!/bin/sh
# fresh.sh SDNC SCHEMAS GENERATED
#
# That the files in GENERATED are what sdnc makes of SCHEMAS, byte for byte, and that there are no others.
set -eu
sdnc=$(realpath "${1:?usage: fresh.sh SDNC SCHEMAS GENERATED}")
schemas=${2:?usage: fresh.sh SDNC SCHEMAS GENERATED}
generated=${3:?usage: fresh.sh SDNC SCHEMAS GENERATED}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

"$sdnc" generate "$schemas"/*.schema -o "$made"
if ! diff -ru "$generated" "$made"; then
    echo "generated/ is not what sdnc makes of schemas/; run: cmake --build <build> --target regenerate"
    exit 1
fi
