# Tables in git, with real repositories.
if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

foreach(script setup resolve test_diff test_log)
    add_test(NAME git_${script} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/git/${script}.sh $<TARGET_FILE:sdnc>)
    set_tests_properties(git_${script} PROPERTIES LABELS "git;integration" SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()
