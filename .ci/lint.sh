#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# clang-tidy, with the checks of .clang-tidy, on all sources or on those whose path matches a
# regular expression. Started by test.sh --lint.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD

# Precompiled headers of GCC cannot be read by Clang, so lint has a build folder of its own.
# Nothing is compiled in it: of what a build generates, only moc's files are included by sources.
lint=$root/build/lint
cmake --preset dev -B "$lint" --log-level=WARNING -DREGARD_TESTS=ON \
  -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON
find "$lint" -name AutogenInfo.json -exec cmake -E cmake_autogen {} Debug \; >/dev/null
run-clang-tidy -quiet -p "$lint" -header-filter="^$root/(app|core|ui|tests)/" \
  -extra-arg=-Wno-unknown-warning-option "^$root/(?=(app|core|ui|tests)/).*${1-}" \
  2> >(grep -vE '^[0-9]+ warnings? generated' >&2)
