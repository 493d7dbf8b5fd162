#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sharing that is killed inside each of its requests, one after another, carried out there or not: it goes on to the same end."""

import itertools
import os
import signal
import subprocess
import sys
import time

import airtable_journal
import harness
import mailchimp_journal

TEXTS = airtable_journal.TEXTS[:12]


class Both:
    """A journal that shares with a base, and one whose keeper is on a mailing list."""

    def __init__(self, exe, folder):
        self.base = airtable_journal.ready(exe, folder, 'base')
        self.base.agree()
        self.base.write_all(TEXTS)
        os.mkdir(os.path.join(folder, 'list'))
        self.mails = mailchimp_journal.prepare(exe, os.path.join(folder, 'list'))
        self.mails.set('mailchimp.list-id', mailchimp_journal.LIST)
        self.mails.ok('secret', 'set', 'mailchimp', stdin=mailchimp_journal.KEY + '\n')
        self.mails.ok('consent', 'grant', 'mailing')
        self.addresses = (f'step{number}@example.org' for number in itertools.count())


def prepare(exe, folder):
    return Both(exe, folder)


def end_in_request(j, service, fault, step, *args):
    """Begins it and kills it inside the request of this number; whether there was one."""
    j.control(faults=[{'name': fault, 'arg': '30', 'skip': step, 'times': 1}])
    before = len(j.requests())
    run = subprocess.Popen([j.exe, 'share', service, *args, '--json', '--vault', j.dir], stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=harness.quick_env())
    end = time.monotonic() + harness.WAIT
    reached = False
    while not reached and run.poll() is None:
        assert time.monotonic() < end, 'nothing was sent'
        time.sleep(0.02)
        reached = len(j.requests()) - before > step
    run.send_signal(signal.SIGKILL)
    run.communicate()
    j.control(faults=[])
    return reached


def resume(j, service):
    """Whether there was something to go on with."""
    resumed = j.run('share', service, '--resume', '--json')
    if resumed.status == 0:
        assert resumed.json['failed'] == [], str(resumed)
        return True
    assert resumed.json['error']['code'] == 'not-found', str(resumed)
    return False


def each_step(name, one):
    """@one (FAULT, STEP) tells whether its run had so many requests."""
    for fault, number in (('slow', 0), ('stall', 1)):
        steps = next(step for step in itertools.count() if not one((fault, number), step))
        print(f'# {name}, {fault}: {steps} requests', flush=True)
        assert steps >= 2


def rows_end(both, verb, fault, step):
    j = both.base
    j.share('--run')
    assert j.texts() == sorted(TEXTS)
    reached = end_in_request(j, 'airtable', fault, step, *verb)
    if not resume(j, 'airtable') and j.rows():
        j.share(*verb)
    assert j.rows() == {} and j.rows('Users') == {}, (verb, fault, step)
    return reached


def test_rows_are_taken_back(both):
    each_step('undo', lambda faults, step: rows_end(both, ('--undo',), faults[0], step))


def test_rows_are_forgotten(both):
    each_step('forget', lambda faults, step: rows_end(both, ('--forget', '--yes'), faults[0], step))


def begin_mails(both, joined):
    """A new address, on the list or not; it."""
    j = both.mails
    email = next(both.addresses)
    j.ok('profile', 'set', '--email', email)
    if joined:
        j.share('--run')
        assert j.member(email)['status'] == 'pending'
    return email


def mails_end(both, verb, joined, faults, step, wanted):
    j = both.mails
    email = begin_mails(both, joined)
    reached = end_in_request(j, 'mailchimp', ('slow', 'deaf')[faults[1]], step, *verb)
    member = j.member(email)
    if not resume(j, 'mailchimp') and (member['status'] if member else None) != wanted:
        j.share(*verb)
    member = j.member(email)
    assert (member['status'] if member else None) == wanted, (verb, faults, step, member)
    assert j.control()['mails'].count(email) == 1, 'asked once to confirm'
    if member is not None:
        j.share('--forget', '--yes')
    return reached


def test_joining(both):
    each_step('join', lambda faults, step: mails_end(both, ('--run',), False, faults, step, 'pending'))


def test_joining_is_taken_back(both):
    each_step('undo', lambda faults, step: mails_end(both, ('--undo',), True, faults, step, 'archived'))


def test_mails_are_forgotten(both):
    each_step('forget', lambda faults, step: mails_end(both, ('--forget', '--yes'), True, faults, step, None))


def test_end(both):
    both.base.server.stdin.close()
    assert both.base.server.wait() == 0
    both.mails.server.stdin.close()
    both.mails.server.wait()


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
