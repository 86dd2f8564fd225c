# Databases: what sdnc prints for them, in real ones. A PostgreSQL server is one of the test's own, see server/postgres.sh.

if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

add_executable(random_schemas server/random_schemas.c campaign/random_schema.c campaign/awkward_names.c)
target_link_libraries(random_schemas PRIVATE sdnc_campaign sdnc_warnings)

foreach(database sqlite postgresql)
    add_test(NAME ddl_${database}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/server/test_ddl_${database}.sh $<TARGET_FILE:sdnc>
                $<TARGET_FILE:random_schemas>)
    set_tests_properties(ddl_${database} PROPERTIES LABELS server SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()

# The verbs of sdnc on databases.
foreach(kind sqlite postgresql)
    add_test(NAME databases_${kind}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/server/test_databases.sh $<TARGET_FILE:${sdnc_for_databases}> ${kind})
    add_test(NAME copy_verb_${kind}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/server/test_copy.sh $<TARGET_FILE:${sdnc_for_databases}> ${kind})
    add_test(NAME ddl_live_${kind}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/server/test_ddl_live.sh $<TARGET_FILE:${sdnc_for_databases}> ${kind}
                $<TARGET_FILE:random_schemas>)
    set_tests_properties(databases_${kind} copy_verb_${kind} ddl_live_${kind} PROPERTIES LABELS server SKIP_RETURN_CODE 77
        TIMEOUT 300)
endforeach()

# What the page on stores in databases says about running them.
add_test(NAME operating COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/server/test_operating.sh $<TARGET_FILE:${sdnc_for_databases}>
    ${PROJECT_SOURCE_DIR}/docs/backends.md)
set_tests_properties(operating PROPERTIES LABELS server SKIP_RETURN_CODE 77)
