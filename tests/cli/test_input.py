# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong words, options and values: each has its message and status, and nothing is changed."""

import os
import re
import signal
import subprocess
import sys
import zipfile

import harness
from harness import Journal, fingerprint

HELP_WORDS = ['init', 'vault status', 'reflect', 'search', 'export', 'settings set', 'api reflection']


def prepare(exe, folder):
    journal = Journal(exe, folder)
    journal.init()
    journal.kept = journal.ok('reflect', 'Kept.', '--date', '2025-01-01')['id']
    return journal


def refuse(j, *cases):
    """Each case: the words, perhaps with what standard input holds. None reaches the vault."""
    before = fingerprint(j.dir)
    for case in cases:
        words, stdin = case if isinstance(case, tuple) else (case, b'')
        message = j.fails(2, 'usage', *words, stdin=stdin)
        assert len(message) < 400, message
    assert fingerprint(j.dir) == before, 'something was changed on disk'


def test_nothing_and_nonsense(j):
    refuse(j, [], ['chat'], ['share', 'airtable'], ['secret'], ['nonsense'],
           ['vault'], ['vault', 'nonsense'], ['consent', 'nonsense'], ['settings', 'nonsense'], ['api'],
           ['--nonsense'], ['list', '--nonsense'], ['list', '-x'], ['list', 'word'], ['vault', 'rekey'])
    assert 'chatter' in j.fails(2, 'usage', 'chatter', 'hello')
    assert '--nonsense' in j.fails(2, 'usage', 'list', '--nonsense')


def test_missing_and_doubled(j):
    refuse(j, ['show'], ['edit'], ['trash'], ['purge', '--yes'], ['search'], ['export'], ['restore'],
           ['import'], ['backup'], ['backup', 'a', '--auto'], ['settings', 'get'], ['settings', 'set', 'a'],
           ['consent', 'grant'], ['reflect', 'two', 'texts'], ['reflect', 'x', '--mood'],
           ['reflect', 'x', '--mood', '1', '--mood', '2'], ['reflect', 'x', '--never-send=yes'],
           ['edit', j.kept], ['edit', j.kept, 'x', '--never-send', '--may-send'],
           ['edit', j.kept, 'x', '--restore-version', '2025-01-01T00:00:00Z'],
           ['profile', 'set'], ['init'], ['reflect', 'x', '--editor'], ['edit', j.kept, 'x', '--editor'])


def test_values_out_of_range(j):
    refuse(j, *[['reflect', 'x', '--mood', m] for m in ('0', '6', '-1', 'good', '', '3.5', '99999999999999999999')],
           *[['reflect', 'x', '--date', d] for d in
             ('', 'yesterday', '0000-01-01', '10000-01-01', '2025-13-01', '2025-02-29', '2025-01-01T25:00',
              '2025-01-01T10:00+25:00', '20250101', '2025-01-01 ', '-2025-01-01')],
           *[['list', '--limit', n] for n in ('0', '-1', 'all', '', '1e3')],
           ['list', '--from', '2025-01-02', '--to', '2025-01-01'], ['list', '--mood', '9'],
           ['search', 'x', '--order', 'up'], ['search', 'x', '--from', 'soon'],
           ['export', 'x', '--format', 'csv'], ['export', 'x'], ['export', '-', '--format', 'jsonl'],
           ['import', '/etc/hostname', '--format', 'dayone'], ['import', '--undo', '0'],
           ['import', '--undo', '1', '--dry-run'], ['import', 'x', '--undo', '1'],
           ['edit', j.kept, '--restore-version', 'yesterday'],
           ['consent', 'grant', 'everything'], ['consent', 'withdraw', ''])


def test_labels(j):
    bad = ['', ' ', 'two\nlines', 'bell\a', 'a\u2028b', 'override\u202e', 'x' * 201]
    refuse(j, *[['reflect', 'x', '--milestone', b] for b in bad], *[['reflect', 'x', '--tag', b] for b in bad],
           *[['list', '--tag', b] for b in bad], *[['profile', 'set', '--healing-name', b] for b in bad])
    good = j.ok('reflect', 'x', '--milestone', '\u200fשלום', '--tag', 'x' * 200, '--date', '2025-01-02')
    assert good['milestone'] == '\u200fשלום'


def test_texts(j):
    refuse(j, ['reflect', ''], ['reflect', ' \n\t'], ['reflect'],
           (['reflect', '-'], b''), (['reflect', '-'], b'a\0b'), (['reflect', '-'], b'\xff\xfe'),
           (['reflect', '-'], b'cut \xe2\x80'), (['reflect', '-'], b'a' * (1024 * 1024 + 1)),
           (['edit', j.kept, '-'], b''), (['profile', 'set', '--goals', '-'], b'a\0b'))
    assert 'two' in j.fails(2, 'usage', 'reflect', '-', stdin=b'a' * (1024 * 1024 + 1)), 'kindly'


def test_endless_input_is_left_alone(j):
    with subprocess.Popen(['yes'], stdout=subprocess.PIPE) as endless:
        done = subprocess.run([j.exe, 'reflect', '-', '--vault', j.dir], stdin=endless.stdout,
                              capture_output=True, timeout=20, check=False)
        endless.kill()
    assert done.returncode == 2 and done.stdout == b'' and done.stderr


def test_invalid_utf8_words(j):
    for words in ([b'reflect', b'\xff'], [b'reflect', b'x', b'--tag', b'\xc3'], [b'\xe2\x82'],
                  [b'search', b'\xf0\x9f'], [b'--vault', b'/tmp/\xff', b'list']):
        done = subprocess.run([j.exe, *words, b'--json'], capture_output=True, timeout=20, check=False)
        assert done.returncode == 2 and b'"usage"' in done.stdout, (words, done)
        done.stdout.decode()


def test_standard_input_serves_one_thing(j):
    refuse(j, (['reflect', '-', '--passphrase-file', '-'], b'x\n'),
           (['edit', j.kept, '-', '--passphrase-file', '/dev/stdin'], b'x\n'),
           (['import', '-', '--passphrase-file', '-'], b'x\n'),
           (['restore', '-', '--recovery-file', '-'], b'x\n'),
           (['profile', 'set', '--goals', '-', '--passphrase-file', '/dev/fd/0'], b'x\n'),
           (['vault', 'set-passphrase', '--passphrase-file', '-', '--new-passphrase-file', '-'], b'x\n'),
           (['vault', 'set-passphrase', '--passphrase-file', '/dev/fd/3', '--new-passphrase-file',
             '/proc/self/fd/3'], b'x\n'))
    result = j.run('api', 'reflection', '--passphrase-file', '-')
    assert result.status == 2 and isinstance(result.json['error'], str), 'an endpoint says it its own way'


def test_files(j):
    missing = os.path.join(j.folder, 'no such file')
    before = fingerprint(j.dir)
    for words in (['import', missing], ['restore', missing], ['list', '--passphrase-file', missing],
                  ['vault', 'set-passphrase', '--new-passphrase-file', missing],
                  ['restore', j.passphrase_file, '--recovery-file', missing]):
        message = j.fails(1, 'not-found', *words)
        assert 'no such file' in message and j.folder not in message, message
    for words in (['import', j.folder], ['restore', j.folder], ['list', '--passphrase-file', j.folder],
                  ['list', '--passphrase-file', '/dev/fd/99']):
        j.fails(2, 'usage', *words)
    j.fails(1, 'failed', 'import', j.exe)
    j.fails(1, 'exists', 'export', j.passphrase_file, '--format', 'jsonl')
    j.fails(1, 'exists', 'backup', j.passphrase_file)
    assert fingerprint(j.dir) == before


def test_messages_for_people(j):
    result = j.run('list', '--nonsense')
    assert result.status == 2 and result.out == ''
    assert result.err.startswith('shc: ') and 'shc list --help' in result.err
    for words, name in ((['nonsense'], 'shc --help'), (['vault', 'nonsense'], 'shc vault --help'),
                        (['settings', 'set', 'x'], 'shc settings set --help'),
                        (['--json=x', 'show', 'y'], 'shc show --help'), (['reflect', '--mood'], 'shc reflect --help')):
        assert name in j.run(*words).err, words
    for words in (['\x1b]0;title\x07'], ['show', '\x1b[31m\u202e\x9b'], ['list', '--\x1b[31m'], ['vault', 'a\nb']):
        result = j.run(*words)
        assert not re.search('[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]', result.err), result.err
        assert result.err.count('\n') <= 2, result.err
    result = j.run('show', 'ffffffff')
    assert result.status == 1 and result.out == '' and result.err.count('\n') == 1
    result = j.run('reflect')
    assert 'shc reflect --help' in result.err


def test_help_and_version(j):
    result = j.run('--version')
    assert result.status == 0 and re.fullmatch(r'shc \d+\.\d+\.\d+\n', result.out) and result.err == ''
    assert j.ok('--version')['version'] in result.out
    for words, inside in ((['vault'], 'vault verify'), (['api'], 'api reflection'), (['consent'], 'consent verify'),
                          (['settings'], 'settings get'), (['settings', 'set'], 'lock.idle-minutes'),
                          (['settings', 'set'], 'Unless set: 10'), (['import'], '"never_send"'),
                          (['export'], '.markdown')):
        result = j.run(*words, '--help')
        assert result.status == 0 and inside in result.out and 'init ' not in result.out, str(result)
        assert result.out == j.run(*words, '-h').out and max(map(len, result.out.splitlines())) <= 80
    program = j.run('--help')
    assert program.status == 0 and program.err == '' and 'Exit status' in program.out
    assert '/dev/fd/3' in program.out and max(map(len, program.out.splitlines())) <= 80
    for words in HELP_WORDS:
        assert words in program.out
        result = j.run(*words.split(), '--help')
        assert result.status == 0 and f'shc {words}' in result.out and '--passphrase-file' in result.out
    assert j.ok('reflect', '--help')['help'] == j.run('reflect', '-h').out
    assert j.run('vault', '--help').status == 0


def test_closed_input(j):
    for words in (['reflect', '-'], ['edit', j.kept, '-'], ['search', '-'], ['settings', 'set', 'lock.idle-minutes', '-'],
                  ['profile', 'set', '--goals', '-'], ['import', '-'], ['restore', '-'],
                  ['list', '--passphrase-file', '-'], ['api', 'reflection']):
        done = subprocess.run(['sh', '-c', 'exec "$@" <&-', 'sh', j.exe, *words, '--vault', j.dir],
                              capture_output=True, timeout=20, check=False)
        assert done.returncode == 2 and b'is closed' in done.stderr + done.stdout, (words, done)


def test_broken_pipe(j):
    many = j.write('many.jsonl', ''.join(f'{{"date":"2020-01-01","text":"One of many, {n}"}}\n' for n in range(3000)))
    j.ok('import', many)
    for words in ([], ['--json']):
        with subprocess.Popen([j.exe, 'list', '--limit', '100000', '--vault', j.dir, *words],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            run.stdout.read(1)
            run.stdout.close()
            err, status = run.stderr.read(), run.wait(20)
            assert err == b'' and status == -signal.SIGPIPE, (words, status, err)
    j.ok('import', '--undo', '1')


def test_files_without_a_name(j):
    for words in (['import', ''], ['restore', ''], ['list', '--passphrase-file='],
                  ['vault', 'set-passphrase', '--new-passphrase-file', '']):
        assert 'name' in j.fails(2, 'usage', *words)


def test_sentences_that_fit(j):
    long = b'a' * (1024 * 1024 + 1)
    assert '--goals' in j.fails(2, 'usage', 'profile', 'set', '--goals', '-', stdin=long)
    assert 'NUL' in j.fails(2, 'usage', 'reflect', '-', stdin=b'a\0b')
    foreign = os.path.join(j.folder, 'foreign.zip')
    with zipfile.ZipFile(foreign, 'w') as archive:
        archive.writestr('holiday.txt', 'photographs')
    assert 'not an export' in j.fails(1, 'failed', 'import', foreign)


def test_output_that_cannot_be_written(j):
    for words in (['--help'], ['--json'], []):
        for target, problem in (('>&-', b'Bad file descriptor'), ('>/dev/full', b'No space left on device')):
            command = ['list', '--vault', j.dir, *words]
            done = subprocess.run(['sh', '-c', f'exec "$@" {target}', 'sh', j.exe, *command],
                                  stderr=subprocess.PIPE, timeout=20, check=False)
            assert done.returncode == 1 and problem in done.stderr, (words, done)
            assert done.stderr.count(b'\n') == 1, done
    with open('/dev/full', 'wb') as full:
        done = subprocess.run([j.exe, 'list', '--vault', j.dir], stdout=full, stderr=subprocess.PIPE,
                              timeout=20, check=False)
    assert done.returncode == 1 and done.stderr, done
    before = fingerprint(j.dir)
    for closed, status in (('<&-', 0), ('>&-', 1), ('2>&-', 0), ('<&- >&- 2>&-', 1)):
        done = subprocess.run(['sh', '-c', f'exec "$@" {closed}', 'sh', j.exe, 'list', '--vault', j.dir, '--json'],
                              capture_output=True, timeout=20, check=False)
        assert done.returncode == status, (closed, done)
    assert fingerprint(j.dir) == before, 'nothing was written into the vault by mistake'


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
