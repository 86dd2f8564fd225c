#!/bin/sh
# schema_compile.sh SDNC [RECORDS [FIELDS]]
#
# How long sdnc takes for a schema of RECORDS records (1000) with FIELDS fields each (50), compared with protoc-c on
# the same shape, where it is installed: the median of nine runs of each, taken in turns, and their ratio.
set -eu
sdnc=$(realpath "${1:?usage: schema_compile.sh SDNC [RECORDS [FIELDS]]}")
records=${2:-1000}
fields=${3:-50}
runs=9
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The same records in both languages. Types take turns.
make_schema() {
    awk -v records="$records" -v fields="$fields" 'BEGIN {
        split("string|i32 = -7|f64 = 0.5|bool = true|[string]|u64?|Level = high", types, "|")
        print "enum Level { low, mid, high }"
        for (r = 1; r <= records; r++) {
            printf "/// Record number %d.\nrecord Shape%dOf in shapes_%d {\n    key id : string;\n", r, r, r
            for (f = 1; f < fields; f++)
                printf "    /// Field number %d.\n    field_%d : %s;\n", f, f, types[f % 7 + 1]
            print "}"
        }
    }' >"$work/shapes.schema"
}
make_proto() {
    awk -v records="$records" -v fields="$fields" 'BEGIN {
        split("optional string|optional int32|optional double|optional bool|repeated string|optional uint64|optional Level",
              types, "|")
        split("| [default = -7]| [default = 0.5]| [default = true]||| [default = high]", defaults, "|")
        print "syntax = \"proto2\";\nenum Level { low = 0; mid = 1; high = 2; }"
        for (r = 1; r <= records; r++) {
            printf "// Record number %d.\nmessage Shape%dOf {\n    required string id = 1;\n", r, r
            for (f = 1; f < fields; f++)
                printf "    // Field number %d.\n    %s field_%d = %d%s;\n", f, types[f % 7 + 1], f,
                       f < 18999 ? f + 1 : f + 1001, defaults[f % 7 + 1] # 19000 to 19999 are reserved
            print "}"
        }
    }' >"$work/shapes.proto"
}

# Runs a command with an empty output directory, and adds its milliseconds to a file.
timed() { # file command...
    into=$1
    shift
    rm -rf "$work/out"
    mkdir "$work/out"
    start=$(date +%s%N)
    "$@"
    echo $((($(date +%s%N) - start) / 1000000)) >>"$into"
}
median() { sort -n "$1" | sed -n "$((runs / 2 + 1))p"; }

make_schema
make_proto
run=0
while [ $run -lt $runs ]; do
    run=$((run + 1))
    timed "$work/sdnc" "$sdnc" generate "$work/shapes.schema" -o "$work/out"
    if command -v protoc-c >/dev/null; then
        timed "$work/protoc" protoc-c -I "$work" --c_out="$work/out" "$work/shapes.proto"
    fi
done
echo "sdnc: $(median "$work/sdnc") ms for $records records of $fields fields (median of $runs)"
if [ -s "$work/protoc" ]; then
    echo "protoc-c: $(median "$work/protoc") ms"
    echo "ratio: $(awk -v a="$(median "$work/sdnc")" -v b="$(median "$work/protoc")" 'BEGIN { printf "%.2f", a / b }')"
else
    echo "protoc-c is not installed: nothing to compare with"
fi
