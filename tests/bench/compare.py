#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Regard beside PyTorch, in turns: PyTorch, Regard, PyTorch, Regard ... The speed of a machine
drifts; the ratio of two neighbours holds.

  compare.py [WORK ...] [--build build/release] [--rounds 5] [--seconds 3] [--threads 2]
             [--openblas FOLDER] [--avx2]

First it builds in the folder --build, from the top folder, what it times. FOLDER holds the libopenblas.so.0 and libblas.so.3 of
Debian's libopenblas0-openmp (apt-get download, dpkg -x), with which PyTorch is fastest. --avx2 has
both sides do without AVX-512. Prints medians, the median of the pairs' ratios, and how much faster
Regard is on two threads than on one.
"""
import argparse
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
GOALS = {"reviews": 0.25, "seq2seq-small": 0.20, "seq2seq-large": 0.45, "decoding": 0.35,
         "self-8": 0.20, "self-32": 0.40, "self-128": 0.40, "self-512": 0.25, "self-2048": 0.25,
         "additive-8": 0.15, "additive-32": 0.15, "additive-128": 0.05, "additive-512": 0.03,
         "additive-2048": 0.03}

TRAINING = ("reviews", "seq2seq-small", "seq2seq-large")


# What makes the loader take Regard's library for AVX2, and PyTorch and OpenBLAS their code for it.
REGARD_AVX2 = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX512BW,-AVX512CD,-AVX512DQ,-AVX512VL"}
PYTORCH_AVX2 = {"ATEN_CPU_CAPABILITY": "avx2", "OPENBLAS_CORETYPE": "Haswell",
                "DNNL_MAX_CPU_ISA": "AVX2"}


def run(command, environment=None):
    return float(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE,
                                text=True).stdout)


def build_benchmarks(build):
    """What is timed, up to date; the messages go beside the table."""
    steps = (["cmake", "--preset", "release", "-B", build, "-DREGARD_TESTS=ON"],
             ["cmake", "--build", build, "--target", "training_bench", "attention_bench"])
    for step in steps:
        if subprocess.run(step, cwd=ROOT, stdout=sys.stderr).returncode != 0:
            sys.exit(f"compare.py: building in {build} failed; ./test.sh installs what it needs")


def ours_of(build, work, threads, seconds):
    """The command that times a work in Regard."""
    kind, _, size = work.partition("-")
    if kind in ("self", "additive"):
        return [os.path.join(build, "bin", "attention_bench"), kind, size, seconds]
    return [os.path.join(build, "bin", "training_bench"), work, threads, seconds]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", nargs="*", metavar="WORK")
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--openblas", default="")
    parser.add_argument("--avx2", action="store_true")
    options = parser.parse_args()
    works = options.works or list(GOALS)
    if unknown := [work for work in works if work not in GOALS]:
        parser.error(f"no such work: {', '.join(unknown)}; there are {', '.join(GOALS)}")
    build = os.path.join(ROOT, options.build)
    build_benchmarks(build)
    threads, seconds = str(options.threads), str(options.seconds)
    environment = dict(os.environ, OMP_NUM_THREADS=threads, OPENBLAS_NUM_THREADS=threads,
                       # Temporaries of any size are used again, not given back to the system.
                       GLIBC_TUNABLES="glibc.malloc.mmap_threshold=1073741824:"
                                      "glibc.malloc.trim_threshold=4294967296")
    if options.openblas:
        environment["LD_LIBRARY_PATH"] = options.openblas
    own = dict(os.environ)
    if options.avx2:
        environment.update(PYTORCH_AVX2)
        own.update(REGARD_AVX2)
    peers = os.path.join(HERE, "pytorch_peers.py")
    print(f"{'':14} {'PyTorch':>12} {'Regard':>12} {'ratio':>7} {'goal':>6}  "
          f"{'1 thread':>10} {'gain':>5}")
    for work in works:
        theirs, ours, alone = [], [], []
        for _ in range(options.rounds):
            theirs.append(run(["/usr/bin/python3", peers, work, threads, seconds], environment))
            ours.append(run(ours_of(build, work, threads, seconds), own))
            if work in TRAINING:
                alone.append(run(ours_of(build, work, "1", seconds), own))
        unit = "ms" if work in TRAINING else "us"
        ratio = statistics.median(b / a for a, b in zip(theirs, ours))
        line = (f"{work:14} {statistics.median(theirs):9.2f} {unit} "
                f"{statistics.median(ours):9.2f} {unit} {ratio:7.3f} {GOALS[work]:6.2f}")
        if alone:
            gain = statistics.median(b / a for a, b in zip(ours, alone))
            line += f"  {statistics.median(alone):7.2f} {unit} {gain:5.2f}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
