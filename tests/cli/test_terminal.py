# SPDX-License-Identifier: GPL-3.0-or-later
"""On a terminal: hidden prompts, the small journal, editors, colours, Ctrl-C."""

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys

import harness
from harness import OTHER_PASSPHRASE, PASSPHRASE, Journal, fingerprint
from terminal import Terminal

# A minute of waiting for keys becomes a second.
CLOCK = '''
#define _GNU_SOURCE
#include <dlfcn.h>
#include <poll.h>
int
poll (struct pollfd *fds, nfds_t n, int timeout)
{
  int (*real) (struct pollfd *, nfds_t, int) = dlsym (RTLD_NEXT, "poll");
  return real (fds, n, timeout == 60000 ? 1000 : timeout);
}
'''
# While a file is there, nothing can be written to the journal.
FULL = '''
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
ssize_t
pwrite64 (int fd, const void *data, size_t size, off64_t at)
{
  ssize_t (*real) (int, const void *, size_t, off64_t) = dlsym (RTLD_NEXT, "pwrite64");
  if (access (getenv ("FULL"), F_OK) != 0)
    return real (fd, data, size, at);
  errno = ENOSPC;
  return -1;
}
ssize_t
pwrite (int fd, const void *data, size_t size, off_t at)
{
  return pwrite64 (fd, data, size, at);
}
'''
CTRL_C, CTRL_D = '\x03', '\x04'
CANARY = 'dropped-canary'


class TypedJournal(Journal):
    """One whose reflections are counted by some cases, so others take theirs away again."""

    def purge(self, first):
        period = ['--from', first, '--to', '2023-12-31'] if first else ['--limit', '1']
        ids = [r['id'] for r in self.ok('list', *period)]
        self.ok('purge', *ids, '--yes')


def asan_library(exe):
    """The sanitizer must come first among the libraries."""
    linked = subprocess.run(['ldd', exe], capture_output=True, text=True, check=True).stdout
    return ''.join(line.split()[2] + ':' for line in linked.splitlines() if 'libasan' in line)


def library(j, name, source):
    """Compiles what goes before the system's own functions."""
    path = os.path.join(j.folder, name + '.so')
    subprocess.run(['cc', '-shared', '-fPIC', '-o', path, j.write(name + '.c', source), '-ldl'], check=True)
    return path


def prepare(exe, folder):
    journal = TypedJournal(exe, folder)
    journal.runtime = os.path.join(folder, 'run')
    os.mkdir(journal.runtime, 0o700)
    return journal


def start(j, *words, env=None):
    return Terminal([j.exe, *words, '--vault', j.dir], {'TERM': 'xterm', 'XDG_RUNTIME_DIR': j.runtime, **(env or {})})


def test_first_time_alone(j):
    t = start(j, '--no-keyring')
    t.wait_for('called?')
    t.type('River\n')
    t.wait_for('New passphrase: ')
    t.wait_until(lambda: not t.echoes())
    t.type('abc\n')
    t.wait_for('New passphrase: ')
    t.type(PASSPHRASE + '\n')
    t.wait_for('again: ')
    t.type(PASSPHRASE + '\n')
    t.wait_for('Welcome, River')
    t.wait_for('Word')
    t.type('\n')
    t.wait_for('not confirmed')
    t.wait_for('> ')
    t.type('quit')
    t.wait_for('quit')
    t.type('\n')
    assert t.end() == 0 and PASSPHRASE not in t.text
    by_file = ('--passphrase-file', j.passphrase_file)
    assert j.ok('vault', 'status', *by_file)['slots'] == ['passphrase', 'recovery']
    j.ok('vault', 'remember-in-keyring', *by_file)
    assert j.ok('profile')['healing_name'] == 'River'


def test_alone(j):
    t = start(j, '--no-keyring')
    t.wait_for('Passphrase: ')
    t.type(PASSPHRASE + '\n')
    t.wait_for('> ')
    t.type('write\n')
    t.wait_for('dot')
    t.type('The first line of wine.\nžluťoučký, second.\n.\n')
    t.wait_for('Kept as')
    t.type('list\n')
    t.wait_for('The first line of wine.')
    t.type('show 1\n')
    t.wait_for('žluťoučký, second.')
    t.type('search wine\n')
    t.wait_for('«wine»')
    t.type('nonsense\nhelp\n')
    t.wait_for('not known')
    t.wait_for('quit')
    t.type('w\n')
    t.wait_for('dot')
    t.type(CANARY + '\n' + CTRL_C)
    t.wait_for('Nothing was kept')
    t.type('show 99\n')
    t.wait_for('no reflection')
    t.type(CTRL_D)
    assert t.end() == 0
    texts = [r['text'] for r in j.ok('list')]
    assert texts == ['The first line of wine.\nžluťoučký, second.']


def test_alone_ends_by_ctrl_c_and_by_signal(j):
    for end in (lambda t: t.type(CTRL_C), lambda t: t.kill(signal.SIGTERM)):
        t = start(j)
        t.wait_for('> ')
        end(t)
        assert t.end() in (0, -signal.SIGTERM)
    assert not os.path.exists(j.dir + '/journal.db-wal') or os.path.getsize(j.dir + '/journal.db-wal') == 0


def test_alone_without_terminal(j):
    j.fails(2, 'usage')
    result = j.run()
    assert result.status == 2 and result.out == ''


def test_hidden_prompt(j):
    t = start(j, 'list', '--no-keyring', '--json')
    for _ in range(3):
        t.wait_for('Passphrase: ')
        t.wait_until(lambda: not t.echoes())
        t.type('another passphrase\n')
    t.wait_for('"wrong-key"')
    assert t.end() == 3 and 'another passphrase' not in t.text


def test_ctrl_c_at_the_prompt(j):
    before = fingerprint(j.dir)
    for key in (CTRL_C, CTRL_D):
        t = start(j, 'reflect', CANARY, '--no-keyring')
        t.wait_for('Passphrase: ')
        t.wait_until(lambda t=t: not t.echoes())
        t.type(key)
        t.wait_until(t.echoes)
        assert t.end() == 3 and 'nothing was done' in t.text
    t = start(j, 'list', '--no-keyring', '--json')
    t.wait_for('Passphrase: ')
    t.type(CTRL_D)
    t.wait_for('"locked"')
    assert t.end() == 3
    t = start(j, 'list', '--no-keyring')
    t.wait_for('Passphrase: ')
    t.wait_until(lambda: not t.echoes())
    t.kill(signal.SIGTERM)
    t.wait_until(t.echoes)
    assert t.end() == -signal.SIGTERM
    assert fingerprint(j.dir) == before


def test_set_passphrase_by_typing(j):
    t = start(j, 'vault', 'set-passphrase')
    for typed in (PASSPHRASE, OTHER_PASSPHRASE, 'something else', OTHER_PASSPHRASE, OTHER_PASSPHRASE):
        t.wait_for(': ')
        t.wait_until(lambda: not t.echoes())
        t.type(typed + '\n')
    assert t.end() == 0, t.text
    assert len(j.ok('list', '--passphrase-file', j.write('other', OTHER_PASSPHRASE))) == 1


def test_nothing_is_shown_between_prompts(j):
    t = start(j, 'vault', 'set-passphrase')
    t.wait_for('Present passphrase: ')
    t.type(OTHER_PASSPHRASE + '\n' + PASSPHRASE + '\n' + PASSPHRASE + '\n')
    assert t.end() == 0, t.text
    assert PASSPHRASE not in t.text and OTHER_PASSPHRASE not in t.text
    t = start(j, 'list', '--no-keyring')
    t.wait_for('Passphrase: ')
    t.type('not the right one\n')
    while t.text.count('Passphrase: ') < 2:
        assert not t.echoes(), 'a second try typed ahead would be shown'
        t.read(0.02)
    t.type(PASSPHRASE + '\n')
    assert t.end() == 0, t.text
    t = start(j, 'list', '--no-keyring')
    t.wait_for('Passphrase: ')
    t.type('x' * 5000 + '\n')
    t.wait_for('longer than')
    assert t.end() == 2


def fresh(j, name):
    folder = os.path.join(j.folder, name)
    os.mkdir(folder)
    new = TypedJournal(j.exe, folder)
    new.runtime = j.runtime
    return new


def test_ctrl_c_in_init(j):
    for delay in (0, 0.1, 0.3):
        new = fresh(j, f'stopped-{delay}')
        t = start(new, 'init', '--healing-name', 'River', '--no-keyring')
        for prompt in ('New passphrase: ', 'again: '):
            t.wait_for(prompt)
            t.type(PASSPHRASE + '\n')
        t.read(delay)
        t.type(CTRL_C)
        assert t.end() in (1, 3, -signal.SIGINT), t.text
        assert 'no journal was made' in t.text or 'recovery' not in t.text
        assert os.listdir(new.folder) == ['passphrase'], 'as it was'
    by_keyring = fresh(j, 'stopped-keyring')
    t = start(by_keyring, 'init', '--healing-name', 'River')
    t.wait_until(lambda: os.path.exists(by_keyring.dir + '/vault.lock'))
    t.type(CTRL_C)
    assert t.end() in (1, -signal.SIGINT) and os.listdir(by_keyring.folder) == ['passphrase']


def answer(t, right):
    """Types the words back that are asked for."""
    code = re.search(r'[a-z]{5}(-[a-z]{5}){8}', t.text).group(0).split('-')
    for _ in range(2):
        t.wait_for('Word ')
        t.wait_for(': ')
        number = int(re.findall(r'Word (\d)', t.text)[-1])
        t.type((code[number - 1] if right else 'wrong') + '\n')


def test_recovery_code_is_asked_back(j):
    new = fresh(j, 'asked')
    t = start(new, 'init', '--healing-name', 'River')
    t.wait_for('type two')
    t.wait_for('Word ')
    t.type(CTRL_C)
    t.wait_for('new-recovery-code')
    assert t.end() == 0
    with open(new.dir + '/slots.json', encoding='utf-8') as file:
        assert json.load(file)['recovery_confirmed'] is False
    t = start(new, 'vault', 'new-recovery-code')
    t.wait_for('type two')
    answer(t, right=True)
    t.wait_for('is confirmed')
    assert t.end() == 0
    with open(new.dir + '/slots.json', encoding='utf-8') as file:
        assert json.load(file)['recovery_confirmed'] is True
    t = start(new, 'vault', 'new-recovery-code')
    t.wait_for('type two')
    answer(t, right=False)
    t.wait_for('Please look again')
    t.wait_for('Word ')
    t.type('\n')
    t.wait_for('not confirmed')
    assert t.end() == 0
    t = start(new, 'vault', 'new-recovery-code', '--json')
    assert t.end() == 0 and 'Word' not in t.text


def test_consent_is_asked(j):
    for key, granted in (('n\n', False), ('\n', False), (CTRL_D, False), ('y\n', True)):
        t = start(j, 'consent', 'grant', 'storage')
        t.wait_for('Do you agree?')
        t.type(key)
        assert t.end() == (0 if granted else 1), t.text
        assert j.ok('profile')['consent']['storage'] is granted, key
    t = start(j, 'consent', 'grant', 'mailing')
    assert t.end() == 1 and 'agree?' not in t.text and 'No mailing list is set' in t.text, 'nobody is asked for nothing'
    j.ok('settings', 'set', 'mailchimp.list-id', 'a1b2c3d4e5')
    t = start(j, 'consent', 'grant', 'mailing', '--yes')
    assert t.end() == 0 and 'agree?' not in t.text and j.ok('profile')['consent']['mailing'] is True


def test_ctrl_c_in_an_import(j):
    many = j.write('many.jsonl', ''.join(f'{{"date":"2020-01-01","text":"One of many, {n}"}}\n' for n in range(60000)))
    t = start(j, 'import', many)
    t.wait_for('%')
    t.type(CTRL_C)
    t.wait_for('nothing was taken in')
    assert t.end() == 1
    assert j.ok('list', '--to', '2020-12-31') == []


def test_typed_text(j):
    t = start(j, 'reflect', '--date', '2024-01-01', '--json')
    t.type('Typed one.\n\nTyped two.\n' + CTRL_D)
    t.wait_for('"id"')
    assert t.end() == 0
    assert j.ok('list', '--to', '2024-12-31')[0]['text'] == 'Typed one.\n\nTyped two.'
    t = start(j, 'reflect')
    t.wait_for('Ctrl-D')
    t.type(CANARY + '\n' + CTRL_C)
    assert t.end() == -signal.SIGINT
    assert len(j.ok('list')) == 2


def test_long_lines(j):
    long = 'žluť ' * 1200 + 'end'
    t = start(j, 'reflect', '--date', '2023-01-01')
    t.wait_for('Ctrl-D')
    t.type(long + '\n' + 'second' + CTRL_D)
    t.wait_for('Kept as')
    assert t.end() == 0
    assert j.ok('list', '--to', '2023-12-31')[0]['text'] == long + '\nsecond'
    t = start(j)
    t.wait_for('> ')
    t.type('write\n' + 'x' * 6000 + '\n' + long + '\n.\n')
    t.wait_for('Kept as')
    t.type('quit\n')
    assert t.end() == 0
    assert j.ok('list', '--limit', '1')[0]['text'] == 'x' * 6000 + '\n' + long
    j.purge('2023-01-01')


def test_editing_a_line(j):
    t = start(j, 'reflect', '--date', '2023-01-01')
    t.wait_for('Ctrl-D')
    t.type('gone\x15Kept wordd\x7f thrown away\x17\x17ž\u0301\U0001f600\x7f\x7f\x1b[Dand\x1b[15~\x1bOA end\x07')
    t.type(CTRL_D)
    t.wait_for('Kept as')
    assert t.end() == 0
    assert j.ok('list', '--to', '2023-12-31')[0]['text'] == 'Kept word and end'
    wide = 'a' * 100
    t = start(j, 'reflect', '--date', '2023-01-02')
    t.wait_for('Ctrl-D')
    t.type(wide + '\x15')
    t.wait_for('\x1b[J')
    t.type('b' + CTRL_D)
    assert t.end() == 0 and '\x1b[1A' in t.text, 'the row above is cleared as well'
    assert [r['text'] for r in j.ok('list', '--to', '2023-12-31', '--limit', '1')] == ['b']
    j.purge('2023-01-01')


def test_closed_terminal_keeps_what_was_written(j):
    for words in (['reflect'], []):
        t = start(j, *words)
        if not words:
            t.wait_for('> ')
            t.type('write\n')
        t.wait_for('is kept')
        t.type('First line.\nhalf a li')
        t.wait_for('half a li')
        t.kill(signal.SIGHUP)
        assert t.end() == -signal.SIGHUP
        assert j.ok('list', '--limit', '1')[0]['text'] == 'First line.\nhalf a li', words
        j.purge(None)


def test_text_outlives_a_full_disk(j):
    t = start(j, env={'LD_PRELOAD': asan_library(j.exe) + library(j, 'full', FULL), 'FULL': j.folder + '/is-full'})
    t.wait_for('> ')
    t.type('write\n')
    t.wait_for('dot')
    full = j.write('is-full', '')
    t.type('Not to be lost.\n.\n')
    t.wait_for('still here')
    os.unlink(full)
    t.type('\n')
    t.wait_for('Kept as')
    t.type('quit\n')
    assert t.end() == 0
    assert j.ok('list', '--limit', '1')[0]['text'] == 'Not to be lost.'
    j.purge(None)


def test_idle_while_writing(j):
    j.ok('settings', 'set', 'lock.idle-minutes', '1')
    t = start(j, env={'LD_PRELOAD': asan_library(j.exe) + library(j, 'clock', CLOCK)})
    t.wait_for('> ')
    t.type('write\n')
    t.wait_for('dot')
    t.type('Then I fell')
    t.wait_for('Kept as')
    t.wait_for('locked')
    assert t.end() == 0
    assert j.ok('list', '--limit', '1')[0]['text'] == 'Then I fell'
    j.ok('settings', 'set', 'lock.idle-minutes', '')
    j.purge(None)


def editor(j, name, script):
    path = j.write(name, '#!/bin/sh\n' + script)
    os.chmod(path, 0o700)
    return path


def test_editor(j):
    seen = os.path.join(j.folder, 'seen')
    path = editor(j, 'ed', f'stat -c "%a %n" "$1" "$(dirname "$1")" > {seen}\ncat "$1" >> {seen}\n'
                  'touch "$1~"; printf "From the editor.\\n" > "$1"\n')
    env = {'EDITOR': path, 'VISUAL': '', 'XDG_RUNTIME_DIR': j.runtime}
    result = j.run('reflect', '--editor', '--date', '2024-02-02', '--json', env=env)
    assert result.status == 0 and result.json['text'] == 'From the editor.' and 'copies' in result.err
    with open(seen, encoding='utf-8') as file:
        modes = [line.split()[0] for line in file.read().splitlines()]
    assert modes == ['600', '700'] and os.listdir(j.runtime) == []
    append = editor(j, 'ed2', 'printf "More.\\n" >> "$1"\n')
    result = j.run('edit', result.json['id'], '--editor', '--json', env={**env, 'EDITOR': append})
    assert result.json['text'] == 'From the editor.More.' and os.listdir(j.runtime) == []


def test_editor_that_fails(j):
    before = len(j.ok('list'))
    for name, script in (('fails', 'echo x > "$1"; exit 1\n'), ('empties', ': > "$1"\n'),
                         ('removes', 'rm "$1"\n'), ('dies', 'echo x > "$1"; kill -9 $$\n')):
        env = {'EDITOR': editor(j, name, script), 'VISUAL': '', 'XDG_RUNTIME_DIR': j.runtime}
        result = j.run('reflect', '--editor', '--json', env=env)
        assert result.status in (1, 2) and 'error' in result.json, str(result)
        assert os.listdir(j.runtime) == [], name
    j.fails(2, 'usage', 'reflect', '--editor', env={'EDITOR': '', 'VISUAL': ''})
    assert len(j.ok('list')) == before


def test_editor_cut_off(j):
    slow = editor(j, 'slow', 'echo begun > "$1"; echo ready; sleep 60\n')
    t = start(j, 'reflect', '--editor', env={'EDITOR': slow, 'VISUAL': ''})
    t.wait_for('ready')
    t.kill(signal.SIGHUP)
    assert t.end() == -signal.SIGHUP and os.listdir(j.runtime) == []


def test_colour_and_control_characters(j):
    j.ok('reflect', '-', '--date', '2025-03-03', stdin='A \x1b]0;title\x07 trick and wine')
    t = start(j, 'search', 'trick')
    assert t.end() == 0 and '\x1b[' in t.text and '«trick»' in t.text
    assert '\x1b]' not in t.text and '\x07' not in t.text, 'a text cannot steer the terminal'
    t = start(j, 'search', 'trick', env={'NO_COLOR': '1'})
    assert t.end() == 0 and '\x1b' not in t.text and '«trick»' in t.text


def test_no_progress_in_a_pipe(j):
    path = os.path.join(j.folder, 'out.jsonl')
    result = j.run('export', path, '--format', 'jsonl')
    assert result.status == 0 and '\r' not in result.out + result.err
    shutil.rmtree(j.runtime)
    assert stat.S_ISREG(os.stat(path).st_mode)


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
