# awk -f instructions.awk instructions.txt COUNTS: prints both and exits 1 if a count is more than 3 % off, or missing.

BEGIN {
    allowed = 3
}

/^#/ {
    next
}

FNR == NR {
    recorded[$1] = $2
    next
}

{
    counted[$1] = $2
    if (!($1 in recorded)) {
        print $1 ": not in the file"
        failed = 1
        next
    }
    change = 100 * ($2 - recorded[$1]) / recorded[$1]
    verdict = change > allowed ? "MORE" : change < -allowed ? "LESS" : "as recorded"
    printf "%-8s %12d recorded %12d counted %+7.2f %%  %s\n", $1, recorded[$1], $2, change, verdict
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
