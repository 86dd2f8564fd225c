# sdnc with SQLite, for tests: the one of the build if it has it, else another one where SQLite can be had.

if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()
set(sdnc_for_databases sdnc)
if(TARGET sdn_sqlite AND NOT SDN_SQLITE)
    sdnc_add_program(sdnc_with_sqlite SQLITE)
    set_target_properties(sdnc_with_sqlite PROPERTIES OUTPUT_NAME sdnc RUNTIME_OUTPUT_DIRECTORY with_sqlite)
    set(sdnc_for_databases sdnc_with_sqlite)
endif()

if(TARGET sdn_sqlite)
    sdnc_add_test(test_live_sqlite_text
        SOURCES unit/live/test_live_sqlite_text.c ${PROJECT_SOURCE_DIR}/generator/live/live_sqlite_text.c
        LIBS sdnc_core sdnc::sqlite)
endif()
