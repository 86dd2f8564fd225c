#include "mistakes_table.h"

const char mistakes_base[] = "/// Record #.\n"
                             "record Rec# in recs# {\n"
                             "    key id   : string = auto;\n"
                             "    /// What it is called.\n"
                             "    name     : string = \"x\";\n"
                             "    level    : Level# = low column \"Lev-el\";\n"
                             "    count    : u32 = 5 range 1..10;\n"
                             "    tags     : [string] = [\"a\", \"b\"] separator \";\";\n"
                             "    due      : date = \"2026-01-31\";\n"
                             "    when     : timestamp?;\n"
                             "    small    : i32 = -7;\n"
                             "    real     : f64 = 1.5;\n"
                             "    done     : bool = false;\n"
                             "    parent   : string? references Rec#;\n"
                             "\n"
                             "    index by level;\n"
                             "    index by name, count;\n"
                             "    order by key;\n"
                             "}\n"
                             "\n"
                             "enum Level# {\n"
                             "    low,\n"
                             "    mid = \"m i d\",\n"
                             "    high\n"
                             "}\n"
                             "\n";

#define NAME  "name     : string = \"x\";"
#define COUNT "count    : u32 = 5 range 1..10;"
#define TAGS  "tags     : [string] = [\"a\", \"b\"] separator \";\";"
#define DONE  "done     : bool = false;"

const mistake mistakes[] = {
    /* syntax */
    {"missing ';'", NAME, "name : string = \"x\"^"},
    {"missing ':'", NAME, "name^ string = \"x\";"},
    {"missing '='", NAME, "name : string^ \"x\";"},
    {"',' for ';'", DONE, "done : bool = false^,"},
    {"'=' for ':'", DONE, "done ^= bool = false;"},
    {"';' twice", DONE, "done : bool = false;^;"},
    {"misspelt keyword", "record Rec# in", "^recrod Rec# in"},
    {"missing 'in'", "record Rec# in recs#", "record Rec#^ recs#"},
    {"missing table", "record Rec# in recs# {", "record Rec# in ^{"},
    {"'(' for '{'", "recs# {", "recs# ^("},
    {"text without end", NAME, "name : string = ^\"x;"},
    {"single quotes", NAME, "name : string = ^'x';"},
    {"unknown escape", NAME, "name : string = \"a^\\q\";"},
    {"# comment", DONE, DONE " ^# a comment"},
    {"block comment", DONE, "^/* a\n comment */ " DONE},
    {"stray character", DONE, "done : bool = false ^$;"},
    {"letters beyond ASCII", DONE, "^na\xC3\xAFve : bool = false;"},
    {"missing 'by'", "index by level;", "index^ level;"},
    {"order by a field", "order by key;", "order by ^name;"},
    {"missing ']'", TAGS, "tags : [string^ = [\"a\"];"},
    {"missing value", DONE, "done : bool = ^;"},
    {"missing type", DONE, "done : ^= false;"},
    {"stray doc comment", "    order by key;\n", "    order by key;\n    ^/// Nothing follows.\n"},
    {"doc comment behind a field", DONE, DONE " ^/// What it is."},
    {"';' behind '}'", "    high\n}", "    high\n}^;"},
    {"missing 'enum'", "enum Level# {", "open^ Level# {"},
    {"missing ','", "low,", "low^"},
    {"number for an enumerator", "low,", "low, ^5,"},
    {"spelling without quotes", "mid = \"m i d\"", "mid = ^word"},
    {"two names", DONE, "done ^dome : bool = false;"},
    {"missing '..'", COUNT, "count : u32 = 5 range 1 ^10;"},
    {"column without quotes", "column \"Lev-el\"", "column ^Level"},
    /* types and names */
    {"unknown type", DONE, "done : ^boolean;"},
    {"type of another language", DONE, "done : ^int;"},
    {"record as a type", DONE, "done : ^Rec#;"},
    {"optional list", TAGS, "tags : ^[string]?;"},
    {"list of optional", TAGS, "tags : ^[string?];"},
    {"duplicate field", DONE, DONE " ^name : string;"},
    {"field that meets another", DONE, DONE " ^Name : string;"},
    {"duplicate enumerator", "high\n", "high, ^low\n"},
    {"enumerator that meets another", "high\n", "high, ^LOW\n"},
    {"duplicate record", "enum Level#", "record ^Rec# in others# { a : bool; }\nenum Level#"},
    {"duplicate table", "enum Level#", "record Else# in ^recs# { a : bool; }\nenum Level#"},
    {"record without fields", "enum Level#", "record ^Else# in others# { }\nenum Level#"},
    {"enum without enumerators", "enum Level#", "enum ^Else# { }\nenum Level#"},
    {"keyword of C", DONE, DONE " ^while : bool;"},
    {"keyword of C++", DONE, DONE " ^template : bool;"},
    {"macro of C", DONE, DONE " ^errno : bool;"},
    {"reserved name", DONE, DONE " ^_x : bool;"},
    {"bad column", "column \"Lev-el\"", "column ^\"Lev el\""},
    {"duplicate column", "column \"Lev-el\"", "column ^\"name\""},
    {"empty spelling", "mid = \"m i d\"", "mid = ^\"\""},
    {"duplicate spelling", "high\n", "high = ^\"m i d\"\n"},
    /* defaults */
    {"word for text", NAME, "name : string = ^x;"},
    {"text for a number", "small    : i32 = -7;", "small : i32 = ^\"7\";"},
    {"too large for u32", COUNT, "count : u32 = ^4294967296;"},
    {"negative for u32", COUNT, "count : u32 = ^-1;"},
    {"too small for i32", "= -7;", "= ^-2147483649;"},
    {"fraction for i32", "= -7;", "= ^1.5;"},
    {"beyond f64", "= 1.5;", "= ^1e999;"},
    {"no number", "= 1.5;", "= ^1.5x;"},
    {"no truth value", DONE, "done : bool = ^yes;"},
    {"unknown enumerator", "Level# = low", "Level# = ^lwo"},
    {"enumerator in quotes", "Level# = low", "Level# = ^\"low\""},
    {"no such day", "\"2026-01-31\"", "^\"2026-02-30\""},
    {"no date", "\"2026-01-31\"", "^\"yesterday\""},
    {"no timestamp", "when     : timestamp?;", "when : timestamp? = ^\"noon\";"},
    {"list without brackets", TAGS, "tags : [string] = ^\"a\";"},
    {"wrong element", TAGS, "tags : [string] = [\"a\", ^5];"},
    {"auto beside the key", NAME, "name : string = ^auto;"},
    {"default out of range", COUNT, "count : u32 = ^50 range 1..10;"},
    /* rules, keys, indexes */
    {"range upside down", COUNT, "count : u32 range ^10..1;"},
    {"range of text", NAME, "name : string ^range 1..2;"},
    {"nonempty number", COUNT, "count : u32 ^nonempty;"},
    {"unique list", TAGS, "tags : [string] ^unique;"},
    {"attribute twice", NAME, "name : string nonempty ^nonempty;"},
    {"bad separator", TAGS, "tags : [string] separator ^\"x\";"},
    {"separator of text", NAME, "name : string ^separator \";\";"},
    {"unknown reference", "references Rec#", "references ^Nobody"},
    {"reference to an enum", "references Rec#", "references ^Level#"},
    {"reference of another type", "small    : i32 = -7;", "small : i32 references ^Rec#;"},
    {"second key", DONE, DONE " ^key other : string;"},
    {"optional key", "key id   : string = auto;", "key id : ^string?;"},
    {"key with a default", "key id   : string = auto;", "key id : string = ^\"a\";"},
    {"index of nothing", "index by level;", "index by ^levle;"},
    {"index of a list", "index by level;", "index by level, ^tags;"},
    {"field twice in an index", "index by name, count;", "index by name, ^name;"},
    {"index twice", "order by key;", "order by key; ^index by level;"},
    {"order twice", "order by key;", "order by key; ^order by key;"},
    {"order without a key", "enum Level#",
     "record Else# in others# { a : bool; ^order by key; }\nenum Level#"},
};

const size_t mistake_count = sizeof mistakes / sizeof mistakes[0];
