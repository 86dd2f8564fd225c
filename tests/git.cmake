# Tables in git: what the driver gives in real repositories, and random merges against a model.
if(NOT SDNC_BUILD_GENERATOR)
    return()
endif()

set(git_scripts setup hostile resolve test_diff test_log two_branches operations)
if(NOT SDNC_SANITIZER) # LeakSanitizer does not work in a process that strace holds
    list(APPEND git_scripts driver_failures)
endif()
foreach(script ${git_scripts})
    add_test(NAME git_${script} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/git/${script}.sh $<TARGET_FILE:sdnc>)
    set_tests_properties(git_${script} PROPERTIES LABELS "git;integration" SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()

# A few hundred merges here, the same in each run; by hand more: merge_campaign SCHEMA 10000.
add_executable(merge_campaign git/merge_campaign.c git/merge_expect.c git/merge_model.c git/merge_text.c)
target_include_directories(merge_campaign PRIVATE support)
target_link_libraries(merge_campaign PRIVATE sdnc_core m sdnc_warnings)
add_test(NAME merge_campaign COMMAND merge_campaign ${CMAKE_CURRENT_SOURCE_DIR}/git/campaign.schema 300)
set_tests_properties(merge_campaign PROPERTIES LABELS "git;campaign" TIMEOUT 300)
