#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything and checks it, without a display:
#   ./test.sh                     every test and the formatting; ends with "N passed, N failed"
#   ./test.sh -L core -R vocab    the tests that CTest selects with these options
#   ./test.sh --sanitize          the engine's tests, built with clang and its sanitizers for
#                                 addresses, undefined behaviour and data races
#   ./test.sh --lint [REGEX]      clang-tidy on all sources, or on those whose path matches
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/.ci/system.sh"
cd "$root"

export LC_ALL=C.UTF-8
export CCACHE_BASEDIR=${CCACHE_BASEDIR-$root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR-1}
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS-pch_defines,time_macros,include_file_mtime,include_file_ctime}

require_packages "${packages_to_test[@]}"
if [ "${1-}" = --lint ]; then
  exec "$root/.ci/lint.sh" "${@:2}"
fi

if [ "${1-}" = --sanitize ]; then
  exec "$root/.ci/sanitize.sh" "${@:2}"
fi

passed=0 failed=0
closing_line() {
  local status=$?
  # Stopped before the tests could be counted: that is a failure too.
  [ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
  printf '%d passed, %d failed\n' "$passed" "$failed"
}
trap closing_line EXIT

discard_moved_build
cmake --preset release --log-level=WARNING -DREGARD_TESTS=ON
cmake --build "$build"

# Settings and caches of whoever runs this stay untouched.
home=$(mktemp -d)
results=$build/tests.xml
rm -f "$results"
status=0
HOME=$home XDG_CONFIG_HOME=$home/.config XDG_CACHE_HOME=$home/.cache XDG_DATA_HOME=$home/.local/share \
  QT_QPA_PLATFORM=offscreen ctest --test-dir "$build" --output-on-failure --no-tests=error \
  --parallel "$(nproc)" --timeout 900 --output-junit "$results" "$@" || status=$?
rm -rf "$home"
if [ -f "$results" ]; then
  read -r passed failed < <(.ci/count_tests.py "$results")
fi

echo
/usr/bin/python3 -c 'import torch' 2>/dev/null ||
  echo "Left out: the tests that rebuild models in PyTorch, which this system has no package of."
if .ci/check_format.sh; then
  passed=$((passed + 1))
elif [ $? -eq 3 ]; then
  : # another version of clang-format: nothing was checked, nothing is counted
else
  failed=$((failed + 1))
fi
[ "$status" -eq 0 ] && [ "$failed" -eq 0 ]
