# The functions and objects that preprocessed headers declare, each as `name file:line`. Only what comes from a file
# whose path matches `-v headers=...` counts; function bodies, types and enumerators are passed over.
/^# [0-9]+ "/ {
    file = $3
    gsub(/"/, "", file)
    line = $2 - 1
    next
}
{ line++ }
file !~ headers { next }
{
    text = $0
    while (text != "") {
        if (!match(text, /[{};]/)) {
            statement = statement " " text
            break
        }
        if (depth == 0)
            statement = statement " " substr(text, 1, RSTART - 1)
        mark = substr(text, RSTART, 1)
        text = substr(text, RSTART + 1)
        if (mark == "{") {
            depth++
        } else if (mark == "}") {
            depth--
            if (depth == 0 && statement ~ /^ *static /)
                statement = ""
        } else if (depth == 0) {
            declaration(statement)
            statement = ""
        }
    }
}

function declaration(text) {
    while (gsub(/__attribute__ *\(\([^()]*(\([^()]*\))?[^()]*\)\)/, "", text))
        ;
    if (text ~ /^ *(typedef |static |_Static_assert|static_assert)/ || text !~ /[([]|extern/)
        return
    sub(/[([].*$/, "", text)
    sub(/ +$/, "", text)
    sub(/^.*[ *]/, "", text)
    print text " " file ":" line
}
