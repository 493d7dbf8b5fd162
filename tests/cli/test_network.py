# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys for services, the record of what left, and the settings of both: nothing here uses the network."""

import csv
import datetime
import io
import json
import os
import subprocess
import sys

import harness
from harness import Journal, fingerprint, has_keys, open_files, quick_env
from terminal import Terminal

NAMES = ['openai', 'airtable', 'mailchimp', 'typeform']
KEY = 'sk-canarykey-0123456789_ABCdef'
WORD = 'canarykey'
NO_BUS = {'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nonexistent/bus'}


def prepare(exe, folder):
    journal = Journal(exe, folder)
    journal.init('--passphrase-file', journal.passphrase_file)
    return journal


def stored(j):
    told = j.ok('secret', 'list')
    assert [secret['name'] for secret in told] == NAMES and all(set(s) == {'name', 'stored'} for s in told), told
    return [secret['name'] for secret in told if secret['stored']]


def keyring_has(key):
    """Whether the desktop's own tool finds it, and under what."""
    found = subprocess.run(['secret-tool', 'search', '--all', 'xdg:schema', 'org.sacredhealing.Companion.Service'],
                           capture_output=True, timeout=30, check=False)
    return key in (found.stdout + found.stderr).decode()


def test_set_list_clear(j):
    assert stored(j) == []
    assert j.ok('secret', 'set', 'openai', stdin=f' {KEY}\r\n\n') == {'name': 'openai', 'stored': True}
    assert j.ok('secret', 'set', 'typeform', stdin='another-key') == {'name': 'typeform', 'stored': True}
    assert stored(j) == ['openai', 'typeform'] and keyring_has(KEY)
    j.ok('secret', 'set', 'openai', stdin=KEY + '2')
    assert keyring_has(KEY + '2') and stored(j) == ['openai', 'typeform']
    assert j.ok('secret', 'clear', 'typeform') == {'name': 'typeform', 'stored': False}
    assert j.ok('secret', 'clear', 'typeform')['stored'] is False, 'twice does no harm'
    assert stored(j) == ['openai']
    j.ok('secret', 'set', 'openai', stdin=KEY)


def test_for_people(j):
    result = j.run('secret', 'set', 'airtable', stdin=KEY + '\n', leaks=True)
    assert result.status == 0 and 'Airtable' in result.out and result.err == '', str(result)
    result = j.run('secret', 'list', leaks=True)
    assert result.status == 0 and result.out.count('\n') == 4 and result.err == '', str(result)
    rows = dict(line.split() for line in result.out.splitlines())
    assert rows['openai'] == rows['airtable'] == 'stored' and rows['mailchimp'] == '–', rows
    result = j.run('secret', 'clear', 'airtable', leaks=True)
    assert result.status == 0 and 'Airtable' in result.out, str(result)


def test_bad_keys(j):
    before, there = fingerprint(j.dir), stored(j)
    for bad in (b'', b'\n', b' \t\n', b'short', b'x' * 513, b'x' * 4097, b'x' * (2 * 1024 * 1024), b'two canarykey words',
                b'canarykey-1\ncanarykey-2\n', b'canarykey\xff\xfe', b'canarykey\xc3\xa9', b'canary\0key-1', b'canarykey\x1b[31m',
                b'canarykey\x7f', 'canarykey\u202e-1'.encode()):
        for name in ('openai', 'mailchimp'):
            message = j.fails(2, 'usage', 'secret', 'set', name, stdin=bad)
            assert 'canary' not in message and 'xxx' not in message and len(message) < 200, message
    assert stored(j) == there and keyring_has(KEY) and fingerprint(j.dir) == before


def test_wrong_words(j):
    before, there = fingerprint(j.dir), stored(j)
    for words in (['secret'], ['secret', 'set'], ['secret', 'clear'], ['secret', 'set', ''], ['secret', 'set', 'OpenAI'],
                  ['secret', 'set', 'google'], ['secret', 'set', KEY], ['secret', 'clear', KEY], ['secret', 'list', 'openai'],
                  ['secret', 'set', 'openai', KEY], ['secret', 'set', 'openai', 'mailchimp'], ['secret', 'set', 'openai', '-'],
                  ['secret', 'set', 'openai', '--key', KEY], ['secret', 'set', 'openai', f'--key={KEY}'],
                  ['secret', 'clear', 'openai', 'typeform'], ['secret', 'show', 'openai'], ['secret', 'get', 'openai'],
                  ['secret', 'set', 'x' * 100000], ['secret', 'set', 'openai\n'], ['secret', 'set', '\x1b[31m'],
                  ['secret', 'set', 'openai', '--passphrase-file', '-']):
        message = j.fails(2, 'usage', *words, stdin=KEY)
        assert WORD not in message, message
    assert 'standard input' in j.fails(2, 'usage', 'secret', 'set', 'openai', KEY)
    done = subprocess.run([j.exe, b'secret', b'set', b'\xff', b'--json'], capture_output=True, timeout=20, check=False)
    assert done.returncode == 2 and b'"usage"' in done.stdout, done
    done = subprocess.run(['sh', '-c', 'exec "$@" <&-', 'sh', j.exe, 'secret', 'set', 'openai', '--vault', j.dir],
                          capture_output=True, timeout=20, check=False)
    assert done.returncode == 2 and b'is closed' in done.stderr, done
    assert stored(j) == there and fingerprint(j.dir) == before


def test_without_a_journal_or_keyring(j):
    for words in (['set', 'openai'], ['list'], ['clear', 'openai']):
        elsewhere = j.run('secret', *words, '--json', '--vault', j.folder + '/nothing', stdin=KEY)
        assert elsewhere.status == 1 and elsewhere.json['error']['code'] == 'missing', str(elsewhere)
        message = j.fails(1, 'failed', 'secret', *words, stdin=KEY, env=NO_BUS)
        assert 'keyring' in message and WORD not in message, message
    assert not os.path.exists(j.folder + '/nothing')


def test_locked_journal(j):
    """The keyring guards the keys: a passphrase is not asked for, and a wrong one is nobody's business."""
    assert j.run('secret', 'list', '--json', '--no-keyring').json[0] == {'name': 'openai', 'stored': True}
    folder = os.path.join(j.folder, 'other')
    os.mkdir(folder)
    other = Journal(j.exe, folder)
    other.init('--passphrase-file', j.passphrase_file, '--no-keyring')
    assert stored(other) == []
    other.ok('secret', 'set', 'mailchimp', stdin='other-journals-key')
    assert stored(other) == ['mailchimp'] and stored(j) == ['openai'], 'each journal has its own'
    other.ok('secret', 'clear', 'mailchimp')


def test_typed_unseen(j):
    t = Terminal([j.exe, 'secret', 'set', 'airtable', '--vault', j.dir], {'TERM': 'xterm'})
    t.wait_for('Airtable: ')
    assert not t.echoes(), 'what is typed is hidden'
    t.type(f' {KEY} \n')
    assert t.end() == 0 and WORD not in t.text and 'stored' in t.text, t.text
    assert stored(j) == ['openai', 'airtable']
    for typed, status in (('short\n', 2), ('\n', 2), ('\x03', 1), ('\x04', 1)):
        t = Terminal([j.exe, 'secret', 'set', 'mailchimp', '--vault', j.dir], {'TERM': 'xterm'})
        t.wait_for('Mailchimp: ')
        t.type(typed)
        assert t.end() == status and 'othing was' in t.text, (typed, t.text)
    j.ok('secret', 'clear', 'airtable')
    assert stored(j) == ['openai']


def test_not_in_proc(j):
    command = [j.exe, 'secret', 'set', 'openai', '--vault', j.dir, '--json']
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=quick_env()) as run:
        run.stdin.write(KEY.encode())
        run.stdin.close()
        seen = b''
        while run.poll() is None:
            try:
                for name in ('cmdline', 'environ'):
                    with open(f'/proc/{run.pid}/{name}', 'rb') as file:
                        seen += file.read()
            except (OSError, ProcessLookupError):
                break
        assert json.loads(run.stdout.read())['stored'] is True
    assert WORD.encode() not in seen and b'secret' in seen


def test_not_on_disk(j):
    j.ok('backup', os.path.join(j.folder, 'a.backup'))
    j.ok('backup', '--auto')
    tops = {j.folder, os.environ['HOME'], os.environ['XDG_RUNTIME_DIR'], os.environ['XDG_CACHE_HOME']}
    for top in tops:
        for path, content in open_files(top):
            assert WORD.encode() not in content, f'{path} holds the key'


def test_not_in_messages(j):
    loud = {'G_MESSAGES_DEBUG': 'all'}
    for words in (['secret', 'set', 'openai'], ['secret', 'list'], ['settings'], ['doctor'], ['activity']):
        result = j.run(*words, '--json', stdin=KEY, env=loud)
        assert result.status == 0 and WORD not in result.out + result.err, str(result)
    for words in (['secret', 'set', 'openai'], ['secret', 'list']):
        result = j.run(*words, stdin=KEY, env={**loud, **NO_BUS})
        assert result.status == 1 and WORD not in result.out + result.err, str(result)


def test_help(j):
    result = j.run('--help')
    assert '\nCompanion\n' in result.out and 'secret set' in result.out and 'activity' in result.out
    for words in (['secret'], ['secret', 'set'], ['secret', 'list'], ['secret', 'clear'], ['activity']):
        result = j.run(*words, '--help')
        assert result.status == 0 and max(map(len, result.out.splitlines())) <= 80, str(result)


def test_activity_empty(j):
    assert j.ok('activity') == [] and j.ok('activity', '--since', '2026-01-01') == []
    result = j.run('activity')
    assert result.status == 0 and result.out.count('\n') == 1 and 'Nothing' in result.out and result.err == '', str(result)
    assert j.run('activity', '--since', '2026-01-01').out != result.out


def test_activity(j):
    before = datetime.datetime.now(datetime.timezone.utc)
    subprocess.run([sys.argv[2], j.dir, j.passphrase_file], check=True, timeout=30, env=quick_env())
    told = j.ok('activity')
    assert len(told) == 3, told
    for activity in told:
        has_keys(activity, ['at', 'service', 'endpoint', 'purpose', 'records', 'bytes_out', 'bytes_in', 'status', 'ms'])
        assert activity['service'] == 'openai' and activity['records'] == 2 and activity['bytes_out'] == 3100
    cut, unanswered, answered = told
    assert [a['at'] for a in told] == sorted((a['at'] for a in told), reverse=True), 'newest first'
    assert (answered['endpoint'], answered['purpose']) == ('responses', 'chat')
    assert (answered['bytes_in'], answered['status'], answered['ms']) == (5200, 200, 1234), answered
    assert (unanswered['bytes_in'], unanswered['status'], unanswered['ms']) == (0, None, 250), unanswered
    assert (cut['bytes_in'], cut['status'], cut['ms']) == (None, None, None), cut
    day = before.date()
    assert len(j.ok('activity', '--since', str(day - datetime.timedelta(days=1)))) == 3
    assert j.ok('activity', '--since', str(day + datetime.timedelta(days=2))) == []
    assert len(j.ok('activity', '--since', cut['at'])) == 1
    assert len(j.ok('activity', '--since', '0001-01-01')) == 3 and j.ok('activity', '--since', '9999-12-31') == []


def test_activity_of_some(j):
    everything = j.ok('activity')
    assert [a['purpose'] for a in j.ok('activity', '--purpose', 'chat')] == ['chat', 'chat']
    assert len(j.ok('activity', '--service', 'openai')) == 3 and j.ok('activity', '--service', 'airtable') == []
    assert j.ok('activity', '--status', 'answered') == everything[2:], 'what came is what was asked for'
    assert j.ok('activity', '--status', 'unfinished', '--purpose', 'chat') == everything[:1]
    assert j.ok('activity', '--status', 'refused') == []
    assert 'No request is like this' in j.run('activity', '--status', 'refused').out
    table = j.run('activity', '--csv', '--purpose', 'chat', leaks=True)
    rows = list(csv.DictReader(io.StringIO(table.out, newline='')))
    assert table.status == 0 and table.err == '' and len(rows) == 2, str(table)
    for row, told in zip(rows, [everything[0], everything[2]]):
        assert {k: '' if v is None else str(v) for k, v in told.items()} == row, row
    j.fails(2, 'usage', 'activity', '--csv')
    assert j.run('activity', '--csv', '--since', '9999-12-31').out.count('\n') == 1, 'the columns are named even so'


def test_activity_for_people(j):
    result = j.run('activity', leaks=True)
    lines = result.out.splitlines()
    assert result.status == 0 and len(lines) == 4 and result.err == '', str(result)
    assert all(line == line.rstrip() for line in lines) and max(map(len, lines)) <= 100, lines
    column = lines[0].index('Service')
    assert all(line[column:].startswith('openai') for line in lines[1:]), 'columns align'
    assert 'did not finish' in lines[1] and 'test-key' in lines[2] and '200' in lines[3], lines


def test_activity_wrong_words(j):
    for words in (['--since'], ['--since', ''], ['--since', 'yesterday'], ['--since', '2026-13-01'], ['now'],
                  ['--since', '2026-01-01\n'], ['--since', '\x1b[31m'], ['--since', '9' * 100000],
                  ['--since', '2026-01-01', '--since', '2026-01-02'], ['--until', '2026-01-01'],
                  ['--service', 'everybody'], ['--purpose', ''], ['--status', '200'], ['--status', 'any'], ['--csv', '--csv']):
        j.fails(2, 'usage', 'activity', *words)
    j.fails(3, 'locked', 'activity', '--no-keyring')


BAD = ['\x1b[31m', 'a\nb', ' ', 'x' * 100000]
WRONG = {
    'network.enabled': ['yes', '1', 'TRUE', 'true '],
    'network.extra-ca-file': ['ca.pem', '/nowhere/ca.pem', '/etc', '/dev/zero', '/etc/hostname'],
    'openai.base-url': ['api.openai.com', 'http://api.openai.com/v1', 'https://user:word@host/v1', 'https://host/?a=b',
                        'https://host/#a', 'ftp://host', 'http://127.0.0.1.example.org', 'http://10.0.0.1'],
    'openai.protocol': ['Auto', 'https', 'responses,chat'],
    'openai.model': ['two\nlines', 'x' * 201],
    'openai.zdr-noted': ['yes', '0'],
    'companion.retention-days': ['0', '3651', '-1', '1.5', 'month', '99999999999999999999'],
    'companion.monthly-limit': ['-1', 'USD', '5.00', '5.0 USD', '5.00 usd', '5.00USD', '$5.00', '1e6', '5,00 EUR'],
}
RIGHT = {
    'network.enabled': ('false', 'true'),
    'openai.base-url': ('http://127.0.0.1:8080/v1', 'https://api.openai.com/v1'),
    'openai.protocol': ('chat', 'auto'),
    'openai.model': ('gpt-5.2-mini', ''),
    'openai.zdr-noted': ('true', 'false'),
    'companion.retention-days': ('365', '30'),
    'companion.monthly-limit': ('12.50 EUR', ''),
}


def test_settings(j):
    for key, (value, initial) in RIGHT.items():
        assert j.ok('settings', 'get', key) == {key: initial}
        assert j.ok('settings', 'set', key, value) == {key: value}
        assert j.ok('settings')[key] == value
        assert j.ok('settings', 'set', key, '') == {key: initial}, 'an empty value goes back'
    assert j.ok('settings', 'set', 'openai.base-url', 'https://Host.example.org/v1/') == \
        {'openai.base-url': 'https://host.example.org/v1'}
    assert j.ok('settings', 'set', 'companion.monthly-limit', '-', stdin='250000\n') == {'companion.monthly-limit': '250000'}
    for key in ('openai.base-url', 'companion.monthly-limit'):
        j.ok('settings', 'set', key, '')


def test_settings_refused(j):
    before = j.ok('settings')
    for key, values in WRONG.items():
        for value in values + BAD:
            message = j.fails(2, 'usage', 'settings', 'set', key, value)
            assert len(message) < 300, message
        j.fails(2, 'usage', 'settings', 'set', key, '-', stdin=b'\xff\xfe')
        j.fails(2, 'usage', 'settings', 'set', key, '-', stdin=b'a\0b')
        j.fails(2, 'usage', 'settings', 'set', key, '-', stdin=b'x' * (1024 * 1024 + 1))
    assert j.ok('settings') == before, 'what is refused changes nothing'
    j.fails(1, 'not-found', 'settings', 'set', 'openai.key', KEY)


def test_ca_file(j):
    made = os.path.join(j.folder, 'private ca.pem')
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
                    '-days', '2', '-subj', '/CN=Test', '-keyout', '/dev/null', '-out', made], check=True,
                   capture_output=True, timeout=60)
    assert j.ok('settings', 'set', 'network.extra-ca-file', made) == {'network.extra-ca-file': made}
    no_certificate = j.write('empty.pem', '')
    message = j.fails(2, 'usage', 'settings', 'set', 'network.extra-ca-file', no_certificate)
    assert 'empty.pem' in message and j.folder not in message, message
    os.unlink(made)
    assert j.ok('settings', 'get', 'network.extra-ca-file') == {'network.extra-ca-file': made}, 'still what was set'
    assert j.ok('settings', 'set', 'network.extra-ca-file', '') == {'network.extra-ca-file': ''}


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
