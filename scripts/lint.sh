#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# clang-tidy, with the checks of .clang-tidy, on all sources or on those whose path matches a
# regular expression. Started by test.sh --lint.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD

# Precompiled headers of GCC cannot be read by Clang, so lint has a build folder of its own.
# Nothing is compiled in it; only moc's files and the resources are generated.
lint=$root/build/lint
cmake --preset dev -B "$lint" --log-level=WARNING -DREGARD_TESTS=ON \
  -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DCMAKE_GLOBAL_AUTOGEN_TARGET=ON
cmake --build "$lint" --target autogen >/dev/null
# moc's and rcc's own output is not ours to check.
run-clang-tidy -quiet -p "$lint" -header-filter="^$root/(app|core|ui|tests)/" \
  -extra-arg=-Wno-unknown-warning-option "^$root/(app|core|ui|tests)/.*${1-}"
