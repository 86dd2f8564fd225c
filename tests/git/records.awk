# The rows of the tables in a file that can be read, a field a line: KEY.COLUMN=VALUE. No cell has a comma or an escape.
# Rows between conflict markers are none.
{ sub(/\r$/, "") }
/^<<<<<<</ { in_conflict = 1 }
/^>>>>>>>/ { in_conflict = 0; next }
in_conflict { next }
/^[a-z]+ \|.*\|$/ {
    sub(/^[a-z]+ \|/, "")
    sub(/\|$/, "")
    column_count = split($0, column, / *, */)
    next
}
/^ *(#|$)/ { next }
{
    sub(/^ +/, "")
    if (split($0, cell, / *, */) != column_count)
        next
    for (i = 2; i <= column_count; i++) {
        gsub(/^"|"$/, "", cell[i])
        print cell[1] "." column[i] "=" cell[i]
    }
}
