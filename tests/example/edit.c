#define _POSIX_C_SOURCE 200809L /* mkstemp, getline, setenv, unlink */
#include "edit.h"

#include "assign.h"
#include "report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FORM_PATH_SIZE = 4096 };

/* Says what the system refused to do with the form. */
static int report_form(const char *path)
{
    fprintf(stderr, "bugs: %s: %s\n", path, strerror(errno));
    return EXIT_FAILED;
}

/* Creates an empty file and says where. */
static bool create_form(char path[FORM_PATH_SIZE])
{
    const char *directory = getenv("TMPDIR");
    if (directory == NULL || directory[0] == '\0')
        directory = "/tmp";
    if (snprintf(path, FORM_PATH_SIZE, "%s/bug-XXXXXX", directory) >= FORM_PATH_SIZE) {
        errno = ENAMETOOLONG;
        return false;
    }
    int descriptor = mkstemp(path);
    return descriptor != -1 && close(descriptor) == 0;
}

/* Writes FIELD=VALUE for each field that may be changed, one in a line. */
static bool write_form(const char *path, const bug *b)
{
    FILE *form = fopen(path, "w");
    if (form == NULL)
        return false;
    sdn_arena arena = SDN_ARENA_INIT;
    fprintf(form, "# Bug %s. Save the file and leave the editor to save the bug.\n", b->id.ptr);
    for (uint32_t field = BUG_FIELD_ID + 1; field < bug_record_type.field_count; field++) {
        const char *name = bug_record_type.fields[field].name;
        sdn_str text = sdn_field_text(&bug_record_type, field, b, &arena);
        if (text.ptr == NULL || strchr(text.ptr, '\n') != NULL)
            fprintf(form, "# %s cannot be shown in one line; it stays as it is.\n", name);
        else
            fprintf(form, "%s=%s\n", name, text.ptr);
    }
    sdn_arena_release(&arena);
    bool failed = ferror(form) != 0;
    return fclose(form) == 0 && !failed;
}

/* Whether the editor ran, and ended well. */
static bool run_editor(const char *path)
{
    return setenv("BUG_FORM", path, 1) == 0 && system("${VISUAL:-${EDITOR:-vi}} \"$BUG_FORM\"") == 0;
}

static sdn_code refuse_form(sdn_code code, const char *reason, sdn_error *err)
{
    err->code = code;
    snprintf(err->message, sizeof err->message, "the form cannot be read: %s", reason);
    return code;
}

/* Makes the assignments of an open form to a bug under edit. The errors of assign; SDN_E_IO. */
static sdn_code read_form(FILE *form, bug_store *bugs, bug *b, sdn_error *err)
{
    char *line = NULL;
    size_t size = 0;
    sdn_code code = SDN_OK;
    for (ssize_t length; code == SDN_OK && (length = getline(&line, &size, form)) != -1;) {
        line[strcspn(line, "\n")] = '\0';
        if (memchr(line, '\0', (size_t)length - 1) != NULL)
            code = refuse_form(SDN_E_INVALID, "a line has a NUL byte; remove it", err);
        else if (line[0] != '#' && line[0] != '\0')
            code = assign(bugs, b, &line, 1, err);
    }
    if (code == SDN_OK && ferror(form))
        code = refuse_form(SDN_E_IO, strerror(errno), err);
    free(line);
    return code;
}

/* Makes a bug under edit what the form says, and saves it. */
static int save_form(const char *path, bug_store *bugs, bug *b)
{
    FILE *form = fopen(path, "r");
    if (form == NULL)
        return report_form(path);
    sdn_error err = {0};
    sdn_code code = read_form(form, bugs, b, &err);
    fclose(form);
    if (code == SDN_OK && sdn_saved(bug_store_save(bugs, &err)))
        return EXIT_DONE;
    return report_error(bugs, &err);
}

int edit_with_editor(bug_store *bugs, const char *id)
{
    sdn_error err = {0};
    bug *b = bug_store_edit(bugs, id, &err);
    if (b == NULL)
        return report_error(bugs, &err);

    char form[FORM_PATH_SIZE];
    if (!create_form(form))
        return report_form(form);
    if (!write_form(form, b)) {
        int status = report_form(form);
        unlink(form);
        return status;
    }
    if (!run_editor(form)) {
        unlink(form);
        fprintf(stderr, "bugs: the editor failed; nothing is changed\n");
        return EXIT_FAILED;
    }
    int status = save_form(form, bugs, b);
    if (status == EXIT_DONE)
        unlink(form);
    else if (access(form, F_OK) == 0)
        fprintf(stderr, "bugs: nothing is saved; your text is in %s\n", form);
    else
        fprintf(stderr, "bugs: nothing is saved\n");
    return status;
}
