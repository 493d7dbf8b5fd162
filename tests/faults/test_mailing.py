#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mailchimp cut off in the middle: killed at each step, answers that are lost, consent taken back, two at once."""

import json
import signal
import subprocess
import sys
import time

import harness
import mailchimp_journal
from mailchimp_journal import EMAIL, KEY, LIST


def prepare(exe, folder):
    """Somebody who is on the list."""
    j = mailchimp_journal.prepare(exe, folder)
    j.set('mailchimp.list-id', LIST)
    j.ok('secret', 'set', 'mailchimp', stdin=KEY + '\n')
    j.ok('consent', 'grant', 'mailing')
    j.ok('reflect', '-', '--milestone', 'Day 21', '--date', '2026-01-21', stdin='heronword')
    j.share('--run')
    j.control(members={EMAIL: {'status': 'subscribed'}})
    j.share('--run')
    return j


def test_a_lost_event_is_not_told_again(j):
    j.ok('reflect', '-', '--milestone', 'Day 22', '--date', '2026-01-22', stdin='heronword')
    n = len(j.member()['events'])
    j.control(faults=[{'name': 'broken', 'method': 'POST', 'path': '/events', 'times': 1}])
    (left,) = j.left('--run')
    assert left['part'] == 'event' and left['may_have_gone'] and 'may have gone' in left['why']
    j.control(faults=[])
    plan = j.share('--plan')
    assert plan['requests'] == 0 and any('may have gone' in note for note in plan['notes'])
    assert len(j.member()['events']) == n
    j.share('--run', '--tell-again')
    assert len(j.member()['events']) == n + 1
    assert not any('may have gone' in note for note in j.share('--plan')['notes'])


def test_killed_at_every_step(j):
    """The run is cut off in the middle of each of its requests, and goes on."""
    days = iter(range(30, 90))
    for path in ('/tags', '/events'):
        for arrived in (True, False):
            day = next(days)
            j.ok('reflect', '-', '--milestone', f'Day {day}', '--date', f'2026-03-{day - 20}', stdin='heronword')
            fault = 'slow' if arrived else 'deaf'
            j.control(faults=[{'name': fault, 'arg': '30', 'method': 'POST', 'path': path, 'times': 1}])
            before = len(j.requests())
            child = subprocess.Popen([j.exe, 'share', 'mailchimp', '--run', '--json', '--vault', j.dir],
                                     stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                     env=harness.quick_env())
            end = time.monotonic() + 30
            while not any(one['path'].endswith(path) for one in j.requests()[before:]):
                assert time.monotonic() < end and child.poll() is None, 'nothing was sent'
                time.sleep(0.02)
            child.send_signal(signal.SIGKILL)
            child.communicate()
            j.control(faults=[])
            j.fails(1, 'exists', 'share', 'mailchimp', '--run')
            if path == '/events' and not arrived:
                assert [one['may_have_gone'] for one in j.left('--resume')] == [True]
                j.share('--run', '--tell-again')
            else:
                j.share('--resume')
            events = [event['name'] for event in j.member()['events']]
            assert events.count(f'finished_day_{day}') == 1, events
            assert f'Day {day}' in j.member()['tags']
            j.fails(1, 'not-found', 'share', 'mailchimp', '--resume')


def test_consent_taken_back_in_the_middle(j):
    j.ok('reflect', '-', '--milestone', 'Day 95', '--date', '2026-06-01', stdin='heronword')
    j.control(faults=[{'name': 'account', 'method': 'POST', 'path': '/tags'}])
    j.fails(4, 'refused', 'share', 'mailchimp', '--run')
    j.control(faults=[])
    j.ok('consent', 'withdraw', 'mailing')
    before = len(j.requests())
    left = j.left('--resume')
    assert [one['part'] for one in left] == ['tags', 'event'] and all('took back' in one['why'] for one in left)
    assert j.writes(before) == []
    assert j.share('--plan')['compared_with'] == 'last-known'


def test_two_at_once(j):
    j.ok('consent', 'grant', 'mailing')
    j.ok('profile', 'set', '--email', 'two@example.org')
    j.control(faults=[{'name': 'lost-late', 'arg': '3', 'method': 'PUT', 'times': 1}])
    before = len(j.requests())
    child = subprocess.Popen([j.exe, 'share', 'mailchimp', '--run', '--json', '--vault', j.dir], env=harness.quick_env(),
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    end = time.monotonic() + 30
    while not any(one['method'] == 'PUT' for one in j.requests()[before:]):
        assert time.monotonic() < end and child.poll() is None, 'nothing was sent'
        time.sleep(0.02)
    j.fails(1, 'busy', 'share', 'mailchimp', '--run')
    out, _ = child.communicate()
    assert child.returncode == 0 and json.loads(out)['status'] == 'pending', out
    assert j.control()['mails'].count('two@example.org') == 1, 'one mail, though its answer was lost'


def test_leaving_goes_on_in_the_list_alone(j):
    """Whoever is not there counts as gone: so the list is looked for first, also by a run that goes on."""
    j.control(faults=[{'name': 'account', 'method': 'POST', 'path': '/delete-permanent'}])
    j.fails(4, 'refused', 'share', 'mailchimp', '--forget', '--yes')
    j.control(faults=[{'name': 'gone'}])
    j.fails(4, 'refused', 'share', 'mailchimp', '--resume')
    assert set(j.control(faults=[])['members']) == {EMAIL, 'two@example.org'}
    assert j.share('--resume')['failed'] == []
    assert j.control()['members'] == {}


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
