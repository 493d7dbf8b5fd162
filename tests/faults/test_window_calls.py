# SPDX-License-Identifier: GPL-3.0-or-later
"""Traces all tests of the window that need no server: every page and dialog, everything that can be pressed there."""

import os
import subprocess
import sys

import calls
import harness


class Programs:
    def __init__(self, folder):
        self.trace_file = os.path.join(folder, 'trace')
        self.paths = sys.argv[2:]


def prepare(_exe, folder):
    return Programs(folder)


def test_no_connection(f):
    assert f.paths
    for path in f.paths:
        with subprocess.Popen(calls.traced([path], f.trace_file), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              env=harness.quick_env()) as run:
            _, said = run.communicate(timeout=600)
        made, abroad = calls.read(f.trace_file)
        assert run.returncode == 0, (path, said)
        assert any('AF_UNIX' in line for line in made), f'{path} spoke to its display'
        assert not abroad, (path, abroad[:5])


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
