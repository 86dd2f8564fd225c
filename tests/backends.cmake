# Tests that are the same for every backend (support/place.h): a program for each of them. Where SQLite, libpq or a server is
# missing those are skipped by name.

# sdnc_add_backend_tests(NAME BACKENDS backend... SOURCES file... [INCLUDES directory...] [LIBS target...]): a test BACKEND_NAME for each of file,
# sqlite and postgres that is named.
function(sdnc_add_backend_tests name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "BACKENDS;SOURCES;INCLUDES;LIBS")
    foreach(backend ${arg_BACKENDS})
        set(test test_${backend}_${name})
        if(NOT backend STREQUAL file AND NOT TARGET sdnc_test_${backend})
            add_test(NAME ${test} COMMAND sh -c "echo skipped: the library for ${backend} is missing; exit 77")
            set_tests_properties(${test} PROPERTIES LABELS server SKIP_RETURN_CODE 77)
            continue()
        endif()
        if(backend STREQUAL file)
            sdnc_add_test(${test} LABEL server SOURCES ${arg_SOURCES} LIBS ${arg_LIBS})
        elseif(backend STREQUAL sqlite)
            sdnc_add_test(${test} LABEL server SOURCES ${arg_SOURCES} LIBS ${arg_LIBS} sdnc_test_sqlite)
        else()
            sdnc_add_server_test(${test} SOURCES ${arg_SOURCES} LIBS ${arg_LIBS} sdnc_test_postgres)
        endif()
        target_include_directories(${test} PRIVATE ${arg_INCLUDES})
    endforeach()
endfunction()

sdnc_add_backend_tests(same BACKENDS sqlite postgres SOURCES backends/test_same.c)

foreach(schema feature task todo)
    list(APPEND code_of_scenes ${PROJECT_SOURCE_DIR}/generated/${schema}.c)
endforeach()
foreach(schema keys on_delete rules targets types)
    list(APPEND code_of_scenes golden/ok/${schema}.c)
endforeach()
sdnc_add_backend_tests(stores BACKENDS file sqlite postgres
    SOURCES backends/test_stores.c backends/rule_scenes.c backends/table_scenes.c backends/transcript.c
            backends/value_scenes.c ${code_of_scenes}
    INCLUDES backends golden/ok ${PROJECT_SOURCE_DIR}/generated)

# The store's own tests, of which a text file is the usual place (unit.cmake). The sanitizers see them there.
function(sdnc_add_database_tests name)
    sdnc_add_backend_tests(${name} BACKENDS sqlite postgres ${ARGN})
    set_property(TEST test_sqlite_${name} test_postgres_${name} APPEND PROPERTY LABELS databases)
endfunction()

foreach(test conflict cursor loaded merge merge_log merge_model store transaction walk)
    sdnc_add_database_tests(${test} SOURCES unit/store/test_${test}.c)
endforeach()
foreach(test merge_on_delete on_delete_model)
    sdnc_add_database_tests(${test} SOURCES unit/store/test_${test}.c golden/ok/on_delete.c INCLUDES golden/ok)
endforeach()
foreach(test edit edit_field insert random_key rename rollback)
    sdnc_add_database_tests(${test} SOURCES unit/edit/test_${test}.c)
endforeach()
sdnc_add_database_tests(on_delete SOURCES unit/edit/test_on_delete.c golden/ok/on_delete.c INCLUDES golden/ok)

# What opening, a commit and a look-up cost in each; run by hand, by backends/bench_places.sh.
foreach(backend file sqlite postgres)
    if(backend STREQUAL file OR TARGET sdnc_test_${backend})
        add_executable(bench_${backend}_place backends/bench_place.c)
        target_link_libraries(bench_${backend}_place PRIVATE sdnc_test_support sdnc_warnings)
        if(TARGET sdnc_test_${backend})
            target_link_libraries(bench_${backend}_place PRIVATE sdnc_test_${backend})
        endif()
    endif()
endforeach()
