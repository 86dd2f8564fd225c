# Reads lines `object source`, then the output of `nm -A -g` of these objects, and checks by layers.txt what they need
# of each other. Prints `file: what to do`, and to the file -v edges=... each need, `from to symbol`.
BEGIN { read_layers() }

FNR == NR {
    source[$1] = $2
    next
}

# object:value TYPE symbol, or object: U symbol
{
    object = $1
    sub(/:[^:]*$/, "", object)
    if ($(NF - 1) == "U") {
        needed[++needs] = $NF
        by[needs] = source[object]
    } else if ($(NF - 1) ~ /^[TDBRVWC]$/) {
        defined[$NF] = source[object]
    }
}

END {
    for (i = 1; i <= needs; i++)
        if (needed[i] in defined && defined[needed[i]] != by[i])
            check(by[i], defined[needed[i]], needed[i])
    exit bad
}

function check(from, to, symbol,    user, owner) {
    print from, to, symbol >edges
    user = area_of(from)
    owner = area_of(to)
    if (allowed(user, owner) || (symbol !~ /^sdn__/ && allowed(user, "public/" owner)))
        return
    print from ": needs " symbol " of " to ", but " user " may not use " owner "; move it down, or the caller up"
    bad = 1
}
