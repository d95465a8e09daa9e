# What `cmake --install` leaves for other projects:
#
#   find_package(fishtank REQUIRED)
#   target_link_libraries(mine PRIVATE fishtank::core)    # or ::sim, ::plan, ...: one target a folder
#
# Headers are included as here: #include "core/connection.hpp". tests/package/ is such a project.
include(CMakePackageConfigHelpers)

set(fishtank_package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/fishtank)
set(fishtank_header_folder ${CMAKE_INSTALL_INCLUDEDIR}/fishtank)

foreach(folder IN ITEMS core wire server_mock plan trace onlooker stage sim net live serve explore report)
  install(TARGETS fishtank_${folder} EXPORT fishtank_targets
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder} DESTINATION ${fishtank_header_folder}
          FILES_MATCHING PATTERN *.hpp)
endforeach()

install(TARGETS fishtank RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

install(EXPORT fishtank_targets NAMESPACE fishtank:: DESTINATION ${fishtank_package_folder}
        FILE fishtank-targets.cmake)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/fishtank-config.cmake.in
                              ${PROJECT_BINARY_DIR}/fishtank-config.cmake
                              INSTALL_DESTINATION ${fishtank_package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/fishtank-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/fishtank-config.cmake
              ${PROJECT_BINARY_DIR}/fishtank-config-version.cmake
        DESTINATION ${fishtank_package_folder})
