# Run by CPack for the files of all packages, before it packs them: adds copyright and changelog to each, compresses the
# manual pages, puts the completion for zsh where the one of Debian looks, and takes the debug information out of the static
# library, as CPack does with programs.
cmake_minimum_required(VERSION 3.20)

function(compress file)
    execute_process(COMMAND gzip -9nf "${file}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# The time of the changelog, in the form of RFC 5322. SOURCE_DATE_EPOCH, if set, is used by string(TIMESTAMP).
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(READ "${CPACK_SDNC_SOURCE_DIR}/LICENSE" license)
string(REGEX REPLACE "\n+$" "" license "${license}")
string(REGEX MATCH "Copyright[^\n]*" holder "${license}")
string(REGEX REPLACE "^Copyright *(\\([cC]\\) *)?" "" holder "${holder}")
string(REPLACE "\n\n" "\n.\n" license "${license}")
string(REPLACE "\n" "\n " license "${license}")

foreach(component IN ITEMS COMPILER RUNTIME DEVELOPMENT SQLITE SQLITE_DEVELOPMENT POSTGRES POSTGRES_DEVELOPMENT)
    string(TOLOWER ${component} directory)
    set(root "${CPACK_TEMPORARY_DIRECTORY}/${directory}${CPACK_PACKAGING_INSTALL_PREFIX}")
    set(package ${CPACK_DEBIAN_${component}_PACKAGE_NAME})
    if(NOT EXISTS "${root}")
        continue()
    endif()
    file(WRITE "${root}/share/doc/${package}/copyright"
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: sdnc\n\nFiles: *\nCopyright: ${holder}\nLicense: MIT\n ${license}\n")
    file(WRITE "${root}/share/doc/${package}/changelog.Debian"
        "sdnc (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium\n\n"
        "  * Release ${CPACK_PACKAGE_VERSION}, see changelog.gz.\n\n"
        " -- ${CPACK_PACKAGE_CONTACT}  ${now}\n")
    compress("${root}/share/doc/${package}/changelog.Debian")
    file(COPY "${CPACK_SDNC_SOURCE_DIR}/CHANGELOG.md" DESTINATION "${root}/share/doc/${package}")
    file(RENAME "${root}/share/doc/${package}/CHANGELOG.md" "${root}/share/doc/${package}/changelog")
    compress("${root}/share/doc/${package}/changelog")
    file(GLOB pages "${root}/share/man/man*/*.[0-9]")
    foreach(page IN LISTS pages)
        compress("${page}")
    endforeach()
    if(EXISTS "${root}/share/zsh/site-functions")
        file(RENAME "${root}/share/zsh/site-functions" "${root}/share/zsh/vendor-completions")
    endif()
    file(GLOB_RECURSE archives "${root}/lib/*.a")
    foreach(archive IN LISTS archives)
        execute_process(COMMAND ${CPACK_SDNC_STRIP} --strip-debug --enable-deterministic-archives "${archive}"
            COMMAND_ERROR_IS_FATAL ANY)
    endforeach()
    file(GLOB_RECURSE files "${root}/share/doc/*")
    file(CHMOD ${files} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
endforeach()
