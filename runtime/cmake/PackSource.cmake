# Run by CPack for the target package_source: makes the archives that SourcePackage.cmake describes.
#
# git archive gives files the time of the commit, no owner, and an order; gzip -n leaves out the time. Settings of the user
# that would change the bytes are overridden.
cmake_minimum_required(VERSION 3.20)
set(git "${CPACK_SDNC_GIT}" -C "${CPACK_SDNC_SOURCE_DIR}" -c core.autocrlf=false -c core.eol=lf -c tar.umask=0022)

function(require_commit)
    if(NOT CPACK_SDNC_GIT)
        message(FATAL_ERROR "package_source: git was not found; install it and configure again")
    endif()
    execute_process(COMMAND ${git} rev-parse --show-toplevel
        OUTPUT_VARIABLE top OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
    file(REAL_PATH "${CPACK_SDNC_SOURCE_DIR}" here)
    if(failed OR NOT top STREQUAL here)
        message(FATAL_ERROR "package_source: ${CPACK_SDNC_SOURCE_DIR} is no git repository; a release is made from a clone")
    endif()
    execute_process(COMMAND ${git} status --porcelain --untracked-files=no OUTPUT_VARIABLE changed
        COMMAND_ERROR_IS_FATAL ANY)
    if(changed)
        message(FATAL_ERROR "package_source: these files are not as they were committed; commit them first\n${changed}")
    endif()
endfunction()

# pack(NAME ARGUMENT...): NAME.tar.gz, by git archive.
function(pack name)
    set(tar "${CPACK_PACKAGE_DIRECTORY}/${name}.tar")
    execute_process(COMMAND ${git} archive --format=tar -o "${tar}" ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND gzip -9nf "${tar}" COMMAND_ERROR_IS_FATAL ANY)
    message(STATUS "${tar}.gz")
endfunction()

require_commit()
set(name sdnc-${CPACK_PACKAGE_VERSION})
pack(${name} --prefix=${name}/ HEAD)

if(CPACK_SDNC_AMALGAMATE) # which takes awk
    file(MAKE_DIRECTORY "${CPACK_SDNC_AMALGAMATION}")
    execute_process(COMMAND ${CPACK_SDNC_AMALGAMATE} COMMAND_ERROR_IS_FATAL ANY)
    set(name sdn-amalgamation-${CPACK_PACKAGE_VERSION})
    pack(${name} --prefix=${name}/sdn/ "--add-file=${CPACK_SDNC_AMALGAMATION}/sdn.h"
        "--add-file=${CPACK_SDNC_AMALGAMATION}/sdn.c" --prefix=${name}/ HEAD LICENSE)
endif()
