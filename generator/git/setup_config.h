/* The settings of git that git-setup writes into the configuration of a clone, which its worktrees share. */
#ifndef SDNC_GIT_SETUP_CONFIG_H
#define SDNC_GIT_SETUP_CONFIG_H

#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/str.h>

typedef struct setup_setting {
    const char *key;
    const char *value;
} setup_setting;

enum { SETUP_DRIVER, SETUP_NAME, SETUP_TEXTCONV, SETUP_CACHE, SETUP_HEADERS, SETUP_SETTING_COUNT };

extern const setup_setting setup_settings[SETUP_SETTING_COUNT];

/* The value that git uses, from whichever of its files; empty: there is none. The errors of git_run. */
sdn_code setup_setting_read(const setup_setting *setting, sdn_str *value, sdn_arena *arena, sdn_error *err);

/* Writes all settings, or removes them. The errors of git_run. */
sdn_code setup_config_write(sdn_arena *arena, sdn_error *err);
sdn_code setup_config_remove(sdn_arena *arena, sdn_error *err);

#endif
