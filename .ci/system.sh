# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034,SC1091
# For run.sh and test.sh, which source it: what the system must have, and where to build.
# Sets: root, the source tree; build, the release build folder.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/release

# The distribution as "debian 12"; empty where nothing says.
distribution() {
  [ ! -r /etc/os-release ] || (. /etc/os-release && printf '%s %s' "${ID:-}" "${VERSION_ID:-}")
}

# Debian 12 and Ubuntu 24.04 use the same names.
packages_to_run=(
  cmake ninja-build g++
  qt6-base-dev qt6-svg-dev qt6-multimedia-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libgl-dev
  libqcustomplot-dev libeigen3-dev libtbb-dev nlohmann-json3-dev zlib1g-dev libicu-dev
  fonts-dejavu-core fonts-noto-cjk)
packages_to_test=(
  "${packages_to_run[@]}" ccache libgtest-dev libbenchmark-dev python3 python3-numpy
  xvfb xauth dbus-daemon at-spi2-core gir1.2-atspi-2.0 python3-gi poppler-utils desktop-file-utils appstream clang-format clang-tidy)

# Ubuntu 24.04 has no package of PyTorch; the tests that rebuild models in it are left out there.
if [ "$(distribution)" = "debian 12" ]; then packages_to_test+=(python3-torch); fi

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$(basename "$0"): $*"
  exit 1
}

# Those of the packages that are not installed, one on a line.
missing_packages() {
  local present
  present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
            sed -n 's/^installed //p' || true)
  printf '%s\n' "$@" | grep -vxF "$present" || true
}

# Runs a command as root.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# require_packages PACKAGE… : says what is missing and installs it. Needs no network and no
# rights where all is there.
require_packages() {
  local system missing
  system=$(distribution)
  case $system in
  "debian 12" | "ubuntu 24.04") ;;
  *)
    say "Made for Debian 12 and Ubuntu 24.04; this is ${system:-another system}, so nothing is installed."
    say "Needed are a C++20 compiler, CMake 3.25, Ninja, Qt 6.4 (Widgets, PrintSupport, Svg, Multimedia, LinguistTools),"
    say "QCustomPlot for Qt 6, Eigen 3.4, oneTBB, nlohmann-json 3, zlib and ICU. In Debian's names:"
    say "  $*"
    if ! command -v cmake >/dev/null || ! command -v ninja >/dev/null; then
      fail "CMake and Ninja are not here: install what is listed above and start again"
    fi
    return
    ;;
  esac
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    fail "packages are missing, and installing them needs root or sudo; ask an administrator for
  apt-get install --no-install-recommends $missing"
  fi
  say "Installing from the distribution: $missing"
  as_root apt-get update -qq >&2 || say "The package lists could not be refreshed; trying with those at hand."
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 $missing >&2 ||
    fail "the packages could not be installed; apt's message above says why"
}

# A folder configured for another place cannot be built in: a copied or moved tree starts afresh.
discard_moved_build() {
  local cache=$build/CMakeCache.txt
  if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
    say "The source tree was moved: building afresh."
    rm -rf "$build"
  fi
}
