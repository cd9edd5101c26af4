#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far the engine is from PyTorch, as tables.

    differences.py BUILD

Runs the comparisons of BUILD/bin/core_tests with the golden files, and those of
BUILD/bin/cli_tests, which rebuild every shipped weights file in PyTorch. A difference is that of
the worst number, relative to the largest one of its tensor.
"""
import os
import re
import subprocess
import sys
import tempfile


def run(program, arguments, **environment):
    return subprocess.run([program, *arguments], env=dict(os.environ, **environment), check=True,
                          stdout=subprocess.PIPE, text=True).stdout


def golden(build):
    """{file: {"forward" or "gradients": worst}}"""
    worst = {}
    with tempfile.NamedTemporaryFile(mode="r") as file:
        run(os.path.join(build, "bin", "core_tests"), [], REGARD_DIFFERENCES=file.name)
        for line in file:
            name, tensor, difference = line.rstrip("\n").split("\t")
            kind = "gradients" if tensor.startswith("grad/") else "forward"
            own = worst.setdefault(name, {})
            own[kind] = max(own.get(kind, 0), float(difference))
    return worst


def main():
    build = os.path.abspath(sys.argv[1])
    print("| golden file | forward | gradients |\n|---|---|---|")
    for name, own in sorted(golden(build).items()):
        cells = (f"{own[kind]:.1e}" if kind in own else "" for kind in ("forward", "gradients"))
        print(f"| `{name}` | " + " | ".join(cells) + " |")
    print("\n| shipped weights rebuilt | tensors | largest difference |\n|---|---|---|")
    rebuilt = {}
    text = run(os.path.join(build, "bin", "cli_tests"), ["--gtest_filter=*PyTorch*"])
    for name, count, difference in re.findall(r"^(\S+): (\d+) tensors, largest difference (\S+)$",
                                              text, re.MULTILINE):
        files, tensors, worst = rebuilt.get(name, (0, 0, 0))
        rebuilt[name] = files + 1, tensors + int(count), max(worst, float(difference))
    for name, (files, tensors, worst) in sorted(rebuilt.items()):
        print(f"| `{name}`, {files} traces | {tensors} | {worst:.1e} |")


main()
