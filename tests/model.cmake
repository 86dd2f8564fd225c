# The model of the lock, checked by Spin; a larger configuration by hand (model/check.sh BUILD full).
add_test(NAME lock_model
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/model/check.sh ${PROJECT_BINARY_DIR})
set_tests_properties(lock_model PROPERTIES LABELS "model;stress" SKIP_RETURN_CODE 77 TIMEOUT 600)
