#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be asked of a base of Airtable, and done to it, without consent to storage there; and what the help says of that."""

import os
import pathlib
import re
import subprocess
import sys
import time

import harness
from airtable_journal import prepare  # pylint: disable=unused-import

HELP = pathlib.Path(__file__).resolve().parents[2] / 'data/help/sent.md'
# Every command that can write to a base, but for those that take back.
WRITES = (['share', 'airtable', '--run'], ['share', 'airtable', '--run', '--yes'], ['share', 'airtable', '--prepare'],
          ['fetch', 'airtable'])
# One command for each purpose that the help knows of.
ASKS = {'share': ['share', 'airtable', '--plan'], 'prepare': ['share', 'airtable', '--prepare'],
        'fetch': ['fetch', 'airtable', '--plan'], 'undo': ['share', 'airtable', '--undo', '--plan'],
        'forget': ['share', 'airtable', '--forget', '--plan'], 'save-base': ['fetch', 'airtable', '--save-base']}


def changes(j):
    """Requests that would change something in the base."""
    return [one for one in j.requests() if one['method'] != 'GET' and not one['path'].endswith('/listRecords')]


def fails_closed(j):
    for words in WRITES:
        message = j.fails(1, 'consent-required', *words)
        assert 'shc consent grant storage' in message and j.address['base'] in message, message
    assert changes(j) == [] and j.control()['rows'] == {}


def test_nothing_is_made_without_consent(j):
    """Never agreed; agreed at the first intake, before there was a base; agreed to another base; taken back."""
    empty = j.make('closed', '--empty')
    empty.reflect('Mine.')
    fails_closed(empty)
    # Looking is enough to say what is missing.
    message = empty.fails(1, 'consent-required', 'share', 'airtable', '--prepare')
    assert 'Users' in message and 'Reflections' in message and 'Nothing was made' in message, message
    assert {one['method'] for one in empty.requests()} == {'GET'}
    base = empty.address['base']
    empty.set('airtable.base-id', '')
    empty.agree()
    assert empty.ok('consent')[-1]['recipient'] is None
    empty.set('airtable.base-id', base)
    fails_closed(empty)
    empty.set('airtable.base-id', 'appAnother0000001')
    empty.agree()
    assert empty.ok('consent')[-1]['recipient'] == 'appAnother0000001'
    empty.set('airtable.base-id', base)
    fails_closed(empty)
    empty.agree()
    empty.ok('consent', 'withdraw', 'storage')
    fails_closed(empty)
    empty.agree()
    assert empty.share('--prepare')['missing'] == []


def test_consent_taken_back_while_it_is_made(j):
    """What was begun is not undone; nothing more is made."""
    empty = j.make('middle', '--empty')
    empty.agree()
    empty.control(faults=[{'name': 'late', 'arg': '3', 'method': 'POST', 'times': 1}])
    run = subprocess.Popen([empty.exe, 'share', 'airtable', '--prepare', '--json', '--vault', empty.dir], env=harness.quick_env(),
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 30
    while not changes(empty):
        assert time.monotonic() < end and run.poll() is None, 'nothing was asked'
        time.sleep(0.02)
    empty.ok('consent', 'withdraw', 'storage')
    out, _ = run.communicate(timeout=harness.WAIT)
    assert run.returncode == 1 and b'consent-required' in out, out
    assert len(changes(empty)) == 1 and list(empty.control()['rows']) == ['Users']


def test_a_run_that_was_cut_off_sends_no_more(j):
    j.agree()
    j.write_all()
    j.control(faults=[{'name': 'lost', 'method': 'PATCH', 'skip': 1}])
    assert j.run('share', 'airtable', '--run', '--yes').status == 4
    j.control(faults=[])
    j.ok('consent', 'withdraw', 'storage')
    before = len(j.requests())
    ended = j.run('share', 'airtable', '--resume', '--json')
    assert ended.status == 1 and ended.json['failed'] and len(j.requests()) == before, str(ended)


def test_taking_back_stays_possible(j):
    j.agree()
    assert j.share('--run')['created'] > 0
    j.ok('consent', 'withdraw', 'storage')
    assert j.share('--undo')['deleted'] > 0
    j.agree()
    j.share('--run')
    j.ok('consent', 'withdraw', 'storage')
    assert j.share('--forget', '--yes')['failed'] == []
    assert j.rows() == j.rows('Users') == {}


def test_one_reflection_after_it_was_taken_back(j):
    """Neither what is new, nor what is there already, nor what is no reflection is answered with anything but that."""
    one = j.make('only')
    one.agree()
    there = one.reflect('There already.')
    one.share('--run')
    new = one.reflect('New.')
    one.ok('consent', 'withdraw', 'storage')
    before, known = len(one.requests()), one.ok('activity')
    for only in (new, new[:8], there, 'nothing'):
        message = one.fails(1, 'consent-required', 'share', 'airtable', '--run', '--only', only)
        assert 'Nothing was sent' in message, message
        told = one.run('share', 'airtable', '--run', '--yes', '--only', only)
        assert told.status == 1 and told.out == '' and 'Nothing was sent' in told.err, str(told)
    one.fails(1, 'consent-required', 'share', 'airtable', '--run')
    assert len(one.requests()) == before and one.ok('activity') == known and one.texts() == ['There already.']
    # To look stays possible, and nothing was begun that would have to go on.
    assert [change['id'] for change in one.share('--plan', '--only', new)['creates'] if change['ticked']] == [new]
    assert len(one.requests()) == before
    one.agree()
    assert one.share('--run', '--only', new)['created'] == 1


def test_help(j):
    """Each purpose is told with whether it needs consent; what does is not even asked without it, and what does not works."""
    part = HELP.read_text(encoding='utf-8').split('\n## To Airtable\n')[1].split('\n## ')[0]
    told = dict(re.findall(r'^- \*\*([a-z-]+)\*\*: (.*)$', part, re.M))
    # Where a base is chosen from a list is the window's alone.
    assert set(told) == {*ASKS, 'places'} and 'needs no consent' in told['places'], told
    intro = part.split('- **')[0]
    assert 'needs no consent' in intro, 'what is said of all is not only of what needs consent'
    j.agree()
    j.share('--run')
    j.ok('consent', 'withdraw', 'storage')
    for purpose, words in ASKS.items():
        if purpose == 'save-base':
            words = [*words, os.path.join(j.folder, 'copy.shcbase')]
        before, changed = len(j.requests()), len(changes(j))
        j.ok(*words)
        entries = j.ok('activity', '--purpose', purpose)
        needs, free = 'needs your consent' in told[purpose], 'needs no consent' in told[purpose]
        assert needs or free, purpose
        assert (len(j.requests()) > before) is free, (purpose, told[purpose])
        assert not free or entries, purpose
        assert len(changes(j)) == changed, purpose
    # The one that is said to need it for a part of what it does.
    assert [purpose for purpose, words in told.items() if 'needs your consent' in words and 'needs no consent' in words] == ['prepare']


def test_end(j):
    for journal in j.journals:
        journal.server.stdin.close()
        assert journal.server.wait() == 0


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
