# SPDX-License-Identifier: GPL-3.0-or-later
# cmake --install BUILD --prefix PREFIX
#   bin/regard                          looks for its data in ../share/regard
#   lib/regard/libregard_compute.so     arithmetic for any x86-64 processor, and below
#     glibc-hwcaps/x86-64-v3, -v4       for newer ones; the loader picks the best that runs
#   share/regard/weights                trained weights
#   share/applications, icons, metainfo the desktop's entry
include(GNUInstallDirs)
set(private_libraries ${CMAKE_INSTALL_LIBDIR}/regard)
file(RELATIVE_PATH from_bin_to_libraries /prefix/${CMAKE_INSTALL_BINDIR} /prefix/${private_libraries})

set_target_properties(app PROPERTIES INSTALL_RPATH "$ORIGIN/${from_bin_to_libraries}")
install(TARGETS app RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS compute LIBRARY DESTINATION ${private_libraries})
foreach(level 3 4)
  if(TARGET compute_v${level})
    install(TARGETS compute_v${level}
            LIBRARY DESTINATION ${private_libraries}/glibc-hwcaps/x86-64-v${level})
  endif()
endforeach()

install(DIRECTORY resources/weights DESTINATION ${CMAKE_INSTALL_DATADIR}/regard
        FILES_MATCHING PATTERN *.safetensors)
install(FILES resources/desktop/regard.desktop
        DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES resources/desktop/regard.metainfo.xml
        DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES resources/icons/regard.svg
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/regard)
