#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real `shc`: commands one after another keep the pace of one."""

import datetime
import itertools
import sys

import harness
from airtable_journal import ready

GAP = datetime.timedelta(milliseconds=200)


def prepare(exe, folder):
    j = ready(exe, folder, 'paced')
    j.agree()
    j.reflect('Snow in April.', '--date', '2020-01-07')
    return j


def test_commands_in_a_row(j):
    j.share('--run')
    for _ in range(5):
        assert j.share('--plan')['compared_with'] == 'service'
    times = sorted(datetime.datetime.fromisoformat(entry['at'].replace('Z', '+00:00'))
                   for entry in j.ok('activity', '--service', 'airtable'))
    assert len(times) >= 15, times
    assert all(later - earlier >= GAP for earlier, later in itertools.pairwise(times)), times


def test_end(j):
    j.server.stdin.close()
    assert j.server.wait() == 0


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
