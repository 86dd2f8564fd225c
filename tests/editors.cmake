# The colors of editors: each word of a sample is of the kind that expected.txt says.
foreach(editor vim textmate)
    add_test(NAME editor_${editor} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/editors/${editor}.sh ${PROJECT_SOURCE_DIR})
    set_tests_properties(editor_${editor} PROPERTIES LABELS integration SKIP_RETURN_CODE 77)
endforeach()
