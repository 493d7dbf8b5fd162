#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`shc fetch airtable --save-base` and `--open-base`: a copy of a whole base, encrypted like a backup."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys

import harness
from airtable_journal import KEY, prepare as prepare_journal

FORMULA = '=HYPERLINK("https://attacker.example","click")'
SECRET = 'What Ash told in confidence'


def prepare(exe, folder):
    """A practitioner's journal, and a base in which two people have rows: more than fit in one answer."""
    j = prepare_journal(exe, folder)
    j.ok('vault', 'set-passphrase', '--new-passphrase-file', j.passphrase_file)
    ash, elm = (j.add('Users', Healing_Name=name, Consent_to_Data_Storage=True) for name in ('Ash', FORMULA))
    j.control(rows={'Reflections': [{'Reflection Text': f'{SECRET}, {n}.', 'Date': '2020-01-01', 'User': [ash]}
                                    for n in range(230)]})
    j.add(Reflection_Text='Two\nlines, "quoted"', Date='2020-02-01', User=[ash, elm])
    j.copy = os.path.join(j.folder, 'base.shcbase')
    return j


def save(j, path, **more):
    return j.ok('fetch', 'airtable', '--save-base', path, **more)


def open_copy(j, path, to, *args):
    return j.ok('fetch', 'airtable', '--open-base', path, '--to', to, *args)


def beside(path):
    return [name for name in os.listdir(os.path.dirname(path)) if name.startswith(os.path.basename(path) + '.')]


def test_usage(j):
    before = len(j.requests())
    for args in (['--save-base', j.copy, '--plan'], ['--open-base', j.copy], ['--to', j.folder], ['--save-base', ''],
                 ['--save-base', j.copy, '--open-base', j.copy, '--to', j.folder],
                 ['--save-base', j.copy, '--recovery-file', j.passphrase_file],
                 ['--open-base', j.copy, '--to', os.path.join(j.folder, 'out'), '--passphrase-file', j.passphrase_file,
                  '--recovery-file', j.passphrase_file]):
        j.fails(2, 'usage', 'fetch', 'airtable', *args)
    j.set('network.enabled', 'false')
    j.fails(1, 'network-off', 'fetch', 'airtable', '--save-base', j.copy)
    j.set('network.enabled', 'true')
    j.fails(1, 'missing', 'fetch', 'airtable', '--open-base', j.copy, '--to', os.path.join(j.folder, 'out'))
    assert len(j.requests()) == before and not os.path.exists(j.copy)


def test_save(j):
    """All of it, of everybody, in one file in which nothing can be read; no consent is needed, since nothing is sent."""
    before = len(j.requests())
    done = save(j, j.copy)
    assert done == {'file': j.copy, 'bytes': os.path.getsize(j.copy), 'proven': True, 'tables': 2, 'rows': 233}, done
    assert len(j.requests()) - before == 1 + 1 + 3
    with open(j.copy, 'rb') as file:
        content = file.read()
    assert SECRET.encode() not in content and b'Ash' not in content and KEY.encode() not in content
    assert os.stat(j.copy).st_mode & 0o777 == 0o600 and beside(j.copy) == []
    asked = len(j.requests())
    j.fails(1, 'exists', 'fetch', 'airtable', '--save-base', j.copy)
    assert len(j.requests()) == asked
    found = [entry for entry in j.ok('activity') if entry['purpose'] == 'save-base']
    assert len(found) == 5 and SECRET not in json.dumps(found)
    assert j.ok('list') == []


def test_open(j):
    """As JSON and as tables; a text that a spreadsheet would carry out is none any more."""
    out = os.path.join(j.folder, 'opened')
    assert open_copy(j, j.copy, out) == {'dir': out, 'tables': 2, 'rows': 233}
    assert sorted(os.listdir(out)) == ['Reflections.csv', 'Users.csv', 'base.json']
    with open(os.path.join(out, 'base.json'), encoding='utf-8') as file:
        base = json.load(file)
    assert base['service'] == 'airtable' and base['base'] == j.address['base'] and base['saved']
    rows = {table['name']: {row['id']: row['fields'] for row in table['rows']} for table in base['tables']}
    assert rows['Users'] == j.rows('Users')
    assert rows['Reflections'] == j.rows()
    with open(os.path.join(out, 'Users.csv'), encoding='utf-8', newline='') as file:
        users = list(csv.DictReader(file))
    assert {user['Healing Name'] for user in users} == {'Ash', "'" + FORMULA}
    assert all(user['Consent to Data Storage'] == 'true' for user in users)
    with open(os.path.join(out, 'Reflections.csv'), encoding='utf-8', newline='') as file:
        table = list(csv.DictReader(file))
    two, = [row for row in table if row['Reflection Text'] == 'Two\nlines, "quoted"']
    assert len(two['User'].split(', ')) == 2 and len(table) == 231
    people = j.run('fetch', 'airtable', '--open-base', j.copy, '--to', out + '-2')
    assert people.status == 0 and 'not encrypted' in people.err, str(people)


def test_open_elsewhere(j):
    """Without a vault and without a keyring, by the passphrase or the recovery code of the journal that saved it."""
    code = j.ok('vault', 'new-recovery-code', '--passphrase-file', j.passphrase_file)['recovery_code']
    later = os.path.join(j.folder, 'later.shcbase')
    save(j, later)
    away = ('--vault', os.path.join(j.folder, 'no-vault'), '--no-keyring')
    recovery = j.write('code', code + '\n')
    for name, args in (('by-passphrase', ('--passphrase-file', j.passphrase_file)), ('by-code', ('--recovery-file', recovery))):
        assert open_copy(j, later, os.path.join(j.folder, name), *args, *away)['rows'] == 233
    j.fails(3, 'locked', 'fetch', 'airtable', '--open-base', later, '--to', os.path.join(j.folder, 'none'), *away)
    wrong = j.write('wrong', harness.OTHER_PASSPHRASE + '\n')
    for option in ('--passphrase-file', '--recovery-file'):
        j.fails(3, 'wrong-key', 'fetch', 'airtable', '--open-base', later, '--to', os.path.join(j.folder, 'none'), option, wrong,
                *away)
    assert not os.path.exists(os.path.join(j.folder, 'none'))


def test_nothing_is_overwritten(j):
    there = os.path.join(j.folder, 'there')
    os.mkdir(there)
    open_copy(j, j.copy, there)
    before = harness.fingerprint(there)
    j.fails(1, 'exists', 'fetch', 'airtable', '--open-base', j.copy, '--to', there)
    j.fails(1, 'exists', 'fetch', 'airtable', '--open-base', j.copy, '--to', j.passphrase_file)
    assert harness.fingerprint(there) == before and beside(there) == []


def test_damaged(j):
    """Cut off, changed, or something else: it says so, and nothing is written."""
    out = os.path.join(j.folder, 'damaged')
    with open(j.copy, 'rb') as file:
        whole = file.read()
    backup = os.path.join(j.folder, 'journal.shcbackup')
    j.ok('backup', backup)
    broken = [whole[:length] for length in (0, 10, 20000, len(whole) - 1)]
    broken += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:] for at in (30, 20000, len(whole) - 70)]
    for number, content in enumerate(broken):
        j.fails(1, 'damaged', 'fetch', 'airtable', '--open-base', j.write(f'broken-{number}', content), '--to', out)
    j.fails(1, 'damaged', 'fetch', 'airtable', '--open-base', backup, '--to', out)
    assert not os.path.exists(out) and beside(out) == []
    # Nor is it a backup of a journal.
    restored = j.run('restore', j.copy, '--into', os.path.join(j.folder, 'restored'), '--json')
    assert restored.status != 0 and not os.path.exists(os.path.join(j.folder, 'restored', 'journal.db')), str(restored)


def test_faults(j):
    path = os.path.join(j.folder, 'faulty.shcbase')
    for name in ('403', 'no-end'):
        j.control(faults=[{'name': name, 'path': 'listRecords', 'skip': 1}])
        j.fails(4, 'refused', 'fetch', 'airtable', '--save-base', path)
        assert not os.path.exists(path) and beside(path) == []
    j.control(faults=[{'name': 'iterator', 'path': 'listRecords', 'skip': 2, 'times': 1}])
    assert save(j, path)['rows'] == 233
    j.control(faults=[])
    j.fails(1, 'failed', 'fetch', 'airtable', '--save-base', os.path.join(j.folder, 'no-folder', 'x'))


def test_killed(j):
    """Whenever it ends, the file is whole or not there, and what is beside it goes with the next one."""
    path = os.path.join(j.folder, 'killed.shcbase')
    j.control(faults=[{'name': 'late', 'arg': '0.1', 'path': 'listRecords'}])
    for moment in (0.3, 0.6, 0.8, 0.9, 1.0, 1.2):
        run = subprocess.Popen([j.exe, 'fetch', 'airtable', '--save-base', path, '--json', '--vault', j.dir],
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=harness.quick_env())
        try:
            run.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
        if os.path.exists(path):
            open_copy(j, path, f'{path}-{moment}')
            os.unlink(path)
    j.control(faults=[])
    save(j, path)
    assert beside(path) == []


def test_open_killed(j):
    """The same of the folder that a copy is written into: of one that was begun, nothing is left after the next."""
    path = os.path.join(j.folder, 'opened')
    for number in range(12):
        run = subprocess.Popen([j.exe, 'fetch', 'airtable', '--open-base', j.copy, '--to', path, '--json', '--vault', j.dir],
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=harness.quick_env())
        while run.poll() is None and not beside(path) and not os.path.exists(path):
            pass
        if number % 2:
            run.send_signal(signal.SIGKILL)
        run.wait()
        if os.path.exists(path):
            assert 'base.json' in os.listdir(path) and beside(path) == []
            shutil.rmtree(path)
    open_copy(j, j.copy, path)
    assert beside(path) == [] and '.unfinished' not in os.listdir(path)


def test_end(j):
    for journal in j.journals:
        journal.server.stdin.close()
        assert journal.server.wait() == 0


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
