# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends the real `shc` by kill -9 in the middle of saves, imports, backups and restores."""

import json
import os
import random
import subprocess
import sys
import time

import harness
from harness import Journal

SEED = int(os.environ.get('SHC_TEST_SEED', '20261122'))
ROUNDS = int(os.environ.get('SHC_TEST_ROUNDS', '60'))


class Fixture:
    """A journal, what was acknowledged in it, and the same chances for each run of a seed."""

    def __init__(self, exe, folder):
        self.journal = Journal(exe, folder)
        self.journal.init('--passphrase-file', self.journal.passphrase_file)
        self.kept = set()
        begun = time.monotonic()
        self.kept.add(self.journal.ok('reflect', 'How long one takes here')['id'])
        self.one_run = time.monotonic() - begun
        self.chance = random.Random(SEED)
        print(f'# seed {SEED}, {ROUNDS} rounds of each', flush=True)

    def killed(self, *args, stdin=b'', longest=1.3):
        """Runs `shc` and kills it at some moment, @longest runs of a save later at most; what it had
        said by then, or nothing."""
        command = [self.journal.exe, *args, '--vault', self.journal.dir, '--json']
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, env=harness.quick_env()) as run:
            try:
                run.stdin.write(stdin)
                run.stdin.close()
            except BrokenPipeError:
                pass
            time.sleep(self.chance.uniform(0, longest * self.one_run))
            run.kill()
            said = run.stdout.read()
        return json.loads(said) if said.endswith(b'\n') else None

    def listed(self):
        return {r['id']: r for r in self.journal.ok('list', '--limit', '100000')}

    def check(self):
        """The vault opens, is sound, and holds every save that was acknowledged."""
        found = self.listed()
        missing = self.kept - set(found)
        assert not missing, f'acknowledged and lost: {missing}'
        return found


def prepare(exe, folder):
    return Fixture(exe, folder)


def test_saves(f):
    for number in range(ROUNDS):
        said = f.killed('reflect', '-', '--tag', 'killed', stdin=f'Save {number}'.encode() * 50)
        if said is not None:
            f.kept.add(said['id'])
        f.check()
    kept = len(f.kept) - 1
    print(f'# {kept} of {ROUNDS} were acknowledged', flush=True)
    assert kept > 0, 'some were quick enough'
    assert kept < ROUNDS, 'some were not'
    assert f.journal.ok('vault', 'verify')['ok']


def test_edits_and_trash(f):
    id_ = f.journal.ok('reflect', 'Version 0')['id']
    f.kept.add(id_)
    written = {'Version 0'}
    for number in range(ROUNDS // 3):
        text = f'Version {number + 1}'
        said = f.killed('edit', id_, '-', stdin=text.encode())
        written.add(text)
        now = f.check()[id_]['text']
        assert now in written, now
        assert said is None or now == text, 'an acknowledged edit is there'
    assert f.journal.ok('vault', 'verify')['ok']


def test_imports(f):
    """All of an import or nothing of it, whenever it ends."""
    size = 3000
    for number in range(ROUNDS // 3):
        lines = ''.join(json.dumps({'date': '1999-01-01', 'text': f'Import {number}, entry {n}'}) + '\n'
                        for n in range(size)).encode()
        path = f.journal.write('import.jsonl', lines)
        said = f.killed('import', path, longest=6)
        came = len([1 for r in f.check().values() if r['text'].startswith(f'Import {number},')])
        assert came in (0, size), f'{came} of {size} came in'
        assert said is None or came == size
        if said is not None:
            f.journal.ok('import', '--undo', str(said['import']))
    assert f.journal.ok('vault', 'verify')['ok']
    whole = f.journal.ok('import', path)
    assert whole['imported'] + whole['already_present'] == size
    if whole['imported'] > 0:
        f.journal.ok('import', '--undo', str(whole['import']))


def test_backups(f):
    """What has a backup's name is a whole backup."""
    folder = os.path.join(f.journal.folder, 'copies')
    os.mkdir(folder)
    for number in range(ROUNDS // 3):
        file = os.path.join(folder, f'{number}.shcbackup')
        said = f.killed('backup', file, longest=3)
        assert said is None or said['proven']
        if os.path.exists(file) and number % 4 == 0:
            into = os.path.join(f.journal.folder, f'from-{number}')
            back = f.journal.ok('restore', file, '--vault', into)
            assert back['reflections'] >= len(f.kept)
        f.check()


def test_restores(f):
    """Killed in a restore, there is the vault as it was or the one that was brought back."""
    file = os.path.join(f.journal.folder, 'before.shcbackup')
    f.journal.ok('backup', file)
    before = set(f.listed())
    for number in range(ROUNDS // 4):
        added = f.journal.ok('reflect', f'After the backup {number}')['id']
        f.killed('restore', file, longest=5)
        found = set(f.listed())
        assert before <= found, 'nothing of the backup is missing'
        assert found - before in (set(), {added}), 'one or the other'
        if added in found:
            f.journal.ok('purge', added, '--yes')
    assert f.journal.ok('vault', 'verify')['ok']


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
