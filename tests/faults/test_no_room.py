# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk without room: a plain message, nothing lost, and writing goes on when there is room again."""

import os
import sys

import harness
from harness import Journal

ROOM = 6_000_000
TEXT = 'The tide came in. ' * 2000


def enter(room):
    """Starts this program again with a small file system of its own in place of a folder."""
    place = os.path.join(os.environ['TMPDIR'], 'small')
    os.makedirs(place, exist_ok=True)
    os.environ['SHC_TEST_SMALL'] = place
    os.execvp('bwrap', ['bwrap', '--dev-bind', '/', '/', '--size', str(room), '--tmpfs', place,
                        sys.executable, *sys.argv])


def prepare(exe, folder):
    journal = Journal(exe, os.environ['SHC_TEST_SMALL'])
    journal.outside = folder
    journal.init('--passphrase-file', journal.passphrase_file)
    journal.kept = []
    return journal


def free_bytes(journal):
    stat = os.statvfs(journal.folder)
    return stat.f_bavail * stat.f_bsize


def fill(journal):
    """Leaves almost no room, by a file that has nothing to do with the journal."""
    with open(os.path.join(journal.folder, 'filler'), 'wb') as filler:
        filler.write(b'x' * max(free_bytes(journal) - 8192, 0))


def make_room(journal):
    os.remove(os.path.join(journal.folder, 'filler'))


def check(journal):
    found = {r['id'] for r in journal.ok('list', '--limit', '1000')}
    assert set(journal.kept) <= found, 'acknowledged and lost'


def test_saving_until_it_is_full(j):
    with open(os.path.join(j.folder, 'filler'), 'wb') as filler:
        filler.write(b'x' * (ROOM // 3))
    for number in range(400):
        result = j.run('reflect', '-', '--json', stdin=f'{number} {TEXT}')
        if result.status != 0:
            break
        j.kept.append(result.json['id'])
    assert result.status == 1, str(result)
    error = result.json['error']
    assert error['code'] == 'no-room', str(result)
    assert 'SQL' not in error['message'] and j.dir not in error['message'], error
    assert 5 < len(j.kept) < 400
    check(j)


def test_goes_on_when_there_is_room(j):
    make_room(j)
    j.kept.append(j.ok('reflect', '-', stdin='There is room again.')['id'])
    check(j)
    assert j.ok('vault', 'verify')['ok']


def test_import_leaves_nothing(j):
    lines = ''.join('{"date":"2001-01-01","text":"%d %s"}\n' % (n, TEXT) for n in range(300))
    path = os.path.join(j.outside, 'many.jsonl')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(lines)
    before = len(j.ok('list', '--limit', '1000'))
    j.fails(1, 'no-room', 'import', path)
    assert len(j.ok('list', '--limit', '1000')) == before
    check(j)


def test_backup_and_export_leave_nothing(j):
    fill(j)
    names = set(os.listdir(j.folder))
    j.fails(1, 'no-room', 'backup', os.path.join(j.folder, 'copy.shcbackup'))
    j.fails(1, 'no-room', 'export', os.path.join(j.folder, 'all.jsonl'), '--format', 'jsonl')
    j.fails(1, 'no-room', 'export', os.path.join(j.folder, 'all.zip'), '--format', 'shc')
    assert set(os.listdir(j.folder)) == names, 'what was begun is gone'
    make_room(j)
    check(j)


def test_sound_at_the_end(j):
    assert j.ok('vault', 'verify')['ok']
    check(j)


if __name__ == '__main__':
    if 'SHC_TEST_SMALL' not in os.environ:
        enter(ROOM)
    harness.main(sys.modules[__name__])
