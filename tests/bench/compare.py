#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Regard beside PyTorch, in turns: PyTorch, Regard, PyTorch, Regard ... The speed of a machine
drifts; the ratio of two neighbours holds.

  compare.py BUILD [--rounds 5] [--seconds 3] [--threads 2] [--openblas FOLDER] [WORK ...]

BUILD is the folder with bin/training_bench. FOLDER holds the libopenblas.so.0 and libblas.so.3 of
Debian's libopenblas0-openmp (apt-get download, dpkg -x), with which PyTorch is fastest. Prints
medians, the median of the pairs' ratios, and how much faster Regard is on two threads than on one.
"""
import argparse
import os
import statistics
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
GOALS = {"reviews": 0.25, "seq2seq-small": 0.20, "seq2seq-large": 0.45, "decoding": 0.35}


def run(command, environment=None):
    return float(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE,
                                text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("works", nargs="*", default=list(GOALS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--openblas", default="")
    options = parser.parse_args()
    threads, seconds = str(options.threads), str(options.seconds)
    environment = dict(os.environ, OMP_NUM_THREADS=threads, OPENBLAS_NUM_THREADS=threads,
                       # Temporaries of any size are used again, not given back to the system.
                       GLIBC_TUNABLES="glibc.malloc.mmap_threshold=1073741824:"
                                      "glibc.malloc.trim_threshold=4294967296")
    if options.openblas:
        environment["LD_LIBRARY_PATH"] = options.openblas
    bench = os.path.join(options.build, "bin", "training_bench")
    peers = os.path.join(HERE, "pytorch_peers.py")
    print(f"{'':14} {'PyTorch':>10} {'Regard':>10} {'ratio':>7} {'goal':>6}  "
          f"{'1 thread':>10} {'gain':>5}")
    for work in options.works:
        theirs, ours, alone = [], [], []
        for _ in range(options.rounds):
            theirs.append(run(["/usr/bin/python3", peers, work, threads, seconds], environment))
            ours.append(run([bench, work, threads, seconds]))
            if work != "decoding":
                alone.append(run([bench, work, "1", seconds]))
        unit = "us" if work == "decoding" else "ms"
        ratio = statistics.median(b / a for a, b in zip(theirs, ours))
        line = (f"{work:14} {statistics.median(theirs):7.2f} {unit} "
                f"{statistics.median(ours):7.2f} {unit} {ratio:7.3f} {GOALS[work]:6.2f}")
        if alone:
            gain = statistics.median(b / a for a, b in zip(ours, alone))
            line += f"  {statistics.median(alone):7.2f} {unit} {gain:5.2f}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
