#include "versions/diff_operands.h"

#include <string.h>

#include "base/error.h"
#include "data/data_place.h"
#include "repo/directory.h"
#include "repo/git.h"
#include "diag/whole_file.h"

/* The numbers of operands that git gives to a program: without and with a new name of the file. */
enum { FROM_GIT = 7, FROM_GIT_RENAMED = 9 };

typedef struct operand_reader {
    diff_operands *operands;
    const verb_invocation *call;
    sdn_arena *arena;
    sdn_error err;
} operand_reader;

/* A file, or a database. */
static bool is_file(const char *operand)
{
    return strcmp(operand, "-") == 0 || directory_has_file(operand) || data_place_is_database(operand);
}

/* ---- versions in git ---- */

/* A version of a file in a revision ("": the index). One that the revision does not have is empty. */
static sdn_code use_revision(operand_reader *r, int which, const char *revision, const char *path)
{
    bool has = false;
    data_request *request = &r->operands->requests[which];
    *request = (data_request){.path = path, .revision = revision};
    sdn_code code = git_has_file(revision, path, &has, r->arena, &r->err);
    if (code == SDN_OK && !has)
        request->bytes = &r->operands->bytes[which];
    return code;
}

/* `REV:PATH`; the path starts at the root of the working tree, unless it starts with `./` or `../`. */
static sdn_code use_blob(operand_reader *r, int which, const char *operand, const char *colon)
{
    sdn_str revision = sdn_arena_copy(r->arena, operand, (size_t)(colon - operand));
    sdn_str path = sdn_str_from(colon + 1);
    if (revision.ptr == NULL)
        return sdn__fail_memory(&r->err);
    if (strncmp(path.ptr, "./", 2) != 0 && strncmp(path.ptr, "../", 3) != 0) {
        sdn_code code = git_path_from_root(colon + 1, &path, r->arena, &r->err);
        if (code != SDN_OK)
            return code;
    }
    r->operands->requests[which] = (data_request){.path = path.ptr, .revision = revision.ptr};
    return SDN_OK;
}

static void use_file(operand_reader *r, int which, const char *path, bool must_exist)
{
    r->operands->requests[which] = (data_request){.path = path, .must_exist = must_exist, .may_be_database = true};
}

/* ---- forms ---- */

static sdn_code use_either(operand_reader *r, int which, const char *operand)
{
    const char *colon = is_file(operand) ? NULL : strchr(operand, ':');
    if (colon != NULL)
        return use_blob(r, which, operand, colon);
    use_file(r, which, operand, true);
    return SDN_OK;
}

/* `A..B`; an end that is left out is HEAD. */
static sdn_code use_range(operand_reader *r, const char *range, const char *dots, const char *path)
{
    sdn_str first = sdn_arena_copy(r->arena, range, (size_t)(dots - range));
    if (first.ptr == NULL)
        return sdn__fail_memory(&r->err);
    sdn_code code = use_revision(r, 0, first.len > 0 ? first.ptr : "HEAD", path);
    return code == SDN_OK ? use_revision(r, 1, dots[2] != '\0' ? dots + 2 : "HEAD", path) : code;
}

static sdn_code refuse_revision(operand_reader *r, const char *revision)
{
    sdn_error said = r->err;
    return sdn__fail(&r->err, SDN_E_NOT_FOUND, NULL, "'%s' is neither a file nor a revision: %s", revision,
                     said.message);
}

static sdn_code use_revision_and_file(operand_reader *r, const char *revision, const char *path)
{
    const char *dots = strstr(revision, "..");
    if (dots != NULL)
        return use_range(r, revision, dots, path);
    sdn_code code = use_revision(r, 0, revision, path);
    if (code == SDN_E_NOT_FOUND && revision[0] != '\0')
        return refuse_revision(r, revision);
    /* A file that was deleted since is empty now; one that never was is a mistake. */
    use_file(r, 1, path, r->operands->requests[0].bytes != NULL);
    return code;
}

/* The file as it is in the index and as it is now. */
static sdn_code use_file_alone(operand_reader *r, const char *path)
{
    sdn_code code = use_revision_and_file(r, "", path);
    if (code == SDN_OK && r->operands->requests[0].bytes != NULL && !is_file(path))
        return sdn__fail(&r->err, SDN_E_NOT_FOUND, path,
                         "there is no such file; a revision needs one: sdnc diff REV -- FILE");
    return code;
}

static sdn_code use_staged(operand_reader *r, const char *revision, const char *path)
{
    sdn_code code = use_revision(r, 0, revision, path);
    return code == SDN_OK ? use_revision(r, 1, "", path) : code;
}

static sdn_code use_temporary(operand_reader *r, int which, const char *path, const char *temporary)
{
    data_request *request = &r->operands->requests[which];
    *request = (data_request){.path = path, .bytes = &r->operands->bytes[which]};
    if (strcmp(temporary, "/dev/null") == 0)
        return SDN_OK;
    return read_whole_to_arena(temporary, &r->operands->bytes[which], r->arena, &r->err);
}

/* path old-file old-hex old-mode new-file new-hex new-mode, and with a new name: that, and what git says of it. */
static sdn_code use_operands_of_git(operand_reader *r)
{
    const char *const *operands = r->call->operands;
    const char *path = r->call->operand_count == FROM_GIT_RENAMED ? operands[7] : operands[0];
    r->operands->title = path;
    r->operands->from_git = true;
    sdn_code code = use_temporary(r, 0, path, operands[1]);
    return code == SDN_OK ? use_temporary(r, 1, path, operands[4]) : code;
}

static sdn_code use_operands(operand_reader *r)
{
    const char *const *operands = r->call->operands;
    size_t count = r->call->operand_count;
    const char *file = operands[count - 1];
    if (count >= FROM_GIT)
        return use_operands_of_git(r);
    if (invocation_has(r->call, "--staged"))
        return use_staged(r, count == 2 ? operands[0] : "HEAD", file);
    if (count == 1)
        return use_file_alone(r, file);
    if (!is_file(operands[0]) && strchr(operands[0], ':') == NULL && (strchr(file, ':') == NULL || is_file(file)))
        return use_revision_and_file(r, operands[0], file);
    sdn_code code = use_either(r, 0, operands[0]);
    return code == SDN_OK ? use_either(r, 1, operands[1]) : code;
}

command_status diff_operands_read(diff_operands *operands, const verb_invocation *call, sdn_arena *arena,
                                  command_report *report)
{
    operand_reader r = {.operands = operands, .call = call, .arena = arena};
    size_t count = call->operand_count;
    *operands = (diff_operands){.bytes = {SDN_STR(""), SDN_STR("")}};
    if (count > 2 && count != FROM_GIT && count != FROM_GIT_RENAMED)
        return usage_error(call, report, "two versions are compared: OLD NEW, REV -- FILE, or FILE");
    if (use_operands(&r) != SDN_OK)
        return report_error(report, &r.err);
    for (int i = 0; i < 2; i++)
        operands->requests[i].schema = invocation_value(call, "--schema");
    return COMMAND_FINE;
}
