include(CMakeFindDependencyMacro)
find_dependency(sdnc 0.1)
include("${CMAKE_CURRENT_LIST_DIR}/trackerTargets.cmake")
