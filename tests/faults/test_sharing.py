#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sharing with Airtable that is cut off: killed at a hundred moments, answers that are lost, consent taken back."""

import datetime
import os
import random
import signal
import subprocess
import sys

import harness
from airtable_journal import TEXTS, own_row, prepare  # pylint: disable=unused-import

MOMENTS = int(os.environ.get('SHC_TEST_KILLS', '100'))


def end_somewhere(killed, moment, *args):
    """Begins it and kills it after so many seconds, if it has not ended by then."""
    run = subprocess.Popen([killed.exe, *args, '--json', '--vault', killed.dir],
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                           env=harness.quick_env())
    try:
        run.communicate(timeout=moment)
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGKILL)
        run.communicate()


def test_pace(j):
    """What is written right after a plan keeps its distance from what was asked for the plan."""
    paced = j.make('paced')
    paced.agree()
    paced.write_all()
    assert paced.share('--run')['created'] == len(TEXTS) + 1 and paced.texts() == sorted(TEXTS)
    times = sorted(datetime.datetime.fromisoformat(entry['at']) for entry in paced.ok('activity'))
    gaps = [(later - earlier).total_seconds() for earlier, later in zip(times, times[1:])]
    assert len(gaps) >= 6 and min(gaps) > 0.1, gaps


def test_killed_between_batches(j):
    """Killed again and again while it goes on, whenever: in the end nothing is doubled and nothing is missing."""
    killed = j.make('killed')
    killed.agree()
    killed.write_all()
    moments = random.Random(7)
    done = 0
    while done < MOMENTS:
        end_somewhere(killed, moments.uniform(0.1, 2.5), 'share', 'airtable', '--run')
        done += 1
        while done < MOMENTS and moments.random() < 0.7:
            end_somewhere(killed, moments.uniform(0.1, 2.0), 'share', 'airtable', '--resume')
            done += 1
        resumed = killed.run('share', 'airtable', '--resume', '--json')
        if resumed.status != 0:
            assert resumed.json['error']['code'] == 'not-found', str(resumed)
            killed.share('--run')
        assert killed.texts() == sorted(TEXTS) and len(killed.rows('Users')) == 1
        assert len({row['Local ID'] for row in killed.rows().values()}) == len(TEXTS)
        killed.share('--forget', '--yes')
        assert killed.rows() == {} and killed.rows('Users') == {}


def test_killed_while_it_is_taken_back(j):
    killed = j.journals[-1]
    for moment in (0.6, 1.2, 1.8):
        killed.share('--run')
        end_somewhere(killed, moment, 'share', 'airtable', '--undo')
        resumed = killed.run('share', 'airtable', '--resume', '--json')
        if resumed.status != 0:
            assert resumed.json['error']['code'] == 'not-found', str(resumed)
            if killed.rows():
                killed.share('--undo')
        assert killed.rows() == {} and killed.rows('Users') == {}


def test_two_at_once(j):
    """One of them works, the other says so; nothing is doubled."""
    two = j.make('two')
    two.agree()
    two.write_all()
    runs = [subprocess.Popen([two.exe, 'share', 'airtable', '--run', '--json', '--vault', two.dir],
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=harness.quick_env()) for _ in range(2)]
    ended = [run.wait(timeout=harness.WAIT) for run in runs]
    for run in runs:
        run.stdout.close()
    assert 0 in ended and set(ended) <= {0, 1}, ended
    assert two.texts() == sorted(TEXTS) and len(two.rows('Users')) == 1


def test_killed_while_it_comes_back(j):
    """Killed whenever, and run again: every row has come once."""
    killed = j.make('fetching')
    killed.agree()
    killed.reflect('First.')
    killed.share('--run')
    own = own_row(killed)
    texts = ['First.']
    moments = random.Random(3)
    for _ in range(MOMENTS // 5):
        new = [f'{text} ({len(texts)})' for text in TEXTS]
        killed.control(rows={'Reflections': [{'Reflection Text': text, 'Date': '2020-01-01', 'User': [own]}
                                             for text in new]})
        texts += new
        end_somewhere(killed, moments.uniform(0.2, 2.5), 'fetch', 'airtable')
        killed.ok('fetch', 'airtable')
        assert sorted(entry['text'] for entry in killed.ok('list', '--limit', '1000')) == sorted(texts)
    assert killed.ok('fetch', 'airtable')['new'] == 0


def test_two_fetch_at_once(j):
    """One works, the other says so."""
    two = j.journals[-1]
    runs = [subprocess.Popen([two.exe, 'fetch', 'airtable', '--json', '--vault', two.dir], stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, env=harness.quick_env()) for _ in range(2)]
    ended = [run.wait(timeout=harness.WAIT) for run in runs]
    assert 0 in ended and set(ended) <= {0, 1}, ended


def test_answers_lost_until_the_end(j):
    """A run that cannot go on says so, refuses another one, and goes on when it can."""
    cut = j.make('cut')
    cut.agree()
    cut.write_all()
    cut.control(faults=[{'name': 'lost', 'method': 'PATCH', 'skip': 1}])
    result = cut.run('share', 'airtable', '--run', '--json')
    assert result.status == 4, str(result)
    cut.control(faults=[])
    cut.fails(1, 'exists', 'share', 'airtable', '--run')
    cut.fails(1, 'exists', 'share', 'airtable', '--undo', '--plan')
    done = cut.share('--resume')
    assert done['failed'] == [] and done['created'] == len(TEXTS) + 1, done
    assert cut.texts() == sorted(TEXTS)
    undone = cut.share('--undo')
    assert undone['deleted'] == len(TEXTS) + 1 and cut.rows() == {} and cut.rows('Users') == {}, undone


def test_consent_withdrawn_in_the_middle(j):
    stopped = j.make('stopped')
    stopped.agree()
    stopped.write_all()
    stopped.control(faults=[{'name': 'lost', 'method': 'PATCH', 'skip': 2}])
    assert stopped.run('share', 'airtable', '--run', '--json').status == 4
    stopped.control(faults=[])
    stopped.ok('consent', 'withdraw', 'storage')
    before = len(stopped.requests())
    ended = stopped.run('share', 'airtable', '--resume', '--json')
    assert ended.status == 1 and ended.json['failed'] and len(stopped.requests()) == before, str(ended)
    assert stopped.share('--forget', '--yes')['failed'] == []
    assert stopped.rows() == {} and stopped.rows('Users') == {}


def test_end(j):
    for journal in j.journals:
        journal.server.stdin.close()
        assert journal.server.wait() == 0


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
