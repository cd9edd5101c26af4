#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints how many tests of CTest's --output-junit FILE passed and how many did not. Only what ran
to its end and held counts as passed: skipped or not run is not. "0 1" where there is no file."""
import sys
import xml.etree.ElementTree as tree

try:
    cases = list(tree.parse(sys.argv[1]).iter("testcase"))
except OSError:
    print(0, 1)
    sys.exit()
passed = sum(case.get("status") == "run" for case in cases)
print(passed, len(cases) - passed)
