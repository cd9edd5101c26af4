#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the commands of a transcript and compares what they print with what it says.

  told.py --programs FOLDER [--write] TRANSCRIPT

A transcript holds lines "$ program arguments", each followed by what the program prints, indented by
two spaces, and "exit N" where it ends with another status than 0. They run in one folder of their own,
in which $SOURCE is the repository. "describe FILE" tells what a
program wrote. "--write" replaces what the transcript says by what is printed: look
at the difference before you keep it.

Numbers may differ by one in their last digit or by 0.2 %, as sums are taken in another order by other processors;
places "@x,y" (pixels) by one, as rounding turns; colours "#rrggbb"
by four in each channel.
"""
import argparse
import collections
import difflib
import html
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PIECE = re.compile(r"@-?\d+,-?\d+|#[0-9a-f]{6}\b|\d+(?:\.\d+)?(?:e[-+]?\d+)?")

TINIEST = re.compile(r"\d+(?:\.\d+)?(?:e-| \\cdot 10\^\{-)[34]\d\}?")
ROUNDED = re.compile("mean [−-]?[0-9.]+e[−-](?:9\\b|1[0-9]\\b|1?…)")  # what is left of numbers that add up to 0
OTHER_FONTS = 77  # the exit status that says so


def numbers_alike(told, printed):
    if told.isdigit() or printed.isdigit():  # a count or a label, or 0.999 beside 1
        return told == printed or abs(float(told) - float(printed)) < 2e-3
    digits = len(told.partition("e")[0].partition(".")[2])
    last = 10.0 ** -digits * (10.0 ** int(told.partition("e")[2]) if "e" in told else 1)
    return abs(float(told) - float(printed)) <= max(1.5 * last, 2e-3 * abs(float(told)))


def pieces_alike(told, printed):
    if told[0] == "@" and printed[0] == "@":
        return all(abs(int(a) - int(b)) <= 1
                   for a, b in zip(told[1:].split(","), printed[1:].split(",")))
    if told[0] == "#" and printed[0] == "#":
        return all(abs(int(told[i:i + 2], 16) - int(printed[i:i + 2], 16)) <= 4 for i in (1, 3, 5))
    return told[0] not in "@#" and printed[0] not in "@#" and numbers_alike(told, printed)


def without_tiniest(line):
    """A weight that is too small for one processor's exp is none for it."""
    return ROUNDED.sub("mean 0", TINIEST.sub("0", line)).replace("<1 %", "0 %")


def lines_alike(told, printed):
    told, printed = without_tiniest(told), without_tiniest(printed)
    if told == printed:
        return True
    if PIECE.split(told) != PIECE.split(printed):
        return False
    return all(pieces_alike(a, b) for a, b in zip(PIECE.findall(told), PIECE.findall(printed)))


def read(path):
    """The commands of a transcript, each with the lines it is said to print; lines before the first
    command stay as they are."""
    head, commands = [], []
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file.read().split("\n")[:-1]:
            if line.startswith("$ "):
                commands.append((line[2:], []))
            elif commands:
                commands[-1][1].append(line)
            else:
                head.append(line)
    return head, commands


def some(values, most=6):
    """A few numbers that stand for all of a nested list: the first ones, and sums."""
    flat = list(numbers(values))
    there = [abs(x) for x in flat if x is not None]
    first = " ".join("null" if x is None else f"{x:.3f}" for x in flat[:most])
    return f"{len(flat)} numbers: {first} …, absolute sum {sum(there):.2e}, {len(flat) - len(there)} null"


def numbers(values):
    if isinstance(values, list):
        for value in values:
            yield from numbers(value)
    else:
        yield values


def without_times(text):
    """How long something took is not the same twice."""
    return re.sub(r"\b\d+(\.\d+)?(?: | \| )?(µs|ms|s|min)\b", "…", text)


def inks(svg):
    """The size of a picture, and of its fills and strokes how many there are; of many, how many kinds."""
    kinds = collections.Counter(re.findall(r'<g (fill="[^"]*"|fill="none" stroke="[^"]*") ', svg))
    told = ", ".join(f"{kind.split(chr(34))[1]} × {count}" for kind, count in sorted(kinds.items()))
    size = re.search(r'viewBox="[^"]*"', svg)
    return f"{size.group() if size else 'no size'}, " + (told if len(kinds) <= 24 else f"{len(kinds)} fills")


def describe(path):
    """What stands in a trace.json, in lines; of a picture's SVG its words and colours; of other files all lines."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".svg"):
        words = [html.unescape(word) for word in re.findall(r"<text[^>]*>([^<]*)</text>", text)]
        shown = without_times(" | ".join(words))
        return [f"{shown.count(' | ') + 1} texts: {shown}", "  " + inks(text)]
    if not path.endswith(".json"):
        return text.split("\n")
    document = json.loads(text)
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}"
             for name, value in document.items() if name != "tensors"]
    for tensor in document.get("tensors", []):
        told = {name: value for name, value in tensor.items() if name not in ("path", "value")}
        for name in ("rows", "columns"):
            if len(told[name]) > 12:
                told[name] = told[name][:12] + ["…", len(tensor[name])]
        lines.append(f"{tensor['path']}: {json.dumps(told, ensure_ascii=False)}")
        lines.append("  " + some(tensor["value"]))
    return lines


def run(command, programs, folder):
    words = shlex.split(command.replace("$SOURCE", SOURCE))
    if words[0] == "describe":
        try:
            return ["  " + line for line in describe(os.path.join(folder, words[1]))]
        except OSError:
            return ["  no file"]
    environment = dict(os.environ, HOME=folder, XDG_CONFIG_HOME=folder, XDG_CACHE_HOME=folder,
                       XDG_DATA_HOME=folder, XDG_RUNTIME_DIR=folder, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8",
                       REGARD_RESOURCES=os.path.join(SOURCE, "resources"))
    words[0] = os.path.join(programs, words[0])
    done = subprocess.run(words, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=800)
    text = done.stdout.decode("utf-8", "replace").replace(SOURCE, "$SOURCE").replace(folder, "$HERE")
    text = text.replace(os.path.abspath(programs), "$PROGRAMS")
    text = without_times(text)
    lines = [("  " + line).rstrip() for line in text.split("\n")
             if not line.startswith(("QStandardPaths:", "This plugin does not support"))]
    while lines and not lines[-1]:
        lines.pop()
    return lines + ([f"exit {done.returncode}"] if done.returncode else [])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("transcript")
    asked = parser.parse_args()
    head, commands = read(asked.transcript)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        printed = [run(command, os.path.abspath(asked.programs), folder) for command, _ in commands]
    if asked.write:
        with open(asked.transcript, "w", encoding="utf-8", newline="\n") as file:
            for line in head:
                file.write(line + "\n")
            for (command, _), lines in zip(commands, printed):
                file.write("\n".join([f"$ {command}", *lines]) + "\n")
        return 0
    for (command, told), lines in zip(commands, printed):
        if told[:1] != lines[:1] and all(x[:1] and x[0].startswith("  fonts ") for x in (told, lines)):
            print(f"Nothing compared: the fonts are others here ({lines[0].strip()}).")
            return OTHER_FONTS
        if len(told) == len(lines) and all(map(lines_alike, told, lines)):
            continue
        wrong += 1
        # What differs by less than is allowed is no difference.
        same = {line: line for line in told}
        shown = [same.get(line) or next((t for t in told if lines_alike(t, line)), line)
                 for line in lines]
        print(f"$ {command}")
        for line in list(difflib.unified_diff(told, shown, "told", "printed", lineterm="", n=1))[:60]:
            print(line)
    if wrong:
        print(f"{wrong} of {len(commands)} commands of {os.path.basename(asked.transcript)} print "
              "something else. If that is meant, write it anew with --write.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
