# awk -f instructions_update.awk -v build=TEXT -v counts=FILE instructions.txt: the same with new counts for this build,
# whose section may be new; those of other builds stay.

function print_section(    line) {
    print "# built with: " build
    while ((getline line <counts) > 0)
        print line
    printed = 1
}

/^# built with: / {
    ours = substr($0, length("# built with: ") + 1) == build
    if (ours)
        print_section()
}

!ours

END {
    if (!printed)
        print_section()
}
