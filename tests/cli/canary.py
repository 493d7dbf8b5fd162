# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for words where none of a person's may be: in files, in the arguments and surroundings of programs, and on the
decrypted pages of a vault."""

import glob
import json
import os
import subprocess


def spellings(word):
    """How a program may have written it down."""
    return [word.encode(), word.encode('utf-16-le'), word.encode('utf-16-be')]


def holds(content, word):
    return any(spelling in content for spelling in spellings(word))


def read_files(top, leave_out=(), since=None):
    """(path, bytes) of every plain file below; of those only that were written @since, if that is given."""
    for path, folders, names in os.walk(top):
        if os.path.realpath(path) in leave_out:
            folders.clear()
            continue
        for name in names:
            full = os.path.realpath(os.path.join(path, name))
            if not os.path.isfile(full):  # a pipe would wait for its other end
                continue
            try:
                if since is None or os.stat(full).st_mtime >= since:
                    with open(full, 'rb') as file:
                        yield full, file.read()
            except OSError:
                continue


def session_files(leave_out=()):
    """What a program could have written in this session: its home, its folders for temporary and running things, and
    all else of its own."""
    tops = {os.path.realpath(os.environ[name]) for name in
            ('RUN_HEADLESS_DIR', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME',
             'XDG_STATE_HOME')}
    outer = {top for top in tops if not any(top.startswith(other + os.sep) for other in tops)}
    leave_out = [os.path.realpath(folder) for folder in leave_out]
    for top in sorted(outer):
        yield from read_files(top, leave_out)


def in_files(words, leave_out=()):
    """[(word, path)] of what lies open in a file of the session."""
    return sorted({(word, path) for path, content in session_files(leave_out) for word in words if holds(content, word)})


def surroundings():
    """The arguments and environments of all programs that can be looked at, as one string of bytes."""
    seen = b''
    for pid in filter(str.isdigit, os.listdir('/proc')):
        for name in ('cmdline', 'environ'):
            try:
                with open(f'/proc/{pid}/{name}', 'rb') as file:
                    seen += file.read() + b'\n'
            except OSError:
                continue
    return seen


def watch(run):
    """Looks on until @run has ended; all that was seen."""
    seen = set()
    while run.poll() is None:
        seen.update(surroundings().split(b'\n'))
    return b'\n'.join(seen)


class Inside:
    """The decrypted pages of a vault whose key is in the keyring."""

    def __init__(self, program, folder):
        self.program = program
        slots = next(json.load(open(path, encoding='utf-8')) for path in sorted(glob.glob(os.path.join(folder, '*slots*'))))
        self.database = max(glob.glob(os.path.join(folder, '*.db')), key=os.path.getsize)
        self.vault = slots['vault']

    def find(self, words, statement=None):
        """Those of the words that some page holds; @statement is done before."""
        command = [self.program, self.database, self.vault] + ([statement] if statement else [])
        done = subprocess.run(command, input='\n'.join(words), capture_output=True, text=True, check=False, timeout=60,
                              env={**os.environ, 'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'})
        assert done.returncode == 0, done.stderr
        *found, size = done.stdout.splitlines()
        assert int(size) > 65536, 'the pages were read'
        return sorted(found)

    def log_size(self):
        """The write-ahead log, which may hold what a page was before."""
        log = self.database + '-wal'
        return os.path.getsize(log) if os.path.exists(log) else 0
