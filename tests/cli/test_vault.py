# SPDX-License-Identifier: GPL-3.0-or-later
"""The vault's commands: what opens it, what does not, copies, damage."""

import fcntl
import hashlib
import json
import os
import re
import stat
import subprocess
import sys

import harness
from harness import OTHER_PASSPHRASE, PASSPHRASE, Journal, fingerprint, has_keys

STATUS = ['state', 'schema', 'cipher', 'sqlite', 'slots', 'reflections', 'bytes', 'last_backup',
          'last_backup_proven']
ALL = ['keyring', 'passphrase', 'recovery']
LOCKED = ('--no-keyring',)


def prepare(exe, folder):
    journal = Journal(exe, folder)
    journal.other_file = journal.write('other', OTHER_PASSPHRASE)
    journal.wrong_file = journal.write('wrong', 'wrong horse battery staple\n')
    journal.by_passphrase = ('--passphrase-file', journal.passphrase_file)
    return journal


def make_folder(j, name):
    folder = os.path.join(j.folder, name)
    os.mkdir(folder)
    return folder


def test_missing(j):
    for words in (['list'], ['reflect', 'x'], ['profile'], ['vault', 'verify'], ['backup', 'x'],
                  ['vault', 'forget-keyring'], ['vault', 'unlock-with-recovery-code', '--recovery-file',
                                                j.other_file, '--new-passphrase-file', j.other_file]):
        j.fails(1, 'missing', *words)
    status = j.ok('vault', 'status')
    has_keys(status, STATUS)
    assert status['state'] == 'missing' and status['slots'] == [] and status['reflections'] is None
    assert re.match(r'4\.', status['cipher']) and re.match(r'3\.', status['sqlite'])
    assert j.ok('doctor')['state'] == 'missing'
    assert not os.path.exists(j.dir)


def test_init_refuses(j):
    weak = j.write('weak', 'password1\n')
    name = ['init', '--healing-name', 'River']
    for words in (['init'], ['init', '--healing-name', ''], ['init', '--healing-name', 'a\nb'],
                  [*name, '--email', 'nobody'], [*name, '--journey-start', 'soon'], [*name, '--adult', 'maybe'],
                  [*name, '--fasting-experience', 'lots'], [*name, '--consent', 'everything'],
                  [*name, '--consent', 'storage,,'], [*name, '--passphrase-file', weak],
                  [*name, '--passphrase-file', os.devnull], [*name, '--passphrase-file', j.folder]):
        j.fails(2, 'usage', *words)
    j.fails(1, 'not-found', *name, '--passphrase-file', j.folder + '/none')
    j.fails(3, 'locked', *name, '--no-keyring')
    j.fails(3, 'locked', *name, env={'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nonexistent'})
    assert not os.path.exists(os.path.join(j.dir, 'slots.json')), 'no vault was made'


def test_init(j):
    made = j.ok('init', '--healing-name', 'River', '--passphrase-file', '-', '--consent',
                'storage,chat-history,storage', '--adult', 'yes', '--journey-start', '2026-01-01', stdin=PASSPHRASE)
    assert set(made) >= {'vault', 'recovery_code', 'slots'}
    assert made['vault'] == j.dir and made['slots'] == ALL
    assert re.fullmatch(r'[a-z]{5}(-[a-z]{5}){8}', made['recovery_code'])
    j.recovery_file = j.write('recovery', made['recovery_code'].upper().replace('-', ' ') + '\n')
    profile = j.ok('profile')
    assert [e['what'] for e in j.ok('consent')] == ['storage', 'chat-history'], 'each once'
    assert profile['consent']['storage'] and profile['consent']['chat_history'] and profile['adult'] is True
    for folder, _, names in os.walk(j.dir):
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
        for name in names:
            assert stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) == 0o600, name
    before = fingerprint(j.dir)
    j.fails(1, 'exists', 'init', '--healing-name', 'Other')
    assert fingerprint(j.dir) == before


def test_status(j):
    j.ok('reflect', 'One.')
    status = j.ok('vault', 'status')
    has_keys(status, STATUS)
    assert status['state'] == 'unlocked' and status['reflections'] == 1 and status['slots'] == ALL
    assert isinstance(status['schema'], int) and status['bytes'] > 0
    assert status['last_backup_proven'], 'the first writing command of a day'
    locked = j.ok('vault', 'status', *LOCKED)
    assert locked['state'] == 'locked' and locked['slots'] == ALL
    assert locked['reflections'] is None and locked['schema'] is None


def test_ways_in(j):
    assert len(j.ok('list', '--no-keyring', '--passphrase-file', '-', stdin=PASSPHRASE + '\nmore\n')) == 1
    read, write = os.pipe()
    os.write(write, PASSPHRASE.encode())
    os.close(write)
    script = 'exec "$@" 3<&%d' % read
    done = subprocess.run(['sh', '-c', script, 'sh', j.exe, 'reflect', '-', '--vault', j.dir, '--no-keyring',
                           '--passphrase-file', '/dev/fd/3', '--json'], input=b'By two descriptors.',
                          capture_output=True, pass_fds=[read], timeout=30, check=False)
    os.close(read)
    assert json.loads(done.stdout)['text'] == 'By two descriptors.', done
    message = j.fails(3, 'locked', 'list', *LOCKED)
    for way in ('--no-keyring', '--passphrase-file', 'unlock-with-recovery-code'):
        assert way in message, message
    for content in (b'x' * 4097, b'nul\0inside\n'):
        j.fails(2, 'usage', 'list', '--passphrase-file', j.write('odd', content))
        j.fails(2, 'usage', 'vault', 'set-passphrase', '--new-passphrase-file', j.write('odd', content),
                *j.by_passphrase)
    j.fails(3, 'wrong-key', 'list', '--passphrase-file', j.wrong_file)
    j.fails(3, 'wrong-key', 'vault', 'status', '--passphrase-file', j.wrong_file)
    j.fails(3, 'locked', 'reflect', 'x', env={'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nonexistent'})


def test_set_passphrase(j):
    new = j.write('new', OTHER_PASSPHRASE)
    before = fingerprint(j.dir)
    j.fails(3, 'locked', 'vault', 'set-passphrase', '--new-passphrase-file', new)
    j.fails(3, 'wrong-key', 'vault', 'set-passphrase', '--new-passphrase-file', new, '--passphrase-file',
            j.wrong_file)
    j.fails(2, 'usage', 'vault', 'set-passphrase', '--passphrase-file', j.passphrase_file,
            '--new-passphrase-file', j.write('weak', 'abc'))
    assert fingerprint(j.dir) == before
    assert j.ok('vault', 'set-passphrase', '--passphrase-file', j.passphrase_file, '--new-passphrase-file',
                new)['slots'] == ALL
    j.fails(3, 'wrong-key', 'list', '--passphrase-file', j.passphrase_file)
    assert len(j.ok('list', '--passphrase-file', new)) == 2


def test_recovery_code(j):
    words = ('vault', 'unlock-with-recovery-code', '--new-passphrase-file', j.passphrase_file)
    j.fails(3, 'wrong-key', *words, '--recovery-file', j.other_file)
    assert j.ok(*words, '--recovery-file', j.recovery_file)['slots'] == ALL
    j.fails(3, 'locked', 'vault', 'new-recovery-code')
    code = j.ok('vault', 'new-recovery-code', '--passphrase-file', j.passphrase_file)['recovery_code']
    j.fails(3, 'wrong-key', *words, '--recovery-file', j.recovery_file)
    j.recovery_file = j.write('recovery', code)


def test_keyring_slot(j):
    assert j.ok('vault', 'forget-keyring')['slots'] == ['passphrase', 'recovery']
    j.fails(3, 'locked', 'list')
    assert j.ok('vault', 'remember-in-keyring', *j.by_passphrase)['slots'] == ALL
    assert len(j.ok('list')) == 2
    alone = Journal(j.exe, make_folder(j, 'alone'))
    alone.init()
    alone.fails(1, 'failed', 'vault', 'forget-keyring')
    for env, words in (({}, LOCKED), ({'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nonexistent'}, [])):
        message = alone.fails(3, 'locked', 'list', *words, env=env)
        assert 'passphrase' not in message and 'unlock-with-recovery-code' in message, message
    assert alone.ok('vault', 'status')['slots'] == ['keyring', 'recovery']


def test_lock_and_doctor(j):
    assert j.ok('lock') == {'locked': True, 'window': False}, 'there was nobody to be told, and nothing to be locked'
    assert 'no window' in j.run('lock').out
    with open(os.path.join(j.dir, 'vault.lock'), 'rb') as opened:
        fcntl.flock(opened, fcntl.LOCK_SH)
        message = j.fails(1, 'busy', 'lock')
        assert 'No window' in message and 'not locked' in message, message
    assert j.ok('lock')['locked'] is True
    nowhere = Journal(j.exe, make_folder(j, 'nowhere'))
    nowhere.fails(1, 'missing', 'lock')
    message = j.fails(1, 'failed', 'lock', env={'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nonexistent'})
    assert 'bus' in message
    doctor = j.run('doctor', '--json')
    assert doctor.status == 0 and 'River' not in doctor.out and 'One.' not in doctor.out
    has_keys(doctor.json, ['version', 'cipher', 'sqlite', 'folder', 'state', 'keyring', 'last_backup', 'free_bytes'])
    assert doctor.json['readable_by_others'] == 0 and doctor.json['state'] == 'unlocked'
    assert 'River' not in j.run('doctor').out


def test_verify(j):
    verified = j.ok('vault', 'verify')
    assert verified['ok'] is True and verified['checked_pages'] > 0 and verified['problems'] == []


def test_backup(j):
    path = os.path.join(j.folder, 'copy.backup')
    made = j.ok('backup', path)
    assert made['file'] == path and made['bytes'] == os.path.getsize(path)
    assert made['proven'] is True and made['reflections'] == 2
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    j.fails(1, 'exists', 'backup', path)
    automatic = j.ok('backup', '--auto')
    assert automatic['proven'] is True and automatic['file'].startswith(j.dir + '/')
    with open(j.dir + '/last-backup.json', encoding='utf-8') as record:
        assert re.fullmatch(r'[0-9a-f]{64}', json.load(record)['auto_sum']), 'what is new can be told'
    status = j.ok('vault', 'status')
    assert status['last_backup'] and status['last_backup_proven']
    j.backup_file = path


def test_daily_backup(j):
    new = Journal(j.exe, make_folder(j, 'daily'))
    new.init()
    assert new.ok('vault', 'status')['last_backup'] is None
    new.ok('list')
    assert not os.path.exists(new.dir + '/backups'), 'reading makes none'
    result = new.run('reflect', 'One.')
    assert result.status == 0 and result.err == '' and len(os.listdir(new.dir + '/backups')) == 1
    new.ok('reflect', 'Two.')
    assert len(os.listdir(new.dir + '/backups')) == 1, 'once a day'
    barred = Journal(j.exe, make_folder(j, 'barred'))
    barred.init()
    barred.write('vault/backups', 'a file where the folder should be')
    result = barred.run('reflect', 'Kept all the same.')
    assert result.status == 0 and 'Kept as' in result.out and result.err.count('\n') == 1 and 'backup' in result.err
    result = barred.run('reflect', 'This too.', '--json')
    assert result.status == 0 and result.json['text'] == 'This too.' and result.err == ''


def test_restore_elsewhere(j):
    j.ok('reflect', 'After the copy.')
    target = Journal(j.exe, make_folder(j, 'elsewhere'))
    j.fails(3, 'wrong-key', 'restore', j.backup_file, '--passphrase-file', j.wrong_file)
    before = fingerprint(j.dir)
    done = subprocess.run([j.exe, 'restore', j.backup_file, '--vault', j.dir, '--into', target.dir, '--recovery-file',
                           j.recovery_file, '--json'], capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done
    assert json.loads(done.stdout) == {'vault': target.dir, 'reflections': 2, 'moved_aside': None}
    assert fingerprint(j.dir) == before, 'the journal of --vault is none of its business'
    assert len(target.ok('list', '--passphrase-file', j.passphrase_file)) == 2
    assert [e['restored'] for e in target.ok('consent')][-1] is True, 'what was granted asks again'
    assert target.ok('profile')['consent']['storage'] is False


def test_restore_over_a_journal(j):
    with open(j.backup_file, 'rb') as copy:
        back = j.ok('restore', '-', '--passphrase-file', j.passphrase_file, stdin=copy.read())
    assert back['reflections'] == 2 and os.path.isdir(back['moved_aside'])
    assert sorted(r['text'] for r in j.ok('list')) == ['By two descriptors.', 'One.']
    aside = Journal(j.exe, make_folder(j, 'aside'))
    aside.dir = back['moved_aside']
    assert 'After the copy.' in [r['text'] for r in aside.ok('list')]
    assert not [n for n in os.listdir(j.folder) if n.startswith('.shc-restore')], 'nothing is left behind'


def test_restore_of_a_cut_copy(j):
    before = fingerprint(j.dir)
    with open(j.backup_file, 'rb') as whole:
        cut = j.write('cut.backup', whole.read()[:5000])
    j.fails(1, 'damaged', 'restore', cut, '--passphrase-file', j.passphrase_file)
    assert fingerprint(j.dir) == before


def damaged(j, name, change):
    """A copy of the vault with one of its files changed; the keyring has the key of it as well."""
    folder = make_folder(j, name)
    subprocess.run(['cp', '-a', j.dir, folder + '/vault'], check=True)
    copy = Journal(j.exe, folder)
    change(copy.dir)
    return copy


def rewrite_new(path, content):
    with open(path, 'wb') as file:
        file.write(content)


def rewrite(path, change):
    with open(path, 'rb') as file:
        content = bytearray(file.read())
    content = change(content)
    with open(path, 'wb') as file:
        file.write(content)


def test_damage(j):
    def flip(content):
        content[len(content) // 2 + 100] ^= 1
        return content
    copy = damaged(j, 'flipped', lambda d: rewrite(d + '/journal.db', flip))
    result = copy.run('vault', 'verify', '--json')
    assert result.status == 1, str(result)
    assert result.json.get('ok') is False and result.json['problems'] \
        or result.json['error']['code'] == 'damaged', str(result)
    for name, change in (('cut', lambda c: c[:4096]), ('empty', lambda c: b''), ('foreign', lambda c: b'x' * 65536)):
        copy = damaged(j, name, lambda d, change=change: rewrite(d + '/journal.db', change))
        before = fingerprint(copy.dir)
        copy.fails(1, 'damaged', 'list')
        assert fingerprint(copy.dir) == before, name
        status = copy.ok('vault', 'status')
        assert status['state'] == 'locked' and status['reflections'] is None
        assert status['problem']['message'], status
        assert 'is locked' not in copy.run('vault', 'status').out, name
    def lose(folder):
        os.unlink(folder + '/slots.json')
        os.unlink(folder + '/slots-copy.json')
    copy = damaged(j, 'slotless', lose)
    copy.fails(1, 'damaged', 'list')
    status = copy.ok('vault', 'status')
    assert status['state'] == 'locked' and status['slots'] is None and status['problem']['code'] == 'damaged'
    text = copy.run('vault', 'status').out
    assert 'is locked' not in text and 'opened by' not in text, text
    copy.fails(1, 'exists', 'init', '--healing-name', 'x')


def test_lost_changes_are_told(j):
    """As long as the copy of a damaged log lies there, nobody can miss that something was lost."""
    def lose(folder):
        rewrite_new(folder + '/journal.db-wal.damaged-2026-01-01T000000.000000Z', b'x' * 5000)
    copy = damaged(j, 'lost', lose)
    listed = copy.run('list', '--json')
    assert listed.status == 0 and 'damaged' in listed.err and listed.json, str(listed)
    assert 'damaged' in copy.run('vault', 'status', '--json').json['lost']
    assert 'damaged' in copy.run('vault', 'status').out
    assert 'damaged' in copy.run('doctor', '--json').json['lost']
    verified = copy.run('vault', 'verify', '--json')
    assert verified.status == 1 and verified.json['ok'] is False and len(verified.json['problems']) == 1


def test_newer(j):
    def renew(content):
        slots = json.loads(bytes(content))
        del slots['sum']
        slots['format'] = 99
        text = json.dumps(slots, separators=(',', ':')).encode()
        slots['sum'] = hashlib.blake2b(text, digest_size=32).hexdigest()
        return json.dumps(slots).encode()
    def newer(folder):
        for name in ('slots.json', 'slots-copy.json'):
            rewrite(f'{folder}/{name}', renew)
    copy = damaged(j, 'newer', newer)
    before = fingerprint(copy.dir)
    copy.fails(1, 'newer', 'list')
    assert fingerprint(copy.dir) == before


def test_locked_keyring(j):
    assert j.ok('vault', 'remember-in-keyring', *j.by_passphrase)['slots'] == ALL
    subprocess.run(['gdbus', 'call', '--session', '-d', 'org.freedesktop.secrets', '-o',
                    '/org/freedesktop/secrets', '-m', 'org.freedesktop.Secret.Service.Lock',
                    "[objectpath '/org/freedesktop/secrets/collection/login']"], check=True, capture_output=True)
    message = j.fails(3, 'locked', 'list')
    assert 'keyring' in message.lower()
    assert j.ok('vault', 'status')['state'] == 'locked'
    assert j.ok('doctor')['keyring'] == 'locked'
    assert len(j.ok('list', '--passphrase-file', j.passphrase_file)) == 2


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
