#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Draws the pictures of README.md anew with the program itself.
#   resources/screenshots/make.sh [PROGRAM] [FOLDER]
# No display is needed, but for the picture of a training: that is taken of a window on a display of
# its own, where Xvfb, openbox, xdotool and ImageMagick are there.
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
"$program" render translation --view scene --size 1100x420 --out "$folder/scene.png"
"$program" render dialogue --set decoding=beam --view beam --size 1250x400 --out "$folder/beam.png"
# At most some 300 KB each.
if command -v convert >/dev/null; then
  for large in window-light window-dark compare; do
    convert "$folder/$large.png" -strip -colors 256 "$folder/$large.png"
  done
fi

for tool in Xvfb openbox xdotool import; do
  command -v "$tool" >/dev/null || { echo "Left out: training.png, which needs $tool."; exit 0; }
done
home=$(mktemp -d)
Xvfb :87 -screen 0 1440x900x24 >/dev/null 2>&1 &
display=$!
trap 'kill $display; rm -rf "$home"' EXIT
export DISPLAY=:87 HOME=$home XDG_CONFIG_HOME=$home XDG_DATA_HOME=$home XDG_CACHE_HOME=$home
unset QT_QPA_PLATFORM
sleep 1
openbox >/dev/null 2>&1 &
cat > "$home/dates.regard" <<'SESSION'
{"regard": "session", "version": 1, "panes": [{"scenario": "dates", "view": "heatmap"}]}
SESSION
"$program" "$home/dates.regard" &
window=$!
trap 'kill $window $display; rm -rf "$home"' EXIT
for _ in $(seq 60); do
  xdotool search --onlyvisible --name Regard >/dev/null 2>&1 && break
  sleep 0.5
done
sleep 3
xdotool search --onlyvisible --name Regard windowsize %@ 1440 900 windowmove %@ 0 0 || true
sleep 2
xdotool key ctrl+t
sleep 60 # half an epoch and more: the alignment has formed
import -window root "$folder/training.png"
convert "$folder/training.png" -strip -colors 256 "$folder/training.png"
