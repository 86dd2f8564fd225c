# Changes a table as a person with an editor would; `commands` are those of `edit` in repository.sh. Cells have no commas.
BEGIN {
    count = split(commands, command, / *; */)
    for (i = 1; i <= count; i++) {
        parts = split(command[i], word, " ")
        rest = command[i]
        sub(/^[^ ]+ +/, "", rest)
        argument = rest
        sub(/^[^ ]+ */, "", argument)
        if (word[1] == "set") {
            sub(/^[^ ]+ */, "", argument)
            value[word[2], word[3]] = argument
            changed[word[2]] = 1
        } else if (word[1] == "delete")
            deleted[word[2]] = 1
        else if (word[1] == "append")
            appended = appended "    " rest "\n"
        else if (word[1] == "comment")
            comment[word[2]] = comment[word[2]] "    # " argument "\n"
        else if (word[1] == "column") {
            new_column = word[2]
            new_value = word[3]
        } else if (word[1] == "reverse")
            reverse = 1
        else if (word[1] == "crlf")
            end = "\r"
    }
}

function print_text(text) {
    gsub(/\n/, end "\n", text)
    printf "%s", text
}

{ sub(/\r$/, "") }

/^todos \|/ {
    columns = $0
    sub(/^todos \|/, "", columns)
    sub(/\|$/, "", columns)
    column_count = split(columns, column, /, */)
    if (new_column != "")
        sub(/\|$/, ", " new_column "|")
    print_text($0 "\n")
    in_table = 1
    next
}

!in_table { print_text($0 "\n"); next }

/^ *(#|$)/ { lead = lead $0 "\n"; next }

{
    row = $0
    sub(/^ +/, "", row)
    split(row, cell, /, */)
    key = cell[1]
    if (key in changed) {
        row = key
        for (i = 2; i <= column_count; i++)
            row = row ", " ((key, column[i]) in value ? value[key, column[i]] : cell[i])
    }
    if (new_column != "")
        row = row ", " new_value
    lead = lead comment[key]
    rows++
    text[rows] = key in deleted ? lead : lead "    " row "\n"
    lead = ""
}

END {
    for (i = 1; i <= rows; i++)
        print_text(text[reverse ? rows + 1 - i : i])
    print_text(appended lead)
}
