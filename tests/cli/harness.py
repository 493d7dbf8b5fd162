# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real `shc` in folders of its own and reports cases as TAP."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback

PASSPHRASE = 'correct horse battery staple'
OTHER_PASSPHRASE = 'quiet river under seven bridges'
WAIT = 60
# Looking for leaks makes a run three times as long; one case asks for it (see `leaks`).
QUICK = ':detect_leaks=0:fast_unwind_on_malloc=1'


def quick_env():
    """The environment of a run in which leaks are not looked for: quick, and strace may watch it."""
    return {**os.environ, 'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + QUICK}


class Skip(Exception):
    """Why a case cannot be tried here."""


class Result:
    """How one run ended: exit status, standard output and standard error, as bytes and as text."""

    def __init__(self, args, done):
        self.args = args
        self.status = done.returncode
        self.raw = done.stdout
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()

    def __str__(self):
        return f'shc {self.args}: status {self.status}\n--- out\n{self.out}\n--- err\n{self.err}'

    @property
    def json(self):
        """The one JSON value on standard output: nothing before it, one line break behind it."""
        assert self.out.endswith('\n') and self.out.count('\n') == 1, f'not one line: {self}'
        return json.loads(self.out)


class Journal:
    """A vault in a folder of its own, and `shc` on it."""

    def __init__(self, exe, folder):
        self.exe = exe
        self.folder = folder
        self.dir = os.path.join(folder, 'vault')
        self.passphrase_file = self.write('passphrase', PASSPHRASE + '\n')

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        mode = 'wb' if isinstance(content, bytes) else 'w'
        with open(path, mode) as out:
            out.write(content)
        return path

    def run(self, *args, stdin=b'', env=None, leaks=False, **more):
        """Runs `shc` with its words; nothing is inherited but what is passed."""
        if isinstance(stdin, str):
            stdin = stdin.encode()
        command = [self.exe, *args]
        if '--vault' not in args:
            command += ['--vault', self.dir] if '--' not in args else []
            if '--' in args:
                command[1:1] = ['--vault', self.dir]
        base = os.environ if leaks else quick_env()
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=WAIT, start_new_session=True,
                              env={**base, **(env or {})}, **more)
        return Result(args, done)

    def ok(self, *args, **more):
        """A run that must succeed and be silent on standard error; its JSON value."""
        result = self.run(*args, '--json', **more)
        assert result.status == 0, str(result)
        return result.json

    def fails(self, status, code, *args, **more):
        """A run that must fail like this, in JSON and for people; the message."""
        result = self.run(*args, '--json', **more)
        assert result.status == status, f'expected status {status}: {result}'
        error = result.json['error']
        assert set(error) == {'code', 'message'} and error['code'] == code, f'expected {code}: {result}'
        assert error['message'].strip() and '\n' not in error['message'], str(result)
        return error['message']

    def init(self, *args):
        """Makes the vault; its recovery code."""
        return self.ok('init', '--healing-name', 'River', *args)['recovery_code']


def fingerprint(folder):
    """Every file below with its bytes: to show that nothing was changed."""
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(path, name)
            with open(full, 'rb') as file:
                found[os.path.relpath(full, folder)] = file.read()
    return found


def open_files(folder):
    """(path, bytes) of every file below that can be read."""
    for path, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(path, name)
            try:
                with open(full, 'rb') as file:
                    yield full, file.read()
            except OSError:
                continue


def has_keys(value, keys, kind=''):
    """An object of the contract has these members; more are allowed."""
    missing = set(keys) - set(value)
    assert not missing, f'{kind} lacks {missing}: {value}'


def main(module):
    """Runs each test_… of the calling file in order, in the order it is written."""
    exe = os.path.abspath(sys.argv[1])
    cases = [(name, case) for name, case in vars(module).items()
             if name.startswith('test_') and callable(case)]
    folder = tempfile.mkdtemp(prefix='shc-test-')
    failed = 0
    print(f'1..{len(cases)}', flush=True)
    shared = module.prepare(exe, folder)
    for number, (name, case) in enumerate(cases, 1):
        try:
            case(shared)
            print(f'ok {number} {name}', flush=True)
        except Skip as reason:
            print(f'ok {number} {name} # SKIP {reason}', flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(f'not ok {number} {name}', flush=True)
            for line in traceback.format_exc().splitlines():
                print(f'# {line}', flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if failed else 0)
