# SPDX-License-Identifier: GPL-3.0-or-later
"""Traces every system call that could reach a network: neither program makes one by itself."""

import os
import shutil
import subprocess
import sys
import time

import calls
import harness
from harness import Journal


class Fixture:
    def __init__(self, exe, folder):
        assert shutil.which('strace'), 'strace is needed'
        self.journal = Journal(exe, folder)
        self.window = sys.argv[2]
        self.trace_file = os.path.join(folder, 'trace')

    def trace(self, command, seconds=None, stdin=b'', status=0):
        """All network calls of @command and its children, and those of them that go abroad; it is ended after @seconds, if
        given, and else ends with @status."""
        with subprocess.Popen(calls.traced(command, self.trace_file), stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              env={**harness.quick_env(), 'SHC_TEST_TRACED': '1'}) as run:
            if seconds is None:
                _, said = run.communicate(stdin, timeout=120)
                assert run.returncode == status, said
            else:
                time.sleep(seconds)
                assert run.poll() is None, run.stderr.read()
                run.terminate()
                run.communicate(timeout=60)
        return calls.read(self.trace_file)

    def goes_nowhere(self, command, **more):
        made, abroad = self.trace(command, **more)
        assert not abroad, abroad[:5]
        return made


def prepare(exe, folder):
    return Fixture(exe, folder)


def test_the_trace_sees_a_connection(f):
    """The test of the test: a program that does connect is noticed."""
    code = 'import socket; s = socket.socket(); s.settimeout(1); s.connect_ex(("127.0.0.1", 9))'
    assert f.trace([sys.executable, '-c', code])[1]


def test_command_line(f):
    j = f.journal
    base = [j.exe, '--vault', j.dir]
    f.goes_nowhere([*base, 'init', '--healing-name', 'River', '--passphrase-file', j.passphrase_file])
    f.goes_nowhere([*base, 'reflect', '-'], stdin=b'The river is high today.')
    for words in (['list'], ['search', 'river'], ['vault', 'status'], ['vault', 'verify'], ['doctor'],
                  ['profile'], ['consent'], ['settings'], ['backup', '--auto'], ['lock'],
                  ['export', os.path.join(j.folder, 'out.zip'), '--format', 'shc']):
        f.goes_nowhere([*base, *words])


def test_window(f):
    """Opened by the keyring, with a reflection in it: Today, the daily backup and all that starts."""
    made = f.goes_nowhere([f.window, '--vault', f.journal.dir], seconds=8)
    assert any('AF_UNIX' in line for line in made), 'the window did come up: it spoke to its display'


def test_journey_mails(f):
    """The dialog for journey e-mails is opened, filled in, looked at and agreed to; one press asks Mailchimp something."""
    _, abroad = f.trace([sys.argv[3], '-p', '/ui/mailing/setup'])
    made = [line for line in abroad if 'connect(' in line]
    assert len(made) == 1 and '"127.0.0.1"' in made[0], made


def test_share_sheet(f):
    """Without consent, and with the network off, the sheet for Airtable is opened, a plan made and looked at."""
    _, abroad = f.trace([sys.argv[4], '-p', '/ui/share/unasked'])
    assert not [line for line in abroad if 'connect(' in line], abroad


def test_intake_form(f):
    """The dialog for Typeform's answers is opened, and files are read in it."""
    for name in ('file', 'bad-files'):
        f.goes_nowhere([sys.argv[5], '-p', f'/ui/answers/{name}'])


# What asks a service, in each of the ways that there are.
ASKING = [
    ['share', 'airtable', '--run'], ['share', 'airtable', '--prepare'], ['fetch', 'airtable'],
    ['share', 'mailchimp', '--run'], ['share', 'mailchimp', '--unsubscribe'], ['fetch', 'typeform'],
    ['secret', 'test', 'airtable'], ['secret', 'test', 'mailchimp'], ['secret', 'test', 'typeform'],
    ['secret', 'test', 'openai'], ['models'], ['models', '--look'], ['chat', 'Hello.'],
]


def test_switched_off(f):
    """Everything is there that a request needs: with the switch off there is not even a socket, with it on there is."""
    j = f.journal
    nobody = 'https://127.0.0.1:9'
    for key, value in (('airtable.base-url', nobody + '/v0'), ('airtable.base-id', 'appRiverStone0001'),
                       ('mailchimp.base-url', nobody + '/3.0'), ('mailchimp.list-id', 'a1b2c3d4e5'),
                       ('typeform.base-url', nobody), ('typeform.form-id', 'u6nXL7'),
                       ('openai.base-url', nobody + '/v1'), ('openai.model', 'gpt-test')):
        j.ok('settings', 'set', key, value)
    for name, key in (('airtable', 'patTest.0123456789abcdef'), ('mailchimp', '0123456789abcdef0123456789abcdef-us19'),
                      ('typeform', 'tfp_test-key'), ('openai', 'sk-test-0123456789')):
        j.ok('secret', 'set', name, stdin=key + '\n')
    for purpose in ('storage', 'mailing', 'companion'):
        j.ok('consent', 'grant', purpose)
    j.ok('profile', 'set', '--email', 'river@example.org', '--adult', 'yes')
    for words in ASKING:
        j.ok('settings', 'set', 'network.enabled', 'false')
        assert j.fails(1, 'network-off', *words), words
        f.trace([j.exe, '--vault', j.dir, '--passphrase-file', j.passphrase_file, *words], status=1)
        made, abroad = calls.read(f.trace_file)
        assert not abroad and made is not None, (words, abroad[:3])
    j.ok('settings', 'set', 'network.enabled', 'true')
    # One of each service: each tries several times.
    for words in (['secret', 'test', 'airtable'], ['secret', 'test', 'mailchimp'], ['secret', 'test', 'typeform'], ['models']):
        _, abroad = f.trace([j.exe, '--vault', j.dir, '--passphrase-file', j.passphrase_file, *words], status=4)
        assert any('connect(' in line for line in abroad), words


def test_first_run(f):
    f.goes_nowhere([f.window, '--vault', os.path.join(f.journal.folder, 'fresh')], seconds=5)


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
