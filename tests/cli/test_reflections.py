# SPDX-License-Identifier: GPL-3.0-or-later
"""Reflections, profile, consents and settings: JSON shapes, statuses and what is kept."""

import datetime
import hashlib
import os
import re
import struct
import sys

import harness
from harness import Journal, has_keys

REFLECTION = ['id', 'date', 'text', 'milestone', 'mood', 'tags', 'created', 'updated', 'words',
              'never_send', 'trashed']
PROFILE = ['healing_name', 'email', 'goals', 'fasting_experience', 'journey_start', 'adult', 'created',
           'consent', 'day']
UUID = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}')
UTC = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z')


def prepare(exe, folder):
    journal = Journal(exe, folder)
    journal.init()
    return journal


def test_reflect_shape(j):
    r = j.ok('reflect', 'Bread and salt.', '--milestone', 'Day 7', '--mood', '4', '--tag', 'morning',
             '--tag', 'bread', '--date', '2026-01-07T21:04:00+01:00', '--never-send')
    has_keys(r, REFLECTION)
    assert UUID.fullmatch(r['id']) and UTC.fullmatch(r['created']) and UTC.fullmatch(r['updated'])
    assert (r['text'], r['milestone'], r['mood']) == ('Bread and salt.', 'Day 7', 4)
    assert r['date'] == '2026-01-07T21:04:00+01:00' and r['tags'] == ['bread', 'morning']
    assert r['never_send'] is True and r['trashed'] is None and r['words'] == 3
    assert j.ok('show', r['id']) == r


def test_reflect_plain_values(j):
    r = j.ok('reflect', 'Only a text.', '--date', '1660-01-01')
    assert r['date'] == '1660-01-01' and r['milestone'] is None and r['mood'] is None
    assert r['tags'] == [] and r['never_send'] is False
    j.ok('purge', r['id'], '--yes')


def test_text_byte_for_byte(j):
    text = '\n \tžluťoučký\r\n\n🙏🏽 مرحبا 日本語\x01\x7f‮ end \n\n'
    r = j.ok('reflect', '-', '--date', '2020-02-29', stdin=text)
    assert r['text'] == text
    assert j.ok('show', r['id'])['text'] == text
    shown = j.run('show', r['id'])
    assert shown.raw.endswith(text.encode()), 'not a terminal: nothing is changed'
    j.ok('purge', r['id'], '--yes')


def test_text_behind_two_dashes(j):
    result = j.run('reflect', '--json', '--date', '2001-01-01', '--', '--not an option')
    assert result.status == 0 and result.json['text'] == '--not an option'
    j.ok('purge', result.json['id'], '--yes')


def test_largest_text(j):
    text = 'a ' * (512 * 1024)
    r = j.ok('reflect', '-', '--date', '2002-01-01', stdin=text)
    assert r['text'] == text and r['words'] == 512 * 1024
    j.ok('purge', r['id'], '--yes')


def test_options_in_any_place(j):
    result = j.run('--json', 'reflect', '--mood=5', '--date=2003-03-03', 'Text in between',
                   '--tag=a b')
    assert result.status == 0 and result.json['mood'] == 5 and result.json['tags'] == ['a b']
    j.ok('purge', result.json['id'], '--yes')


def fill(j):
    for day in range(1, 6):
        j.ok('reflect', f'Entry of day {day}, wine and bread.', '--date', f'2025-05-0{day}',
             '--milestone', f'Day {day}', '--mood', str(day), '--tag', 'odd' if day % 2 else 'even')


def test_list_order_and_filters(j):
    fill(j)
    found = j.ok('list', '--from', '2025-05-01', '--to', '2025-05-31')
    assert [r['date'] for r in found] == [f'2025-05-0{d}' for d in (5, 4, 3, 2, 1)]
    for r in found:
        has_keys(r, REFLECTION)
    assert [r['mood'] for r in j.ok('list', '--tag', 'even')] == [4, 2]
    assert [r['mood'] for r in j.ok('list', '--milestone', 'day 3')] == [3]
    assert [r['date'] for r in j.ok('list', '--mood', '5', '--to', '2025-12-31')] == ['2025-05-05']
    assert j.ok('list', '--from', '9999-12-31') == []


def test_list_pages(j):
    everything = [r['id'] for r in j.ok('list', '--to', '2025-12-31')]
    first = j.ok('list', '--to', '2025-12-31', '--limit', '2')
    second = j.ok('list', '--to', '2025-12-31', '--limit', '2', '--after', first[-1]['id'])
    assert [r['id'] for r in first + second] == everything[:4]
    j.fails(1, 'not-found', 'list', '--after', '00000000-0000-4000-8000-000000000000')


def test_list_for_people(j):
    result = j.run('list', '--tag', 'odd')
    lines = result.out.splitlines()
    assert result.status == 0 and len(lines) == 3 and '\033' not in result.out
    assert lines[0].startswith(j.ok('list', '--tag', 'odd')[0]['id'][:8]) and 'Day 5' in lines[0]


def test_columns_align_with_wide_characters(j):
    wide = j.ok('reflect', 'X marks it', '--milestone', '第七日の祈り', '--date', '2004-01-01')
    slim = j.ok('reflect', 'X marks it', '--milestone', 'cafe\u0301', '--date', '2004-01-02')
    lines = j.run('list', '--from', '2004-01-01', '--to', '2004-01-02').out.splitlines()
    cells = [sum(0 if c == '\u0301' else 2 if ord(c) > 0x2E80 else 1 for c in line[:line.index('X')])
             for line in lines]
    assert len(lines) == 2 and cells[0] == cells[1], lines
    j.ok('purge', wide['id'], slim['id'], '--yes')


def test_short_ids(j):
    r = j.ok('list', '--milestone', 'Day 2')[0]
    assert j.ok('show', r['id'][:8])['id'] == r['id']
    j.fails(1, 'not-found', 'show', r['id'][:7])
    j.fails(1, 'not-found', 'show', 'no such thing')


def test_edit_keeps_versions(j):
    first = j.ok('reflect', 'First words.', '--date', '2024-04-04', '--tag', 'one', '--mood', '2',
                 '--milestone', 'Begin')
    second = j.ok('edit', first['id'], 'Second words.')
    assert second['text'] == 'Second words.' and second['tags'] == ['one'] and second['mood'] == 2
    assert second['created'] == first['created'] and second['updated'] > first['updated']
    third = j.ok('edit', first['id'], '-', '--tag', 'two', '--never-send', stdin='Third words.\n')
    assert third['text'] == 'Third words.\n' and third['tags'] == ['two'] and third['never_send']
    versions = j.ok('show', first['id'], '--versions')['versions']
    assert [v['text'] for v in versions] == ['Second words.', 'First words.']
    assert versions[-1]['updated'] == first['updated']
    back = j.ok('edit', first['id'], '--restore-version', versions[-1]['updated'])
    assert back['text'] == 'First words.'
    texts = [v['text'] for v in j.ok('show', first['id'], '--versions')['versions']]
    assert 'Third words.\n' in texts, 'what was replaced is kept'
    j.fails(1, 'not-found', 'edit', first['id'], '--restore-version', '2001-01-01T00:00:00Z')


def test_edit_takes_away(j):
    r = j.ok('list', '--from', '2024-04-04', '--to', '2024-04-04')[0]
    r = j.ok('edit', r['id'], '--milestone', '', '--mood', 'none', '--tag', '', '--may-send',
             '--date', '2024-04-05')
    assert (r['milestone'], r['mood'], r['tags'], r['never_send']) == (None, None, [], False)
    assert r['date'] == '2024-04-05' and r['text'] == 'First words.'


def test_trash_and_purge(j):
    ids = [j.ok('reflect', f'To go {n}', '--date', f'2023-01-0{n}')['id'] for n in (1, 2)]
    assert j.ok('trash', ids[0][:8], ids[1], ids[1]) == {'ids': ids}
    assert j.ok('list', '--from', '2023-01-01', '--to', '2023-01-31') == []
    trash = j.ok('list', '--trash')
    assert {r['id'] for r in trash} == set(ids) and all(UTC.fullmatch(r['trashed']) for r in trash)
    assert j.ok('untrash', ids[0]) == {'ids': [ids[0]]}
    assert j.ok('show', ids[0])['trashed'] is None
    j.fails(2, 'usage', 'purge', ids[0])
    assert j.ok('show', ids[0])['text'] == 'To go 1'
    j.fails(1, 'not-found', 'trash', ids[0], 'ffffffff-0000-4000-8000-000000000000')
    assert j.ok('show', ids[0])['trashed'] is None, 'all or none'
    assert j.ok('purge', *ids, '--yes') == {'ids': ids}
    j.fails(1, 'not-found', 'show', ids[0])
    assert j.ok('list', '--trash') == []


def test_search_shape(j):
    found = j.ok('search', 'wine', 'bread', '--limit', '3')
    assert len(found) == 3
    for hit in found:
        has_keys(hit, ['id', 'date', 'milestone', 'snippet'])
        assert '«wine»' in hit['snippet'] and '«bread»' in hit['snippet'], hit
    assert [h['date'] for h in found] == ['2025-05-05', '2025-05-04', '2025-05-03']
    best = j.ok('search', 'wine', '--order', 'best', '--tag', 'even')
    assert {h['milestone'] for h in best} == {'Day 2', 'Day 4'}
    assert [h['milestone'] for h in j.ok('search', '"of day 3"')] == ['Day 3']
    assert [h['milestone'] for h in j.ok('search', '-', '--milestone', 'Day 1', stdin='ent* -salt\n')] \
        == ['Day 1']
    assert j.ok('search', 'wine', '--from', '2025-05-05', '--to', '2025-05-05')[0]['date'] == '2025-05-05'
    assert j.ok('search', 'nowhere') == []


def test_search_is_never_a_syntax_error(j):
    for query in ('"', '*', '-', '-"a b', 'NEAR( OR ^{x}:col:', '🙏', '', 'a' * 5000):
        result = j.run('search', '--json', '--', query)
        assert result.status == 0 and isinstance(result.json, list), str(result)
    result = j.run('search', 'bread', '-salt', '--json')
    assert result.status == 0 and len(result.json) == 5, str(result)


def test_search_for_people(j):
    result = j.run('search', 'salt')
    assert result.status == 0 and '«' in result.out and '\033' not in result.out
    nothing = j.run('search', 'nowhere')
    assert nothing.status == 0 and nothing.out == '' and nothing.err


def test_profile(j):
    p = j.ok('profile')
    has_keys(p, PROFILE)
    assert p['healing_name'] == 'River' and UTC.fullmatch(p['created'])
    assert [p[k] for k in ('email', 'goals', 'fasting_experience', 'journey_start', 'adult', 'day')] \
        == [None] * 6
    assert p['consent']['storage'] is False and p['consent']['chat_history'] is False
    p = j.ok('profile', 'set', '--email', 'a@b.example', '--goals', '-', '--fasting-experience', 'some',
             '--journey-start', '2020-01-01', '--adult', 'yes', '--healing-name', ' Běla ',
             stdin='Peace.\nRest.\n')
    assert (p['email'], p['goals'], p['fasting_experience']) == ('a@b.example', 'Peace.\nRest.\n', 'some')
    assert (p['journey_start'], p['adult'], p['healing_name']) == ('2020-01-01', True, 'Běla')
    assert isinstance(p['day'], int) and p['day'] > 2000
    assert j.ok('profile', 'set', '--journey-start', '9999-01-01')['day'] is None
    p = j.ok('profile', 'set', '--email', '', '--goals', '', '--journey-start', '', '--adult', 'no',
             '--fasting-experience', '', '--healing-name', 'River')
    assert [p[k] for k in ('email', 'goals', 'fasting_experience', 'journey_start')] == [None] * 4
    assert p['adult'] is False


def test_what_people_read(j):
    for words, helped in ((['--adult', 'yes'], False), (['--adult', 'no'], True), (['--adult', ''], True),
                          (['--email', 'a@b.example'], False)):
        assert ('an adult you trust' in j.run('profile', 'set', *words).err) is helped, words
    j.ok('profile', 'set', '--adult', 'no', '--email', '')
    far = {'TZ': 'Pacific/Kiritimati'}
    id = j.ok('reflect', 'Oneword', '--date', '1999-01-01')['id']
    assert j.run('edit', id, 'Other').out.endswith(': 1 word.\n') and '2 words.' in j.run('edit', id, 'Two words').out
    updated = j.ok('show', id, '--versions')['versions'][0]['updated']
    text = j.run('show', id, '--versions', env=far).out
    local = datetime.datetime.fromisoformat(updated[:19]) + datetime.timedelta(hours=14)
    assert local.strftime('%Y-%m-%d %H:%M') in text and updated in text, text
    rows = j.run('search', 'words', '--to', '1999-12-31').out.splitlines()
    assert len(rows) == 2 and all(row == row.rstrip() for row in rows), rows
    j.ok('purge', id, '--yes')


def chain_of(entry, before):
    """The hash of the entry, reckoned from the copy alone as the record's format has it."""
    def number(n):
        return struct.pack('<q', n)

    def text(t):
        return number(-1) if t is None else number(len(t.encode())) + t.encode()

    at = datetime.datetime.fromisoformat(entry['at'].replace('Z', '+00:00'))
    at_us = (at - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1)
    parts = [before, number(entry['number']), number(at_us)]
    parts += [text(entry[name]) for name in ('what', 'recipient', 'fields', 'digest', 'wording', 'text')]
    parts += [number(entry['granted']), number(entry['restored'])]
    return hashlib.blake2b(b''.join(parts), digest_size=32).digest()


def test_consent_ledger(j):
    assert j.ok('consent') == []
    granted = j.ok('consent', 'grant', 'storage')
    has_keys(granted[0], ['at', 'what', 'recipient', 'granted', 'wording', 'text'])
    assert 'outside this computer' in granted[0]['text']
    assert granted[0]['what'] == 'storage' and granted[0]['granted'] is True
    assert 'healing_name' in granted[0]['fields'].split(',') and granted[0]['digest'] is None
    assert UTC.fullmatch(granted[0]['at']) and re.fullmatch(r'\d{4}-\d\d', granted[0]['wording'])
    assert j.ok('profile')['consent']['storage'] is True
    j.ok('consent', 'grant', 'chat-history')
    entries = j.ok('consent', 'withdraw', 'storage')
    assert [(e['what'], e['granted']) for e in entries] \
        == [('storage', True), ('chat-history', True), ('storage', False)]
    assert j.ok('profile')['consent']['storage'] is False
    assert j.ok('profile')['consent']['chat_history'] is True
    verified = j.ok('consent', 'verify')
    assert verified['ok'] is True and verified['entries'] == 3
    chain = hashlib.blake2b(b'Sacred Healing Companion, consent ledger, format 1', digest_size=32).digest()
    for number, entry in enumerate(entries, 1):
        chain = chain_of(entry, chain)
        assert entry['number'] == number and entry['chain'] == chain.hex(), 'a copy proves itself without the program'
    text = j.run('consent', 'verify').out
    assert 'as they were written: 3.' in text and 'Verifying cannot show that' in text, text
    text = j.run('consent').out
    assert 'storage: withdrawn' in text and '(wording 2026-' in text and 'chat-history: agreed' in text, text
    assert 'storage: taken back' in text and 'companion: never agreed to' in text, text
    message = j.fails(1, 'missing', 'consent', 'grant', 'mailing')
    assert 'mailchimp.list-id' in message and j.ok('consent') == entries, 'there is no list to agree to'
    j.ok('settings', 'set', 'mailchimp.list-id', 'a1b2c3d4e5')
    named = j.run('consent', 'grant', 'mailing', '--json')
    assert named.status == 0 and named.json[-1]['recipient'] == 'a1b2c3d4e5' and '“a1b2c3d4e5”' in named.err, str(named)
    j.ok('settings', 'set', 'mailchimp.list-id', 'f6a7b8c9d0')
    assert 'mailing: lapsed' in j.run('consent').out, 'whom it names is another one now'
    p = j.ok('profile')
    assert p['consent'] == {'storage': False, 'chat_history': True, 'companion': False, 'mailing': False}
    assert p['consent_state'] == {'storage': 'withdrawn', 'chat_history': 'granted', 'companion': 'never', 'mailing': 'lapsed'}
    text = j.run('profile').out
    for said in ('storage: taken back', 'chat-history: agreed', 'companion: never agreed to', 'mailing: lapsed, since it names'):
        assert said in text, text
    j.ok('settings', 'set', 'mailchimp.list-id', '')
    words = j.run('consent', 'grant', 'companion', '--json')
    assert len(words.err) > 80, 'what is agreed to is said, whoever asks'
    words = j.run('consent', 'grant', 'companion')
    assert words.status == 0 and len(words.err) > 80, 'people see what they agree to'


def test_consent_without_a_place(j):
    """Agreed to before there was a base: it names none, says so, and holds for none that is set later."""
    told = j.run('consent', 'grant', 'storage', '--json')
    assert told.status == 0 and told.json[-1]['recipient'] is None and 'agree again' in told.err, str(told)
    j.ok('settings', 'set', 'airtable.base-id', 'appRiverStone0001')
    assert j.ok('profile')['consent_state']['storage'] == 'lapsed'
    j.fails(1, 'consent-required', 'share', 'airtable', '--run')
    told = j.run('consent', 'grant', 'storage', '--json')
    assert told.json[-1]['recipient'] == 'appRiverStone0001' and '“appRiverStone0001”' in told.err, str(told)
    assert j.ok('profile')['consent_state']['storage'] == 'granted'
    j.ok('settings', 'set', 'airtable.base-id', '')


def test_settings(j):
    everything = j.ok('settings')
    assert everything['lock.idle-minutes'] == '10' and everything['journey.day-begins'] == '04:00'
    assert j.ok('settings', 'get', 'lock.idle-minutes') == {'lock.idle-minutes': '10'}
    assert j.ok('settings', 'set', 'lock.idle-minutes', '25') == {'lock.idle-minutes': '25'}
    assert j.run('settings', 'get', 'lock.idle-minutes').out == '25\n'
    assert j.ok('settings', 'set', 'journey.day-begins', '-', stdin='05:30\n')['journey.day-begins'] == '05:30'
    j.fails(2, 'usage', 'settings', 'set', 'lock.idle-minutes', 'soon')
    j.fails(1, 'not-found', 'settings', 'get', 'openai.key')
    j.fails(1, 'not-found', 'settings', 'set', 'nothing.here', '1')
    assert j.ok('settings')['lock.idle-minutes'] == '25'


def test_endpoint(j):
    before = len(j.ok('list', '--limit', '1000'))
    result = j.run('api', 'reflection',
                   stdin='{"healingName":"River","reflection":"By a program.\\n","milestone":"Day 7"}')
    assert result.status == 0 and result.json == {'status': 'success'}
    newest = j.ok('list', '--limit', '1')[0]
    assert newest['text'] == 'By a program.\n' and newest['milestone'] == 'Day 7'
    result = j.run('api', 'reflection', stdin='{"healingName":"River","reflection":"x","milestone":null}')
    assert result.status == 0
    for field, request in (
            ('healingName', '{"reflection":"x"}'),
            ('healingName', '{"healingName":7,"reflection":"x"}'),
            ('healingName', '{"healingName":"Somebody else","reflection":"x"}'),
            ('healingName', '{"healingName":"","reflection":"x"}'),
            ('reflection', '{"healingName":"River"}'),
            ('reflection', '{"healingName":"River","reflection":["x"]}'),
            ('reflection', '{"healingName":"River","reflection":null}'),
            ('reflection', '{"healingName":"River","reflection":" \\n"}'),
            ('milestone', '{"healingName":"River","reflection":"x","milestone":7}'),
            ('milestone', '{"healingName":"River","reflection":"x","milestone":"a\\nb"}'),
            ('reflection', '{"healingName":"River","reflection":"' + 'a' * (1024 * 1024 + 1) + '"}'),
            ('', '[]'), ('', ''), ('', '{"healingName":"River","reflection":"x"'), ('', '\udcff'),
            ('“reflection”', '{"healingName":"River","reflection":"a\\u0000b"}'),
            ('“milestone”', '{"healingName":"River","reflection":"\\\\u0000","milestone":"\\u0000"}'),
            ('“healingName”', '{"healingName":"\\u0000","reflection":"x"}'), ('', '[' * 100000)):
        result = j.run('api', 'reflection', stdin=request.encode(errors='surrogateescape'))
        assert result.status == 2, str(result)[:500]
        assert isinstance(result.json['error'], str) and field in result.json['error'], str(result)[:500]
    assert isinstance(j.run('api', 'reflection', '--json', stdin='[]').json['error'], str)
    for words in (['--nonsense'], ['--json', '--nonsense'], ['word'], ['--passphrase-file']):
        result = j.run('api', 'reflection', *words, stdin='{}')
        assert result.status == 2 and isinstance(result.json['error'], str), str(result)
    result = j.run('--no-keyring', 'api', 'reflection', '--nonsense', stdin='{}')
    assert result.status == 2 and isinstance(result.json['error'], str), str(result)
    assert len(j.ok('list', '--limit', '1000')) == before + 2, 'nothing else was kept'


def test_leaks(j):
    """With sanitizers: one run of each kind that must give all its memory back."""
    id = j.ok('list', '--limit', '1')[0]['id']
    path = os.path.join(j.folder, 'leaks.shc')
    for words, stdin in ((['list', '--json'], ''), (['list'], ''), (['show', id, '--versions', '--json'], ''),
                         (['search', 'wine', '--json'], ''), (['reflect', '-', '--tag', 'a', '--json'], 'Some text.'),
                         (['edit', id, 'Other', '--json'], ''), (['profile', '--json'], ''),
                         (['consent', 'grant', 'storage'], ''), (['settings', '--json'], ''),
                         (['vault', 'status', '--json'], ''), (['doctor', '--json'], ''), (['--help'], ''),
                         (['export', path, '--format', 'shc'], ''), (['import', path, '--json'], ''),
                         (['trash', id], ''), (['api', 'reflection'], '{"healingName":"River","reflection":"x"}')):
        result = j.run(*words, stdin=stdin, leaks=True)
        assert result.status == 0, str(result)
    for words, status in ((['list', '--nonsense'], 2), (['show', 'ffffffff'], 1), (['list', '--no-keyring'], 3),
                          (['reflect', 'x', '--tag', ''], 2), (['import', '/none'], 1)):
        result = j.run(*words, leaks=True)
        assert result.status == status, str(result)


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
