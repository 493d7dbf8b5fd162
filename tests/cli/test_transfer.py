# SPDX-License-Identifier: GPL-3.0-or-later
"""Import and export: round trips without loss, counts, refusals that change nothing."""

import json
import os
import stat
import sys

import harness
from harness import Journal, has_keys

KEPT = ('id', 'date', 'text', 'milestone', 'mood', 'tags', 'never_send', 'created', 'updated', 'trashed')


def prepare(exe, folder):
    journal = Journal(exe, folder)
    journal.init()
    first = journal.ok('reflect', 'First.\n', '--date', '1660-01-01', '--tag', 'a', '--tag', 'ž')['id']
    journal.ok('edit', first, 'First, again.\n', '--never-send')
    journal.ok('reflect', '🙏 second', '--date', '2025-05-05T10:00:00-03:00', '--mood', '1', '--milestone', 'Day 1')
    gone = journal.ok('reflect', 'In the trash', '--date', '2025-05-06')['id']
    journal.ok('trash', gone)
    journal.first = first
    return journal


def everything(j):
    found = j.ok('list', '--limit', '1000') + j.ok('list', '--trash', '--limit', '1000')
    return {r['id']: {k: r[k] for k in KEPT} for r in found}


def other(j, name):
    folder = os.path.join(j.folder, name)
    os.mkdir(folder)
    journal = Journal(j.exe, folder)
    journal.init()
    return journal


def test_package_round_trip(j):
    path = os.path.join(j.folder, 'all.shc')
    result = j.run('export', path, '--format', 'shc', '--json')
    assert result.status == 0 and 'not encrypted' in result.err
    has_keys(result.json, ['file', 'reflections', 'bytes'])
    assert result.json['file'] == path and result.json['bytes'] == os.path.getsize(path)
    assert stat.S_IMODE(os.stat(path).st_mode) & 0o077 == 0, 'readable by its owner only'
    second = other(j, 'package')
    taken = second.ok('import', path)
    has_keys(taken, ['import', 'found', 'imported', 'already_present', 'skipped'])
    assert (taken['found'], taken['imported'], taken['already_present'], taken['skipped']) == (3, 3, 0, [])
    assert everything(second) == everything(j)
    assert second.ok('show', j.first, '--versions')['versions'] \
        == j.ok('show', j.first, '--versions')['versions']
    again = second.ok('import', path, '--format', 'shc')
    assert (again['imported'], again['already_present']) == (0, 3)


def test_json_lines_round_trip(j):
    path = os.path.join(j.folder, 'all.jsonl')
    j.run('export', path, '--format', 'jsonl')
    with open(path, encoding='utf-8') as lines:
        objects = [json.loads(line) for line in lines]
    by_id = {o['id']: o for o in objects}
    assert by_id[j.first]['never_send'] is True and by_id[j.first]['text'] == 'First, again.\n'
    second = other(j, 'lines')
    with open(path, 'rb') as lines:
        taken = second.ok('import', '-', '--format', 'jsonl', stdin=lines.read())
    assert taken['imported'] == len(objects)
    assert second.ok('show', j.first)['never_send'] is True, 'a protected text stays protected'


def test_dry_run_and_undo(j):
    path = j.write('new.jsonl', '{"date":"2001-02-03","text":"New one"}\n{"date":"2001-02-04","text":"New two"}\n')
    before = everything(j)
    looked = j.ok('import', path, '--dry-run')
    assert looked['imported'] == 2 and everything(j) == before
    taken = j.ok('import', path)
    assert isinstance(taken['import'], int) and taken['imported'] == 2
    edited = j.ok('list', '--from', '2001-02-03', '--to', '2001-02-03')[0]['id']
    j.ok('edit', edited, 'Edited since')
    undone = j.ok('import', '--undo', str(taken['import']))
    assert (undone['removed'], undone['kept']) == (1, 1)
    assert j.ok('show', edited)['text'] == 'Edited since'
    j.ok('purge', edited, '--yes')
    assert everything(j) == before
    j.fails(1, 'not-found', 'import', '--undo', '4711')


def test_jrnl(j):
    path = j.write('journal.json', json.dumps({'tags': {'@home': 1}, 'entries': [
        {'title': 'A title.', 'body': 'And a body @home.', 'date': '2011-01-01', 'time': '10:30',
         'tags': ['@home'], 'starred': False}]}))
    taken = j.ok('import', path, '--format', 'jrnl')
    assert taken['imported'] == 1 and j.ok('import', path)['already_present'] == 1
    found = j.ok('list', '--from', '2011-01-01', '--to', '2011-01-01')[0]
    assert 'A title.' in found['text'] and 'And a body' in found['text']
    j.ok('import', '--undo', str(taken['import']))


def test_broken_files_change_nothing(j):
    before = everything(j)
    package = os.path.join(j.folder, 'whole.shc')
    j.run('export', package, '--format', 'shc')
    with open(package, 'rb') as whole:
        content = whole.read()
    cut = j.write('cut.shc', content[:len(content) // 2])
    j.fails(1, 'damaged', 'import', cut)
    skipped = j.ok('import', j.write('odd.jsonl', b'{"date":"2002-01-01","text":"ok"}\n{"text":7}\n'),
                   '--dry-run')
    assert (skipped['found'], skipped['imported'], len(skipped['skipped'])) == (2, 1, 1)
    has_keys(skipped['skipped'][0], ['where', 'why'])
    assert '2' in skipped['skipped'][0]['where'] and 'date' in skipped['skipped'][0]['why']
    assert everything(j) == before


def test_export_of_a_part(j):
    path = os.path.join(j.folder, 'part.jsonl')
    result = j.run('export', path, '--format', 'jsonl', '--from', '1600-01-01', '--to', '1700-01-01', '--json')
    assert result.json['reflections'] == 1
    tagged = os.path.join(j.folder, 'tagged.jsonl')
    assert j.run('export', tagged, '--format', 'jsonl', '--tag', 'A', '--json').json['reflections'] == 1
    j.fails(1, 'exists', 'export', path, '--format', 'jsonl')
    j.fails(1, 'failed', 'export', os.path.join(j.folder, 'no', 'such', 'folder'), '--format', 'shc')
    assert not os.path.exists(os.path.join(j.folder, 'no'))


def test_markdown(j):
    path = os.path.join(j.folder, 'texts')
    result = j.run('export', path, '--format', 'markdown', '--json')
    assert result.status == 0 and os.path.isdir(path)
    files = [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]
    assert any('First, again.' in open(f, encoding='utf-8').read() for f in files)


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
