/* Programs on the generated stores of schemas/: table_scene.h, with records that have all that their fields may hold. */
#include "test.h"

#include "scenes.h"

#include "feature.h"
#include "task.h"
#include "todo.h"

#include <stdio.h>

/* ---- todo ---- */

static void fill_todo(todo *to, unsigned n)
{
    static const char *const files[] = {"src/a.c", "src/b.c", "src/", "doc/x, y.md"};
    static const sdn_str blocked[] = {SDN_STR_INIT("1"), SDN_STR_INIT("b c"), SDN_STR_INIT("k,1"), SDN_STR_INIT("")};
    todo_init(to);
    to->keyword = n % 2 == 0 ? SDN_STR("TODO") : SDN_STR("FIXME");
    to->area = n % 3 == 0 ? SDN_STR("") : SDN_STR("caf\xc3\xa9, \"left\"");
    to->priority = (todo_priority)(n % (TODO_PRIORITY_OTHER_ + 1));
    to->priority_text = n % (TODO_PRIORITY_OTHER_ + 1) == TODO_PRIORITY_OTHER_ ? SDN_STR("so, so") : SDN_STR("");
    to->description = n % 4 == 0 ? SDN_STR("") : SDN_STR(" two lines\n\tof 'text' \\ ");
    to->file = sdn_str_from(files[n % 4]);
    to->line = n % 5 == 0 ? UINT32_MAX : n;
    if (n % 2 == 0)
        todo_set_issue(to, n % 4 == 0 ? SDN_STR("0") : SDN_STR("#12"));
    to->blocked = (sdn_str_list){blocked, n % 5};
    to->blocked.count = n % 5 > 4 ? 4 : n % 5;
    to->status = (todo_status)(n % TODO_STATUS_OTHER_);
    to->valid = n % 3 != 0;
}

static void walk_todo(transcript *t, todo_store *s)
{
    const sdn_record_type *type = &todo_record_type;
    say_walk(t, "in file order", type, todo_store_in_file_order(s).base);
    say_walk(t, "between", type, todo_store_between(s, "10", "k").base);
    say_walk(t, "starting", type, todo_store_starting(s, "1").base);
    say_walk(t, "by status", type, todo_store_by_status(s, TODO_STATUS_STALE).base);
    say_walk(t, "between status", type, todo_store_between_status(s, TODO_STATUS_BLOCKED, TODO_STATUS_DONE).base);
    say_walk(t, "sorted by status", type, todo_store_sorted_by_status(s).base);
    say_walk(t, "by file, line", type, todo_store_by_file_line(s, "src/b.c", 1).base);
    say_walk(t, "between file, line", type, todo_store_between_file_line(s, "src/a.c", 1, 4).base);
    say_walk(t, "sorted by file, line", type, todo_store_sorted_by_file_line(s).base);
    say_walk(t, "by file", type, todo_store_by_file(s, "src/").base);
    say_walk(t, "between file", type, todo_store_between_file(s, "doc/x, y.md", "src/a.c").base);
    say_walk(t, "starting file", type, todo_store_starting_file(s, "src/").base);
}

#define RECORD todo
#include "table_scene.h"

/* ---- feature ---- */

static void fill_feature(feature *to, unsigned n)
{
    static const char *const categories[] = {"", "core.types", "core", "core.types.\xc3\xa9"};
    static const sdn_str platforms[] = {SDN_STR_INIT("linux"), SDN_STR_INIT("a, b")};
    feature_init(to);
    to->category = sdn_str_from(categories[n % 4]);
    to->name = n % 2 == 0 ? SDN_STR("7") : SDN_STR("true");
    to->description = n % 3 == 0 ? SDN_STR("") : SDN_STR("[not, a list] {}");
    to->spec = SDN_STR("#spec");
    to->mode_interpreter = n % 2 == 0 ? FEATURE_MODE_SUPPORTED : FEATURE_MODE_NOT_SUPPORTED;
    to->mode_smf_llvm = n % 3 == 0 ? FEATURE_MODE_SUPPORTED : FEATURE_MODE_NOT_SUPPORTED;
    to->platforms = (sdn_str_list){platforms, n % 3};
    to->status = (feature_status)(n % (FEATURE_STATUS_OTHER_ + 1));
    to->status_text = n % (FEATURE_STATUS_OTHER_ + 1) == FEATURE_STATUS_OTHER_ ? SDN_STR("un-heard-of") : SDN_STR("");
    to->valid = n % 4 != 0;
}

static void walk_feature(transcript *t, feature_store *s)
{
    const sdn_record_type *type = &feature_record_type;
    say_walk(t, "in file order", type, feature_store_in_file_order(s).base);
    say_walk(t, "between", type, feature_store_between(s, "10", "k").base);
    say_walk(t, "starting", type, feature_store_starting(s, "1").base);
    say_walk(t, "by status", type, feature_store_by_status(s, FEATURE_STATUS_OTHER_).base);
    say_walk(t, "between status", type,
             feature_store_between_status(s, FEATURE_STATUS_IN_PROGRESS, FEATURE_STATUS_FAILED).base);
    say_walk(t, "sorted by status", type, feature_store_sorted_by_status(s).base);
    say_walk(t, "by category", type, feature_store_by_category(s, "core").base);
    say_walk(t, "between category", type, feature_store_between_category(s, NULL, "core").base);
    say_walk(t, "starting category", type, feature_store_starting_category(s, "core.").base);
    say_walk(t, "sorted by category", type, feature_store_sorted_by_category(s).base);
}

#define RECORD feature
#include "table_scene.h"

/* ---- task ---- */

static void fill_task(task *to, unsigned n)
{
    task_init(to);
    to->category = n % 2 == 0 ? SDN_STR("") : SDN_STR("null");
    to->name = n % 3 == 0 ? SDN_STR("a \\ b") : SDN_STR("-5");
    to->description = n % 4 == 0 ? SDN_STR("") : SDN_STR("\r\n|x| = 1");
    to->priority = (task_priority)(n % (TASK_PRIORITY_OTHER_ + 1));
    to->priority_text = n % (TASK_PRIORITY_OTHER_ + 1) == TASK_PRIORITY_OTHER_ ? SDN_STR("none, yet") : SDN_STR("");
    to->status = (task_status)(n % TASK_STATUS_OTHER_);
    to->valid = n % 3 != 0;
}

static void walk_task(transcript *t, task_store *s)
{
    const sdn_record_type *type = &task_record_type;
    say_walk(t, "in file order", type, task_store_in_file_order(s).base);
    say_walk(t, "between", type, task_store_between(s, "10", "k").base);
    say_walk(t, "starting", type, task_store_starting(s, "1").base);
    say_walk(t, "by status", type, task_store_by_status(s, TASK_STATUS_BLOCKED).base);
    say_walk(t, "between status", type, task_store_between_status(s, TASK_STATUS_IN_PROGRESS, TASK_STATUS_DONE).base);
    say_walk(t, "sorted by status", type, task_store_sorted_by_status(s).base);
}

#define RECORD task
#include "table_scene.h"
