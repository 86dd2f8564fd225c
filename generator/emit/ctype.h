/*
 * C types: what each type of the schema language becomes, as one table row of templates and a printer of defaults,
 * so that no emitter asks for the type of a field. A new type is a new row.
 *
 * The templates use these names: $member$ the struct member, $enum$ the C type of the field's enum, $other$ its
 * OTHER_ constant, $n$ the position of the field, $record$ and $row$ the parameters of parse and write, $by$ a
 * parameter to look up by.
 */
#ifndef SDNC_EMIT_CTYPE_H
#define SDNC_EMIT_CTYPE_H

#include "emit/cprinter.h"
#include "schema/model.h"

typedef struct ctype {
    const char *member;    /* the member's declaration, without ';' */
    const char *text;      /* that of the member with the words of an open enum; NULL for other types */
    const char *constant;  /* the sdn_type of one element */
    const char *read;      /* the call that reads a cell */
    const char *write;     /* the call that writes one */
    const char *parameter; /* a parameter to look up by; NULL: keys and indexes cannot have this type */
    const char *lookup;    /* the sdn_value made from it */
    const char *next_key;  /* what a key asks for the next number with; NULL: it cannot */
    bool by_reference;     /* what is looked up by must outlive the cursor */
    sdn_str (*initial)(cprinter *p, const model_field *field); /* an initializer with the default */
} ctype;

/* NULL if no such C type exists, as for a list of lists or, so far, of anything but strings. */
const ctype *ctype_of(const model_type *type);

#endif
