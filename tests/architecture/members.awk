# Makes a C program that prints the size of every public struct, union and enum, and the offset of every member: reads
# the public headers, each with one declaration a line, as .clang-format has them.
BEGIN { print "#include <sdn/sdn.h>\n#include <sdn/backend.h>\n#include <stdio.h>\n#include <stddef.h>\n\nint main(void)\n{" }

in_comment && !sub(/^.*\*\//, "") { next }
{
    gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "")
    in_comment = sub(/\/\*.*$/, "")
}

/^typedef (struct|union) [a-z_0-9]+ \{/ {
    type = $3
    printf "    printf(\"%s %s: %%zu bytes\\n\", sizeof(%s));\n", $2, type, type
    next
}

/^(typedef )?enum ([a-z_0-9]+ )?\{/ {
    enumeration = /^typedef/ ? $3 : "without name"
    sub(/^[^{]*\{/, "")
}

# The constants of an enum, several a line or one.
enumeration != "" {
    is_last = /\}/
    sub(/\}.*$/, "")
    gsub(/=[^,]*/, "")
    count = split($0, constant, /[, \t]+/)
    for (i = 1; i <= count; i++)
        if (constant[i] ~ /^SDN_/)
            printf "    printf(\"enum %s: %s is %%d\\n\", (int)%s);\n", enumeration, constant[i], constant[i]
    if (is_last)
        enumeration = ""
    next
}

type != "" && /^\}/ { type = "" }

type != "" && /;/ {
    name = $0
    if (name ~ /\(\*/) {
        sub(/^[^(]*\(\*/, "", name)
        sub(/\).*$/, "", name)
    } else {
        sub(/[ \t]*(\[[^]]*\])?;.*$/, "", name)
        sub(/^.*[ *]/, "", name)
    }
    printf "    printf(\"    %%zu %s\\n\", offsetof(%s, %s));\n", name, type, name
}

END { print "    return 0;\n}" }
