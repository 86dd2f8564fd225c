/* Which files git-setup is about, and the schema of each: the rules that it writes into .gitattributes. */
#ifndef SDNC_GIT_SETUP_RULES_H
#define SDNC_GIT_SETUP_RULES_H

#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/error.h>

#include "git/setup_attributes.h"
#include "git/setup_place.h"

typedef struct setup_rules {
    setup_rule *items; /* in the arena */
    size_t count;
    sdn_buffer
        notes; /* lines `note: ...`, of schemas that are not found or cannot be named; the caller releases them */
} setup_rules;

/*
 * The rules for operands: files, and patterns as .gitattributes has them, relative to the current directory. Without any:
 * one for each *.sdn file that git tracks or would track, or a single one, `*.sdn`, if all of them have the same schema.
 *
 * The schema is `schema` if that is not NULL, else the one that is found (data/data_file.h) for all files that the rule is
 * about. `inside` of all is the root of the repository. SDN_E_NOT_FOUND: an operand that is neither a file nor a pattern;
 * no operand, and no such file. SDN_E_INVALID: a schema outside of the repository, or with blanks in its path.
 * SDN_E_NOMEM, and the errors of git_run.
 */
sdn_code setup_rules_find(setup_rules *rules, const char *const *operands, size_t count, const char *schema,
                          const setup_place *place, sdn_arena *arena, sdn_error *err);

#endif
