#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real `shc`: commands one after another, and at the same time, keep the pace of one."""

import datetime
import itertools
import os
import re
import subprocess
import sys

import harness
from airtable_journal import KEY, ready

GAP = datetime.timedelta(milliseconds=200)


def prepare(exe, folder):
    j = ready(exe, folder, 'paced')
    j.agree()
    j.reflect('Snow in April.', '--date', '2020-01-07')
    return j


def asked(j):
    return sorted(datetime.datetime.fromisoformat(entry['at'].replace('Z', '+00:00'))
                  for entry in j.ok('activity', '--service', 'airtable'))


def test_commands_in_a_row(j):
    j.share('--run')
    for _ in range(5):
        assert j.share('--plan')['compared_with'] == 'service'
    times = asked(j)
    assert len(times) >= 15, times
    assert all(later - earlier >= GAP for earlier, later in itertools.pairwise(times)), times


def test_two_journals_at_once(j):
    """Two vaults that share one base, asked at the same moment: the pace is that of the base."""
    folder = os.path.join(j.folder, 'other')
    os.mkdir(folder)
    other = harness.Journal(j.exe, folder)
    other.init('--adult', 'yes', '--journey-start', '2020-01-01')
    for key in ('airtable.base-url', 'airtable.base-id', 'network.extra-ca-file'):
        other.ok('settings', 'set', key, j.ok('settings', 'get', key)[key])
    assert other.ok('secret', 'set', 'airtable', stdin=KEY + '\n')['stored']
    other.ok('consent', 'grant', 'storage')
    since = datetime.datetime.now(datetime.timezone.utc)
    runs = [subprocess.Popen([j.exe, 'share', 'airtable', '--plan', '--json', '--vault', one.dir], stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, env=harness.quick_env()) for one in (j, other) for _ in range(3)]
    assert [run.wait(timeout=harness.WAIT) for run in runs] == [0] * len(runs)
    times = sorted(at for one in (j, other) for at in asked(one) if at > since)
    # When it is written down that something goes and when it goes are not the same, the less so on a busy machine.
    assert len(times) >= 12 and times[-1] - times[0] >= (len(times) - 1) * GAP * 0.9, times
    assert all(later - earlier >= GAP * 3 for earlier, later in zip(times, times[4:])), times
    names = os.listdir(os.path.join(os.environ['XDG_RUNTIME_DIR'], 'sacred-healing-companion', 'turns'))
    assert names and all(re.fullmatch('[0-9a-f]{32}', name) for name in names), names


def test_end(j):
    j.server.stdin.close()
    assert j.server.wait() == 0


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
