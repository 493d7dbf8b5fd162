# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that was written or that opens the vault can be found outside it; two at once; kill -9."""

import concurrent.futures
import json
import os
import random
import subprocess
import sys
import time

import harness
from harness import PASSPHRASE, Journal, open_files

CANARY = 'canarytext-4711-žluťoučký'
WORD = 'canarytext'
SEED = int(os.environ.get('SHC_TEST_SEED', '20261122'))
KILLS = 12


def prepare(exe, folder):
    journal = Journal(exe, folder)
    journal.recovery = journal.init('--passphrase-file', journal.passphrase_file, '--goals', f'{WORD} goals')
    return journal


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, 'it never came to be'
        time.sleep(0.01)


def test_not_on_disk(j):
    r = j.ok('reflect', '-', '--tag', f'{WORD} tag', '--milestone', f'{WORD} day', stdin=CANARY)
    j.ok('edit', r['id'], '-', stdin=CANARY + ' again')
    j.ok('search', '-', stdin=WORD)
    j.ok('backup', os.path.join(j.folder, 'a.backup'))
    j.ok('backup', '--auto')
    secrets = [WORD.encode(), PASSPHRASE.encode(), j.recovery.encode(), b'SQLite format 3']
    for top in {j.dir, os.environ['HOME'], os.environ['XDG_RUNTIME_DIR'], os.environ['XDG_CACHE_HOME']}:
        for path, content in open_files(top):
            if os.path.basename(path) == 'passphrase' or 'keyrings' in path or path.startswith(j.folder + '/a.'):
                continue
            for secret in secrets:
                assert secret not in content, f'{secret} lies open in {path}'
    with open(os.path.join(j.folder, 'a.backup'), 'rb') as copy:
        content = copy.read()
    assert not any(secret in content for secret in secrets)


def test_not_in_proc(j):
    command = [j.exe, 'reflect', '-', '--vault', j.dir, '--no-keyring', '--passphrase-file', '/dev/fd/3', '--json']
    read, write = os.pipe()
    with subprocess.Popen(['sh', '-c', f'exec "$@" 3<&{read}', 'sh', *command], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=[read]) as run:
        os.close(read)
        run.stdin.write(CANARY.encode())
        run.stdin.close()
        wait_until(lambda: b'reflect' in open(f'/proc/{run.pid}/cmdline', 'rb').read()
                   and open(f'/proc/{run.pid}/comm').read().strip() == 'shc')
        os.write(write, PASSPHRASE.encode() + b'\n')
        seen = b''
        while run.poll() is None:
            try:
                for name in ('cmdline', 'environ'):
                    with open(f'/proc/{run.pid}/{name}', 'rb') as file:
                        seen += file.read()
            except (OSError, ProcessLookupError):
                break
        out, err = run.stdout.read(), run.stderr.read()
    os.close(write)
    assert json.loads(out)['text'] == CANARY and err == b''
    assert WORD.encode() not in seen and PASSPHRASE.encode() not in seen and b'reflect' in seen


def test_not_in_messages(j):
    wrong = j.write('wrong', f'{WORD} passphrase\n')
    runs = [j.run('list', '--passphrase-file', wrong), j.run('reflect', '-', '--mood', '9', stdin=CANARY),
            j.run('reflect', '-', stdin=CANARY.encode() + b'\xff'), j.run('api', 'reflection', stdin=f'{{"{WORD}'),
            j.run('import', '-', '--format', 'jsonl', stdin=f'{{"date":"{WORD}","text":"{CANARY}"}}\n'),
            j.run('settings', 'set', 'lock.idle-minutes', '-', stdin=CANARY), j.run('doctor')]
    for result in runs:
        assert WORD not in result.err and (result.status == 0 or WORD not in result.out), str(result)
        assert PASSPHRASE not in result.err + result.out
    quiet = j.run('list', '--json', env={'G_MESSAGES_DEBUG': 'all'})
    assert quiet.status == 0 and isinstance(quiet.json, list), 'messages do not mix with the reply'
    assert WORD not in quiet.err and PASSPHRASE not in quiet.err


def test_many_at_once(j):
    before = len(j.ok('list', '--limit', '1000'))

    def write(number):
        return j.ok('reflect', f'At once, {number}', '--date', '2020-01-01')['id']

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(write, range(12)))
    assert len(set(ids)) == 12
    found = j.ok('list', '--limit', '1000')
    assert len(found) == before + 12 and set(ids) <= {r['id'] for r in found}


def test_kill_in_the_middle(j):
    chance = random.Random(SEED)
    print(f'# seed {SEED}', flush=True)
    kept = []
    for number in range(KILLS):
        text = f'Killed {number}, {CANARY}'
        command = [j.exe, 'reflect', '-', '--vault', j.dir, '--date', '2019-01-01', '--json']
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
            run.stdin.write(text.encode())
            run.stdin.close()
            time.sleep(chance.uniform(0, 0.15))
            run.kill()
            out = run.stdout.read()
        if out.endswith(b'\n'):
            kept.append(json.loads(out)['id'])
    found = {r['id'] for r in j.ok('list', '--to', '2019-12-31', '--limit', '1000')}
    assert set(kept) <= found, 'what was acknowledged is there'
    assert j.ok('vault', 'verify')['ok'] is True
    for path, content in open_files(j.dir):
        assert WORD.encode() not in content, path


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
