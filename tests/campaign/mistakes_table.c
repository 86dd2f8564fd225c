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

/* clang-format off */
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
    {"doc comment after a field", DONE, DONE " ^/// What it is."},
    {"';' after '}'", "    high\n}", "    high\n}^;"},
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
    {"unknown action", "references Rec#", "references Rec# on delete ^cascade"},
    {"action of two words", "references Rec#", "references Rec# on delete set ^null"},
    {"no action", "references Rec#", "references Rec# on delete^"},
    {"misspelt 'delete'", "references Rec#", "references Rec# on ^delet clear"},
    {"no reference that could be cleared", "parent   : string? references Rec#;", "parent : string? ^on delete clear;"},
    {"required and cleared", "parent   : string? references Rec#;",
     "parent : string references Rec# on delete ^clear;"},
    {"'on delete' twice", "references Rec#", "references Rec# on delete clear ^on delete refuse"},
    {"unknown policy", COUNT, "count : u32 merge ^sum;"},
    {"misspelt policy", COUNT, "count : u32 merge ^maxx;"},
    {"no policy", COUNT, "count : u32 merge^;"},
    {"misspelt 'merge'", COUNT, "count : u32 ^merg max;"},
    {"larger text", NAME, "name : string ^merge max;"},
    {"union of numbers", COUNT, "count : u32 ^merge union;"},
    {"larger list", TAGS, "tags : [string] ^merge max;"},
    {"two policies", COUNT, "count : u32 merge max ^merge min;"},
    {"renumbered beside the key", COUNT, "count : u32 ^merge renumber;"},
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
    /* heads without a body, words of other languages, texts without an end */
    {"record without a table breaks off", "enum Level#", "record Else# in^\nenum Level#"},
    {"record without a body breaks off", "enum Level#", "record Else# in others#^\nenum Level#"},
    {"record without a name", "enum Level#", "record ^in others# { a : bool; }\nenum Level#"},
    {"open after enum", "enum Level#", "enum ^open Else# { a }\nenum Level#"},
    {"round brackets around a body", "enum Level#", "enum Else# ^(a, b)\nenum Level#"},
    {"enum with a type", "enum Level#", "enum Else# ^: u32 { a, b }\nenum Level#"},
    {"enum with '='", "enum Level#", "enum Else# ^= { a, b }\nenum Level#"},
    {"type with parameters", DONE, "done : map^<string, u32>;"},
    {"pointer", DONE, "done : char ^*;"},
    {"enum in place of a type", DONE, "done : enum ^{ a, b };"},
    {"array brackets after a type", TAGS, "tags : string^[];"},
    {"enumerator with its enum", "Level# = low", "Level# = Level#^.low"},
    {"enumerator in its scope", "Level# = low", "Level# = Level#^::low"},
    {"infinity", "= 1.5;", "= ^-inf;"},
    {"sign apart", "= -7;", "= ^- 7;"},
    {"plus sign", "= -7;", "= ^+7;"},
    {"fraction without a digit before", "= 1.5;", "= ^.5;"},
    {"fraction without a digit after", "= 1.5;", "= 5^.;"},
    {"comma between attributes", NAME, "name : string nonempty^, column \"n\";"},
    {"attribute with brackets", NAME, "name : string column^(\"n\");"},
    {"attribute with '='", NAME, "name : string column ^= \"n\";"},
    {"range in brackets", COUNT, "count : u32 range ^[1..10];"},
    {"range without an end", COUNT, "count : u32 range 1..^;"},
    {"separator without quotes", TAGS, "tags : [string] separator ^;;"},
    {"reference to a field", "references Rec#", "references Rec#^.id"},
    {"reference in quotes", "references Rec#", "references ^\"Rec\""},
    {"text without end for a number", COUNT, "count : u32 = ^\"5;"},
    {"text without end for a date", "\"2026-01-31\"", "^\"2026-01-31"},
    {"text without end in a column", "column \"Lev-el\"", "column ^\"Lev el"},
    {"text without end in a list", TAGS, "tags : [string] = [\"a\", ^\"b];"},
    {"date without quotes for a number", COUNT, "count : u32 = ^2026-01-31;"},
    {"column in single quotes", "column \"Lev-el\"", "column ^'Lev el'"},
    {"list without a bracket at its end", TAGS, "tags : [string] = [\"a\", \"b\"^;"},
    {"index with brackets", "index by level;", "index ^(level);"},
    {"key by a field", "order by key;", "order by key; key by ^name;"},
    {"name with a dash", DONE, "do^-ne : bool = false;"},
    {"question mark after the name", "when     : timestamp?;", "when^? : timestamp;"},
    /* names that were refused, and what is made of them */
    {"index over a keyword of C", DONE, DONE " ^while : bool; index by while;"},
    {"index over a reserved name", DONE, DONE " ^_x : bool; index by id, _x;"},
    {"index over a name with two underscores", DONE, DONE " ^a__b : bool; index by a__b;"},
    {"unique name of the library", DONE, DONE " ^sdn_x : string unique;"},
    {"unique field that meets another", DONE, DONE " x_y : string unique; ^xY : string unique;"},
    {"index over a duplicate field", DONE, DONE " more : u32; ^more : u32; index by more;"},
    {"enumerator that begins with '_'", "high\n", "high, ^_low\n"},
    {"reference to a duplicate record", "enum Level#",
     "record Two# in two# { key id : u32; }\nrecord ^Two# in three# { a : string references Two#; }\nenum Level#"},
    {"default of a duplicate enum", "enum Level#",
     "enum Two# { a }\nenum ^Two# { b }\nrecord Else# in others# { a : Two# = b; }\nenum Level#"},
    {"table that is a word of files", "enum Level#", "record Else# in ^null { a : bool; }\nenum Level#"},
    /* rules of lists */
    {"range of a list upside down", TAGS, TAGS " more : [u32] range ^10..1;"},
    {"range of a list of texts", TAGS, "tags : [string] ^range 1..2;"},
    {"bound of a list too large", TAGS, TAGS " more : [i32] range 0..^2147483648;"},
    {"element out of range", TAGS, TAGS " more : [u32] = [1, 10, ^11] range 1..10;"},
    {"list of unknown references", TAGS, "tags : [string] references ^Nobody;"},
    {"list of references of another type", TAGS, TAGS " more : [u32] references ^Rec#;"},
    {"list of references to an enum", TAGS, "tags : [string] references ^Level#;"},
    /* fields in the manner of C */
    {"type before the name", NAME, "^string name;"},
    {"type before the name, with a default", DONE, "^bool done = false;"},
    {"type before the name, with a rule", COUNT, "^u32 count range 1..10;"},
    {"pointer to const", DONE, DONE " ^const char *more;"},
    {"enum before the name", "level    : Level# = low column \"Lev-el\";", "^Level# level;"},
    {"keyword and enum before the name", DONE, DONE "\n    ^enum Level# more;"},
    {"struct before the name", DONE, DONE " ^struct node *next;"},
    {"type of several words", DONE, DONE " ^unsigned long long more = 5;"},
    {"array in the manner of C", DONE, DONE " ^u32 more[4];"},
    {"two fields of one type", DONE, DONE " ^u32 more, most;"},
    {"type before the name, without ';'", DONE, "^i32 more\n    " DONE},
    {"type before the key", "key id   : string = auto;", "key ^string id;"},
    /* what runs over its line or stops short in it */
    {"text over two lines", NAME, "name : string = ^\"one\n        two\";"},
    {"text over two lines in a list", TAGS, "tags : [string] = [\"a\", ^\"b\n        c\"];"},
    {"text continued by a backslash", NAME, "name : string = ^\"one\\\n        two\" nonempty;"},
    {"text over two lines for an enumerator", "mid = \"m i d\"", "mid = ^\"m\n    id\""},
    {"record in a line with one that lacks '}'", "enum Level#",
     "record Else# in others# { a : u32; ^record More# in mores# { a : u32; }\nenum Level#"},
    {"enum in a line with a record that lacks '}'", "enum Level#",
     "record Else# in others# { a : u32; ^enum More# { a }\nenum Level#"},
    {"record in a line with an enum that lacks '}'", "enum Level#",
     "enum Else# { a, b ^record More# in mores# { a : u32; }\nenum Level#"},
    {"'{' of a record in a text without end", "recs# {", "^\"recs# {"},
};
/* clang-format on */

const size_t mistake_count = sizeof mistakes / sizeof mistakes[0];

const mistake lone_mistakes[] = {
    {"prefix without '_' at its end", "enum Level#", "prefix ^\"net\";\nenum Level#"},
    {"prefix in capitals", "enum Level#", "prefix ^\"NET_\";\nenum Int { a }\nenum Level#"},
    {"prefix with two '_'", "enum Level#", "prefix ^\"a__b_\";\nenum Level#"},
    {"prefix of the library", "enum Level#", "prefix ^\"sdn_\";\nenum Level#"},
    {"prefix without quotes", "enum Level#", "prefix ^net_;\nenum Int { a }\nenum Level#"},
    {"prefix in single quotes", "enum Level#", "prefix ^'net_';\nenum Int { a }\nenum Level#"},
    {"prefix with '='", "enum Level#", "prefix ^= \"net_\";\nenum Int { a }\nenum Level#"},
    {"prefix without ';'", "enum Level#", "prefix \"net_\"^\nenum Int { a }\nenum Level#"},
    {"prefix without end of text", "enum Level#", "prefix ^\"net_;\nenum Int { a }\nenum Level#"},
    {"prefix that breaks off", "enum Level#", "prefix^\nenum Level#"},
    {"prefix misspelt", "enum Level#", "^prefxi \"net_\";\nenum Int { a }\nenum Level#"},
    {"two prefixes", "enum Level#", "prefix \"a_\";\n^prefix \"b_\";\nenum Level#"},
    {"doc comment of a prefix", "enum Level#", "^/// Why.\nprefix \"a_\";\nenum Level#"},
    {"name that ends in _t with a prefix", "enum Level#", "prefix \"a_\";\nenum ^T { a }\nenum Level#"},
    {"name that a prefix makes one of the system", "enum Level#",
     "prefix \"pthread_\";\nenum ^Create { a }\nenum Level#"},
    {"import without end of text", "enum Level#", "import ^\"x.schema;\nenum Level#"},
    {"import of nothing but a quote", "enum Level#", "import ^\"\nenum Level#"},
    {"import in single quotes", "enum Level#", "import ^'x.schema';\nenum Level#"},
    {"import that breaks off", "enum Level#", "import^\nenum Level#"},
    {"enum that breaks off", "record Rec# in", "enum^\nrecord Rec# in"},
    {"open enum that breaks off", "record Rec# in", "open enum^\nrecord Rec# in"},
    {"open that breaks off", "record Rec# in", "open^\nrecord Rec# in"},
    {"record that breaks off", "enum Level#", "record^\nenum Level#"},
    {"'{' of an enum in a text without end", "enum Level#", "enum ^\"Else# {\n    a,\n    b\n}\nenum Level#"},
    {"enumerator that is a macro", "enum Level#", "enum Path { first, ^max }\nenum Level#"},
    {"two lists that need one function", "enum Level#",
     "enum U64 { a }\nrecord Else# in others# { a : [u64]; b : [^U64]; }\nenum Level#"},
    {"list whose function another list needs", "enum Level#",
     "enum Append { a }\nrecord Else# in others# { list : [string]; b : [^Append]; }\nenum Level#"},
};

const size_t lone_mistake_count = sizeof lone_mistakes / sizeof lone_mistakes[0];
