# awk -f own_instructions.awk -v program=PATH callgrind.out: the instructions of one object, without those of what it
# calls in other objects.
#
# The file names an object by `ob=(number) path` the first time and by `ob=(number)` later; lines of numbers below are a
# place and its cost. The line after `calls=` is the cost of the call, which is counted where it is spent.

/^ob=/ {
    number = $0
    sub(/^ob=/, "", number)
    sub(/\).*/, ")", number)
    if (index($0, ") ") > 0)
        path[number] = substr($0, index($0, ") ") + 2)
    own = path[number] == program
    next
}

# A called object may be named here for the first time.
/^cob=/ {
    number = $0
    sub(/^cob=/, "", number)
    sub(/\).*/, ")", number)
    if (index($0, ") ") > 0)
        path[number] = substr($0, index($0, ") ") + 2)
    next
}

/^calls=/ {
    getline
    next
}

/^[0-9+*-]/ && own {
    total += $2
}

END {
    if (total == 0) {
        print "own_instructions: nothing was counted in " program >"/dev/stderr"
        exit 1
    }
    printf "%d\n", total
}
