# awk -f instructions.awk -v build=TEXT -v sizes="ROWS..." instructions.txt COUNTS: prints what was counted beside what
# is recorded for this build and these sizes, and exits 1 if a count is more than 3 % off, or missing.

BEGIN {
    allowed = 3
}

/^# built with: / {
    ours = substr($0, length("# built with: ") + 1) == build
}

/^#/ {
    next
}

FNR == NR {
    if (ours && index(" " sizes " ", " " $2 " ") > 0)
        recorded[$1 " " $2] = $3
    next
}

{
    name = $1 " " $2
    counted[name] = $3
    if (!(name in recorded)) {
        print name ": not in the file"
        failed = 1
        next
    }
    change = 100 * ($3 - recorded[name]) / recorded[name]
    verdict = change > allowed ? "MORE" : change < -allowed ? "LESS" : "as recorded"
    printf "%-8s %9d rows %12d recorded %12d counted %+7.2f %%  %s\n", $1, $2, recorded[name], $3, change, verdict
    if (verdict != "as recorded")
        failed = 1
}

END {
    for (name in recorded)
        if (!(name in counted)) {
            print name ": not counted"
            failed = 1
        }
    if (failed)
        print "if that is meant: tests/bench/instructions.sh --update, and commit the file"
    exit failed
}
