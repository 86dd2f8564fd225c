# Processes and threads that compete: seconds here, longer by hand with larger numbers (see the top of each file).

# What works on one file at once, with kills.
add_library(sdnc_stress STATIC
    stress/cell.c
    stress/change.c
    stress/desk.c
    stress/desk_observer.c
    stress/desk_worker.c
    stress/editor.c
    stress/editors_elsewhere.c
    stress/killer.c
    stress/ledger.c
    stress/observed_lock.c
    stress/own_rows.c
    stress/plain_program.c
    stress/row_text.c
    stress/store_worker.c
    stress/team.c)
target_include_directories(sdnc_stress PUBLIC stress PRIVATE ${PROJECT_SOURCE_DIR}/runtime/src)
target_link_libraries(sdnc_stress PUBLIC sdnc_test_support PRIVATE sdnc_warnings)

sdnc_add_test(plain_lock_interop LABEL stress SOURCES stress/plain_lock_interop.c)
sdnc_add_test(lock_kill          LABEL stress SOURCES stress/lock_kill.c)
sdnc_add_test(lock_threads       LABEL stress SOURCES stress/lock_threads.c)
sdnc_add_test(lock_fairness      LABEL stress SOURCES stress/lock_fairness.c LIBS sdnc_stress)
sdnc_add_test(broken_lock        LABEL stress SOURCES stress/broken_lock.c LIBS sdnc_stress)
sdnc_add_test(store_processes    LABEL stress SOURCES stress/store_processes.c LIBS sdnc_generated TIMEOUT 300)
sdnc_add_test(editors            LABEL stress SOURCES stress/editors.c LIBS sdnc_stress)
sdnc_add_test(two_users          LABEL stress SOURCES stress/two_users.c)
set_tests_properties(two_users PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
set_tests_properties(lock_kill lock_fairness PROPERTIES RUN_SERIAL ON) # they measure

# On what is installed of file systems of other programs.
add_test(NAME fuse_lock
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/stress/fuse_lock.sh ${PROJECT_BINARY_DIR})
set_tests_properties(fuse_lock PROPERTIES LABELS stress SKIP_RETURN_CODE 77 TIMEOUT 600 RUN_SERIAL ON)

# Everything at once; by hand with `full`.
sdnc_add_test(store_campaign LABEL "stress;campaign" SOURCES stress/store_campaign.c LIBS sdnc_stress)

# That the tests above notice what they are for: the runtime broken in three ways here, in all by hand with `full`.
add_test(NAME stress_mutants
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/stress/mutants.sh ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/mutants)
set_tests_properties(stress_mutants PROPERTIES LABELS "stress;campaign" TIMEOUT 600)
