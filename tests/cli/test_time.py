#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations and the computer's clock: over after a month, asked about first after a large jump."""

import subprocess
import sys

import harness
from harness import Journal, quick_env


def prepare(exe, folder):
    journal = Journal(exe, folder)
    journal.init('--passphrase-file', journal.passphrase_file)
    return journal


def pass_days(j, days, *text):
    subprocess.run([sys.argv[2], j.dir, j.passphrase_file, str(days), *text], check=True, timeout=60, env=quick_env())


def test_a_month_is_no_jump(j):
    pass_days(j, 28, 'The kingfisher came.')
    one = j.ok('conversations')
    assert len(one) == 1 and one[0]['ending_soon'] is True
    pass_days(j, 3)
    result = j.run('conversations')
    assert result.out == '' and 'clock' not in result.err, str(result)
    pass_days(j, -31)
    assert j.ok('conversations') == [], 'it is purged'


def test_far_ahead_it_is_asked_first(j):
    pass_days(j, 0, 'The kingfisher came.')
    name = j.ok('conversations')[0]['id']
    pass_days(j, 400)
    missing = j.run('conversation', name)
    assert missing.status == 1 and 'hidden, and not deleted' in missing.err and '--confirm-date' in missing.err, str(missing)
    result = j.run('conversations')
    assert result.status == 0 and result.out == '' and '--confirm-date' in result.err, str(result)
    assert '1 conversation is hidden' in result.err
    assert j.ok('conversations') == []
    j.ok('list')
    pass_days(j, -399)
    back = j.ok('conversations')
    assert len(back) == 1 and j.ok('conversation', back[0]['id'])['messages'][0]['text'] == 'The kingfisher came.'


def test_the_date_is_right(j):
    pass_days(j, 400)
    assert 'hidden' in j.run('conversations').err
    result = j.run('conversations', '--confirm-date')
    assert result.status == 0 and 'hidden' not in result.err, str(result)
    pass_days(j, -400)
    assert j.ok('conversations') == [], 'it is purged'


def test_set_back(j):
    pass_days(j, 0, 'The heron waits.')
    pass_days(j, -60)
    before = j.ok('conversations')
    after = j.ok('conversations', '--confirm-date')
    assert len(before) == 1 and len(after) == 1
    assert after[0]['expires'] < before[0]['expires'], 'what a wrong clock began is not kept longer for that'
    assert j.run('conversations').err == ''


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
