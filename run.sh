#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds Regard and starts it with the arguments given:
#   ./run.sh                      opens the window
#   ./run.sh FILE                 opens it with a file
#   ./run.sh catalogue            runs a command; ./run.sh --help lists them
# Standard output is the program's alone.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/.ci/system.sh"

require_packages "${packages_to_run[@]}"
discard_moved_build
if [ ! -f "$build/build.ninja" ]; then
  cmake -S "$root" -B "$build" --preset release --log-level=WARNING -DREGARD_TESTS=OFF >&2 ||
    fail "the build could not be configured; CMake's message above says why"
fi
if [ ! -x "$build/bin/regard" ]; then
  say "Building Regard; the first time takes some minutes."
  cmake --build "$build" --target app >&2 || fail "the build failed; the message above says where"
else
  cmake --build "$build" --target app |
    sed -u -e '/Re-checking globbed directories/d' -e '/no work to do/d' >&2 ||
    fail "the build failed; the message above says where"
fi
exec "$build/bin/regard" "$@"
