# The files named on standard input, searched for what is not C11 or POSIX. Comments and texts do not count. Prints
# `file:line: what to do`. The working directory is the root of the sources.
BEGIN {
    read_layers()

    # Pattern, what it is. A word is searched as a whole: with a character before and after it that is of no name.
    word("__attribute__|__attribute|__declspec", "an attribute")
    word("__builtin_[a-z_0-9]+|__sync_[a-z_0-9]+|__atomic_[a-z_0-9]+", "a built-in function of a compiler")
    word("__asm__|__asm|asm", "assembler")
    word("__extension__|__typeof__|__typeof|typeof|__auto_type|__label__|__thread|__int128|__FUNCTION__|" \
         "__PRETTY_FUNCTION__|__COUNTER__|__inline|__inline__|__restrict|__restrict__|__alignof__|__has_attribute|" \
         "__has_builtin|__has_feature|__has_extension", "a word of some compilers")
    word("_GNU_SOURCE|_DEFAULT_SOURCE|_BSD_SOURCE|_SVID_SOURCE|_ALL_SOURCE|_DARWIN_C_SOURCE|_NETBSD_SOURCE|" \
         "__EXTENSIONS__|_LARGEFILE64_SOURCE", "a macro that asks for more than POSIX")
    word("__GNUC__|__GNUC_MINOR__|__clang__|__clang_major__|_MSC_VER|__GLIBC__|__USER_LABEL_PREFIX__|__ELF__",
         "a question for the compiler")
    word("__linux__|__linux|__APPLE__|__FreeBSD__|__NetBSD__|__OpenBSD__|_WIN32|__CYGWIN__|__sun|__ANDROID__",
         "a question for the system")
    form("\\([ \t]*\\{[^}]*;", "a statement in an expression")
    form("\\?[ \t]*:", "a conditional without its middle")
    form("(case|\\[)[ \t]*[^] :?]+ \\.\\.\\. ?[^] :]+[ \t]*[]:]", "a range of cases or elements")
    form("&&[ \t]*[A-Za-z_][A-Za-z_0-9]*[ \t]*;.*goto|goto[ \t]*\\*", "a computed goto")
    form("^[ \t]*#[ \t]*pragma[ \t]+(GCC|clang|once|pack|weak)", "a pragma of some compilers")
    form("^[ \t]*#[ \t]*(include_next|warning|ident)", "a directive of some compilers")
    form("^[ \t]*#[ \t]*include[ \t]*<(linux|asm|asm-generic|bits|features)[/.]", "a header of Linux or of a C library")
    form("##[ \t]*__VA_ARGS__|[A-Za-z_]\\.\\.\\.\\)", "variable arguments of a macro as only some compilers have them")

    while ((getline file <"-") > 0)
        if (!(file in extended) && file !~ system_files)
            check_file(file)
    exit bad
}

function word(pattern, what) {
    form("(^|[^A-Za-z_0-9])(" pattern ")($|[^A-Za-z_0-9])", what)
}

function form(pattern, what) {
    patterns[++count] = pattern
    means[count] = what
}

function check_file(file,    line, number, code, i) {
    in_comment = 0
    while ((getline line <file) > 0) {
        number++
        code = without_texts(line)
        for (i = 1; i <= count; i++)
            if (code ~ patterns[i]) {
                print file ":" number ": has " means[i] ", which is not C11; give it a name and a form without it in" \
                      " runtime/src/base/compiler.h"
                bad = 1
            }
    }
    close(file)
}

# The line without comments, and with empty literals. A comment may go on over lines.
function without_texts(line,    code, end) {
    code = ""
    while (line != "") {
        if (in_comment) {
            end = index(line, "*/")
            if (end == 0)
                return code
            line = substr(line, end + 2)
            in_comment = 0
        } else if (match(line, /\/\*|\/\/|"|'/)) {
            code = code substr(line, 1, RSTART - 1) " "
            line = substr(line, RSTART)
            if (line ~ /^\/\//)
                return code
            if (line ~ /^\/\*/) {
                in_comment = 1
                line = substr(line, 3)
            } else {
                code = code substr(line, 1, 1) substr(line, 1, 1)
                line = after_literal(line)
            }
        } else
            return code line
    }
    return code
}

# What follows the literal that the line begins with.
function after_literal(line,    quote) {
    quote = substr(line, 1, 1)
    line = substr(line, 2)
    while (line != "" && substr(line, 1, 1) != quote)
        line = substr(line, substr(line, 1, 1) == "\\" ? 3 : 2)
    return substr(line, 2)
}
