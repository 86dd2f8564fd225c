# sdnc with databases, for tests: the one of the build if it has all that can be had here, else another one.

if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()
set(sdnc_for_databases sdnc)
set(databases "")
if(TARGET sdn_sqlite)
    list(APPEND databases SQLITE)
endif()
if(TARGET sdn_postgres)
    list(APPEND databases POSTGRES)
endif()
if((TARGET sdn_sqlite AND NOT SDN_SQLITE) OR (TARGET sdn_postgres AND NOT SDN_POSTGRES))
    sdnc_add_program(sdnc_with_databases ${databases})
    set_target_properties(sdnc_with_databases PROPERTIES OUTPUT_NAME sdnc RUNTIME_OUTPUT_DIRECTORY with_databases)
    set(sdnc_for_databases sdnc_with_databases)
endif()

if(TARGET sdn_sqlite)
    sdnc_add_test(test_live_sqlite_text
        SOURCES unit/live/test_live_sqlite_text.c ${PROJECT_SOURCE_DIR}/generator/live/live_sqlite_text.c
        LIBS sdnc_core sdnc::sqlite)
endif()
if(TARGET sdn_postgres)
    sdnc_add_test(test_live_postgresql_text
        SOURCES unit/live/test_live_postgresql_text.c ${PROJECT_SOURCE_DIR}/generator/live/live_postgresql_text.c
        LIBS sdnc_core sdnc::postgres)
    target_include_directories(test_live_postgresql_text PRIVATE ${PROJECT_SOURCE_DIR}/runtime)
endif()
