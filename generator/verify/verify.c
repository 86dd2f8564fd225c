/*
 * What is found comes from three places: the problems that the library met while it read the file, the rules that
 * records break, and headers, where this looks closer than the library does. Problems of the whole file (lines outside
 * tables, conflicts) are problems of each of its stores; here they are taken once, from the document.
 *
 * A rule `references` is checked by the library among the tables of the file. If the file has no table for the target, an
 * empty one is open for it and every reference seems to be broken: those findings are left out here, and
 * verify_reference.c looks for the target in other files.
 */
#include "verify/verify_private.h"

#include "base/alloc.h"
#include "text/checksum.h"

void verify_release(verify_file *file)
{
    sdn__free(file->findings);
    sdn_arena_release(&file->arena);
    *file = (verify_file){0};
}

/* --- what the library found --- */

/* Whether the problem of a store is one of the whole file. Both lists are in the order of lines: *at is where the search
 * for the last one ended. */
static bool is_of_document(const sdn_document *document, const sdn_problem *problem, size_t *at)
{
    while (*at < document->problem_count && document->problems[*at].line < problem->line)
        ++*at;
    for (size_t i = *at; i < document->problem_count && document->problems[i].line == problem->line; i++)
        if (document->problems[i].message == problem->message)
            return true;
    return false;
}

/* Whether the library checked references to a table that is not in the file. */
static bool is_of_missing_table(const verify_file *file, const data_table *table, const sdn_problem *problem)
{
    if (problem->kind != SDN_PROBLEM_REFERENCE)
        return false;
    uint32_t field = sdn_field_find(table->type, sdn_str_from(problem->field));
    const sdn_record_type *target = field < table->type->field_count ? table->type->fields[field].references : NULL;
    for (size_t i = 0; i < file->data->table_count; i++)
        if (file->data->tables[i].type == target)
            return !file->data->tables[i].in_file;
    return true;
}

static sdn_code check_checksum(verify_file *file, sdn_error *err)
{
    sdn_str bytes = file->source->bytes;
    if (sdn__checksum_check(bytes.ptr, bytes.len) != SDN_CHECKSUM_BAD)
        return SDN_OK;
    source_span span = {file->source, 0, (uint32_t)source_line(file->source, 1).len};
    verify_finding found = {.problem = verify_problem_at(span, SDN_PROBLEM_OTHER)};
    return verify_add(
        file, found, err,
        "the checksum is not that of the file, which was changed without renewing it; run: sdnc format -w");
}

static sdn_code take_document_problems(verify_file *file, sdn_error *err)
{
    const sdn_document *document = verify_document(file);
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < document->problem_count && code == SDN_OK; i++)
        code = verify_append(file, &(verify_finding){.problem = document->problems[i]}, err);
    return code;
}

static sdn_code take_problems(verify_file *file, const data_table *table, sdn_error *err)
{
    const sdn_problem *problems;
    size_t count = sdn_store_problems(table->store, &problems), at = 0;
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < count && code == SDN_OK; i++)
        if (!is_of_document(verify_document(file), &problems[i], &at))
            code = verify_append(file, &(verify_finding){.problem = problems[i], .table = table}, err);
    return code;
}

static sdn_code take_violations(verify_file *file, const data_table *table, sdn_error *err)
{
    const sdn_problem *problems;
    size_t count;
    sdn_code code = sdn_store_validate(table->store, &problems, &count, err);
    for (size_t i = 0; code == SDN_OK && i < count; i++)
        if (!is_of_missing_table(file, table, &problems[i]))
            code = verify_append(file, &(verify_finding){.problem = problems[i], .table = table}, err);
    return code;
}

sdn_code verify_find(verify_file *file, sdn_error *err)
{
    sdn_code code = check_checksum(file, err);
    if (code == SDN_OK)
        code = take_document_problems(file, err);
    for (size_t i = 0; i < file->data->table_count && code == SDN_OK; i++) {
        const data_table *table = &file->data->tables[i];
        code = take_problems(file, table, err);
        if (code == SDN_OK)
            code = verify_find_headers(file, table, err);
        if (code == SDN_OK && table->record != NULL)
            code = take_violations(file, table, err);
    }
    return code;
}
