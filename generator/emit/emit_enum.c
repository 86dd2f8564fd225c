#include "emit/emit_private.h"

#include "names/cname.h"

static void enumerators(emitter *e, const model_enum *enumeration)
{
    for (size_t i = 0; i < enumeration->enumerator_count; i++) {
        const model_enumerator *enumerator = &enumeration->enumerators[i];
        bool last = i + 1 == enumeration->enumerator_count && !enumeration->open;
        cprinter_set(&e->printer, "constant", cname_constant(e->arena, enumeration, enumerator->name));
        emit_doc(e, enumerator->doc);
        cprinter_emit(&e->printer, last ? "$constant$\n" : "$constant$,\n");
    }
    if (enumeration->open)
        cprinter_emit(&e->printer, "$other$ /* any other word; the field's text holds it */\n");
}

/* There are no lists of open enums: their elements would need texts as well. */
static void list_type(emitter *e)
{
    cprinter_emit(&e->printer, "/* A list of them; owns nothing. */\n"
                               "typedef struct $E$_list {\n"
                               "    const enum $E$ *items; /* NULL when count is 0 */\n"
                               "    size_t count;\n"
                               "} $E$_list;\n"
                               "\n");
}

void emit_enum_declaration(emitter *e, const model_enum *enumeration)
{
    cprinter *p = &e->printer;
    emit_use_enum(e, enumeration);
    emit_doc(e, enumeration->doc);
    cprinter_emit(p, "typedef enum $E$ {\n");
    cprinter_indent(p);
    enumerators(e, enumeration);
    cprinter_outdent(p);
    cprinter_emit(p, "} $E$;\n"
                     "\n");
    if (!enumeration->open)
        list_type(e);
    cprinter_emit(p,
                  "/* The spelling in files; \"\" for a value that has none. */\n"
                  "$api$const char *$E$_name($E$ $value$)\n"
                  "    SDN_LINKED_AS(\"$E$_name$layout$\");\n"
                  "\n"
                  "/* Finds the value spelled `$name$`. Returns false, with *$value$ unchanged, if there is none. */\n"
                  "$api$bool $E$_from_name(sdn_str $name$, $E$ *$value$)\n"
                  "    SDN_LINKED_AS(\"$E$_from_name$layout$\");\n"
                  "\n"
                  "/* The enum, for generic code. */\n"
                  "extern $api$const sdn_enum_type $E$_enum_type;\n"
                  "\n");
}

static void spellings(emitter *e, const model_enum *enumeration)
{
    cprinter_emit(&e->printer, "static const sdn_str $E$_names[] = {\n");
    cprinter_indent(&e->printer);
    for (size_t i = 0; i < enumeration->enumerator_count; i++) {
        emit_set_literal(e, "literal", enumeration->enumerators[i].spelling);
        cprinter_emit(&e->printer, "SDN_STR_INIT($literal$),\n");
    }
    cprinter_outdent(&e->printer);
    cprinter_emit(&e->printer, "};\n");
}

void emit_enum_definition(emitter *e, const model_enum *enumeration)
{
    cprinter *p = &e->printer;
    emit_use_enum(e, enumeration);
    cprinter_set(p, "open", enumeration->open ? SDN_STR("true") : SDN_STR("false"));
    cprinter_emit(p, "\n");
    spellings(e, enumeration);
    cprinter_emit(
        p, "\n"
           "const sdn_enum_type $E$_enum_type = {\n"
           "    .name = \"$Name$\",\n"
           "    .names = $E$_names,\n"
           "    .count = $enumerators$,\n"
           "    .open = $open$,\n"
           "};\n"
           "\n"
           "_Static_assert(sizeof($E$) == sizeof(uint32_t), \"the runtime reads and writes an enum as a uint32_t\");\n"
           "\n"
           "const char *$E$_name($E$ $value$)\n"
           "{\n"
           "    return sdn_enum_name(&$E$_enum_type, (uint32_t)$value$);\n"
           "}\n"
           "\n"
           "bool $E$_from_name(sdn_str $name$, $E$ *$value$)\n"
           "{\n"
           "    uint32_t $number$ = sdn_enum_find(&$E$_enum_type, $name$);\n"
           "    if ($number$ == $E$_enum_type.count)\n"
           "        return false;\n"
           "    *$value$ = ($E$)$number$;\n"
           "    return true;\n"
           "}\n");
}
