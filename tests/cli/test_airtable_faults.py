#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`shc share airtable` in the middle of a run that something goes wrong with: nothing is doubled, lost or half told."""

import resource
import sys

import harness
from airtable_journal import TEXTS, prepare as prepare_journals


def prepare(exe, folder):
    j = prepare_journals(exe, folder)
    j.agree()
    j.write_all()
    return j


def whole(j):
    """All that was to go is there, once."""
    assert j.texts() == sorted(TEXTS) and len(j.rows('Users')) == 1
    assert len({row['Local ID'] for row in j.rows().values()}) == len(TEXTS)


def start_again(j):
    j.control(faults=[])
    j.share('--forget', '--yes')
    assert j.rows() == j.rows('Users') == {}


def test_one_bad_record(j):
    """A batch of ten is refused, and then one of the ten: the nine others arrive, and so does all behind them."""
    j.control(faults=[{'name': '422', 'arg': 'INVALID_VALUE_FOR_COLUMN', 'method': 'PATCH', 'skip': 1, 'times': 2}])
    done = j.run('share', 'airtable', '--run', '--json')
    assert done.status == 1 and done.json['created'] == len(TEXTS), str(done)
    (failed,) = done.json['failed']
    assert failed['why'] and failed['id'] in {entry['id'] for entry in j.ok('list')}, failed
    assert 'Never show this' not in done.out + done.err
    text, = set(TEXTS) - set(j.texts())
    assert j.ok('show', failed['id'])['text'] == text
    plan = j.share('--plan')
    assert [change['id'] for change in plan['creates']] == [failed['id']] and plan['updates'] == []
    j.control(faults=[])
    assert j.share('--run')['created'] == 1
    whole(j)
    start_again(j)


def test_the_persons_own_row_is_refused(j):
    """There is nothing for the reflections to belong to, so none of them goes."""
    j.control(faults=[{'name': '422', 'arg': 'INVALID_VALUE_FOR_COLUMN', 'method': 'PATCH', 'times': 1}])
    done = j.run('share', 'airtable', '--run', '--json')
    assert done.status == 1 and done.json['created'] == 0 and len(done.json['failed']) == len(TEXTS) + 1, str(done)
    assert all(one['why'] for one in done.json['failed']) and j.rows() == j.rows('Users') == {}
    j.control(faults=[])
    assert j.share('--run')['created'] == len(TEXTS) + 1
    whole(j)
    start_again(j)


def test_it_cannot_go_on(j):
    """What is about all that would follow ends it where it is; it goes on when that is over."""
    for name, arg, status in (('422', 'UNKNOWN_FIELD_NAME', 'refused'), ('401', '', 'refused'), ('month', '', 'refused'),
                              ('503', '600', 'refused'), ('one-missing', '', 'refused'), ('cut', '', 'offline')):
        before = len(j.requests('PATCH'))
        j.control(faults=[{'name': name, 'arg': arg, 'method': 'PATCH', 'skip': 2}])
        message = j.run('share', 'airtable', '--run', '--json')
        assert message.status == 4 and message.json['error']['code'] == status, (name, str(message))
        # Of a column it says which.
        assert arg == 'UNKNOWN_FIELD_NAME' or 'Never show this' not in message.out + message.err
        assert len(j.requests('PATCH')) - before <= 2 + 3, (name, 'a fault that stays is not asked for ever')
        j.control(faults=[])
        j.fails(1, 'exists', 'share', 'airtable', '--run')
        done = j.share('--resume')
        assert done['failed'] == [] and done['created'] == len(TEXTS) + 1, (name, done)
        whole(j)
        start_again(j)


def test_it_passes(j):
    """What is over after a moment is not even noticed."""
    for name, arg in (('502-html', ''), ('lost', ''), ('lost-status', '503'), ('cut-chunked', ''), ('reset', '')):
        j.control(faults=[{'name': name, 'arg': arg, 'method': 'PATCH', 'skip': 1, 'times': 1}])
        done = j.share('--run')
        assert done['failed'] == [] and done['created'] == len(TEXTS) + 1, (name, done)
        whole(j)
        start_again(j)


def share_in_little_room(j, size, *args):
    """With files that cannot grow beyond so many kilobytes. Whether there was room; if not, that was said in plain words."""
    limit = size * 1024
    done = j.run('share', 'airtable', *args, '--json', restore_signals=False,
                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY)))
    if done.status == 0:
        return True
    assert done.status == 1 and done.json['error']['code'] == 'no-room', (args, size, str(done))
    assert 'SQL' not in done.json['error']['message'], str(done)
    return False


def resumes(j, *args):
    """Goes on now that there is room; begins anew what had not begun."""
    resumed = j.run('share', 'airtable', '--resume', '--json')
    if resumed.status != 0:
        assert resumed.json['error']['code'] == 'not-found', str(resumed)
        j.share(*args)


def test_no_room_for_what_is_noted(j):
    """The disk is full at one moment or another, also behind a batch that was sent: it ends, says so, and goes on when there is room."""
    full = 0
    for size in (60, 90, 120, 150, 180, 220, 260, 320):
        if not share_in_little_room(j, size, '--run'):
            full += 1
            resumes(j, '--run')
        whole(j)
        start_again(j)
        assert j.ok('vault', 'verify')['ok']
    assert full > 1, 'there was always room'


def test_no_room_while_it_is_taken_back(j):
    for verb, sizes in ((('--undo',), (60, 100, 160)), (('--forget', '--yes'), (80, 140))):
        full = 0
        for size in sizes:
            j.share('--run')
            if not share_in_little_room(j, size, *verb):
                full += 1
                resumes(j, *verb)
            assert j.rows() == j.rows('Users') == {}, (verb, size)
            assert j.ok('vault', 'verify')['ok']
        assert full > 0, (verb, 'there was always room')


def test_end(j):
    for journal in j.journals:
        journal.server.stdin.close()
        assert journal.server.wait() == 0


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
