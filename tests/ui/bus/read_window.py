#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the window through the accessibility bus, as a screen reader does.

Starts the program given as the first argument (a bus and a display are there: see bus_test.sh),
finds it on the bus and walks all that it tells: every control that takes the keyboard has a name
and a role, the controls that a person starts with are among them and can be used from there. Prints
what is wrong and ends with 1 if anything is.
"""
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

PATIENCE = 60  # seconds


def wait_for(find, what):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = find()
        except gi.repository.GLib.Error:
            found = None  # it went while it was looked at
        if found:
            return found
        time.sleep(0.2)
    sys.exit(f"not there after {PATIENCE} s: {what}")


def children(node):
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield child


def walk(node, path=()):
    """All that stands below a node, with the names on the way to it. Tables of numbers are not
    gone through cell by cell."""
    yield node, path
    if node.get_role() in (Atspi.Role.TABLE, Atspi.Role.TREE_TABLE, Atspi.Role.TREE,
                           Atspi.Role.LIST):
        return
    for child in children(node):
        yield from walk(child, path + (node.get_name() or node.get_role_name(),))


def application(pid):
    desktop = Atspi.get_desktop(0)
    for child in children(desktop):
        if child.get_process_id() == pid:
            return child
    return None


def has(node, state):
    return node.get_state_set().contains(state)


def main():
    program = subprocess.Popen(sys.argv[1:])
    try:
        app = wait_for(lambda: application(program.pid), "the program on the bus")
        wait_for(lambda: any(has(n, Atspi.StateType.EDITABLE) and n.get_text_iface()
                             and n.get_text_iface().get_character_count() > 0
                             for n, _ in walk(app)),
                 "the text field with the scenario's text")
        nodes = list(walk(app))
        wrong = []
        controls = [(n, p) for n, p in nodes
                    if has(n, Atspi.StateType.FOCUSABLE) and has(n, Atspi.StateType.SHOWING)]
        for node, path in controls:
            if not node.get_name():
                wrong.append("no name: " + " / ".join(path) + " / " + node.get_role_name())
            if node.get_role() in (Atspi.Role.INVALID, Atspi.Role.UNKNOWN):
                wrong.append("no role: " + " / ".join(path) + " / " + node.get_name())
        if len(controls) < 15:
            wrong.append(f"only {len(controls)} controls are told of")
        named = {n.get_name(): n for n, _ in nodes}
        for name in ("Scenario", "Input tokens", "Heatmap", "Moment of the computation", "Tensors"):
            if name not in named:
                wrong.append(f"not told of: {name}")
        # The map of the Heatmap is a table whose cells say what they are.
        maps = [n for n, _ in nodes if n.get_role() == Atspi.Role.TABLE
                and n.get_name() == "Heatmap"]
        if len(maps) != 1:
            wrong.append(f"{len(maps)} tables are called Heatmap")
        # What is not looked at is not drawn: its tab is pressed.
        for tab, _ in nodes:
            if tab.get_role() == Atspi.Role.PAGE_TAB and tab.get_name() == "Heatmap":
                tab.get_action_iface().do_action(0)
        for heatmap in maps:
            table = heatmap.get_table_iface()
            wait_for(lambda: table.get_n_rows() > 0, "rows of the Heatmap")
            name = table.get_accessible_at(0, 0).get_name()
            if not (name.startswith("row ") and ", column " in name):
                wrong.append(f"the first cell of the Heatmap says “{name}”")
        # Through the bus a step is taken, and the window says where it is then.
        slider = named.get("Moment of the computation")
        value = slider.get_value_iface() if slider else None
        if value is None:
            wrong.append("the moment has no value")
        else:
            before = value.get_current_value()
            value.set_current_value(before - 1)
            try:
                wait_for(lambda: value.get_current_value() == before - 1, "one step back")
            except SystemExit as error:
                wrong.append(str(error))
        print(f"{len(nodes)} objects, {len(controls)} controls")
        for line in wrong:
            print(line)
        return 1 if wrong else 0
    finally:
        program.terminate()
        program.wait(10)


sys.exit(main())
