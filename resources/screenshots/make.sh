#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Draws the pictures of README.md anew with the program itself; no display is needed.
#   resources/screenshots/make.sh [PROGRAM] [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../../build/release/bin/regard}
folder=${2:-$here}

"$program" render self-attention --view window --size 1440x900 --out "$folder/window-light.png"
"$program" render dialogue --view window --theme dark --size 1440x900 --out "$folder/window-dark.png"
"$program" render dialogue --compare score=additive,scaled_dot,dot,general --view window \
    --size 1440x900 --out "$folder/compare.png"
"$program" render worked-example --view flow --size 1000x560 --out "$folder/worked-example.png"
"$program" render self-attention --view heatmap --size 760x640 --out "$folder/heatmap.png"
