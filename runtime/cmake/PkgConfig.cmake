# Part of the install script: makes the file `result` from `template`, for CMAKE_INSTALL_PREFIX as it is now.
set(prefix "${CMAKE_INSTALL_PREFIX}")
foreach(directory IN ITEMS libdir includedir)
    if(NOT IS_ABSOLUTE "${${directory}}")
        set(${directory} "\${prefix}/${${directory}}")
    endif()
endforeach()
# pkg-config splits at blanks, unless they have a backslash.
foreach(directory IN ITEMS prefix libdir includedir)
    string(REPLACE " " "\\ " ${directory} "${${directory}}")
endforeach()
configure_file("${template}" "${result}" @ONLY)
