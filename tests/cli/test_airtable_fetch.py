#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`shc fetch airtable`: what was written or changed in the base comes back."""

import json
import sys

import harness
from airtable_journal import KEY, own_row, prepare as prepare_journal

COLUMNS = {'text': 'fldRText000000001', 'date': 'fldRDate000000001'}
REFLECTIONS = 'tblReflections001'


def prepare(exe, folder):
    """A journal that shares two reflections, one of them with a milestone."""
    j = prepare_journal(exe, folder)
    j.snow = j.reflect('Snow in April.', '--date', '2020-01-07T08:30:00+01:00', '--milestone', 'Day 7', '--tag', 'snow')
    j.rain = j.reflect('Rain.', '--date', '2020-01-08')
    return j


def fetch(j, *args, **more):
    return j.ok('fetch', 'airtable', *args, **more)


def entries(j):
    return {entry['text']: entry for entry in j.ok('list', '--limit', '500')}


def test_without_consent_nobody_is_asked(j):
    before = len(j.requests())
    plan = fetch(j, '--plan')
    harness.has_keys(plan, ['new', 'changed', 'conflicts'], 'plan')
    assert (plan['new'], plan['changed'], plan['conflicts']) == (0, 0, []) and plan['compared_with'] == 'last-known'
    message = j.fails(1, 'consent-required', 'fetch', 'airtable')
    assert j.address['base'] in message, message
    j.agree()
    assert 'ever shared' in fetch(j)['notes'][0]
    j.set('airtable.base-id', '')
    j.fails(1, 'missing', 'fetch', 'airtable')
    j.set('airtable.base-id', j.address['base'])
    assert len(j.requests()) == before


def test_nothing_new(j):
    assert j.share('--run')['created'] == 3
    done = fetch(j)
    assert (done['new'], done['changed'], done['conflicts'], done['unchanged']) == (0, 0, [], 2), done
    assert done['gone'] == done['set_aside'] == [] and done['profile'] is None and done['compared_with'] == 'service'


def test_new_row(j):
    """Somebody else writes one; the plan changes nothing; it comes once, and sharing it again changes one cell."""
    j.add(Reflection_Text='By the practitioner: rest.', Date='2020-02-01', Milestone='Day 32', User=[own_row(j)])
    before = j.ok('list')
    plan = fetch(j, '--plan')
    assert plan['new'] == 1 and not plan['taken'] and j.ok('list') == before
    assert plan['creates'][0]['fields'] == {'Reflection Text': 'By the practitioner: rest.', 'Date': '2020-02-01',
                                            'Milestone': 'Day 32'}
    people = j.run('fetch', 'airtable', '--plan')
    assert people.status == 0 and 'By the practitioner' in people.out and '1 new' in people.out, str(people)
    done = fetch(j)
    assert done['new'] == 1 and done['changed'] == 0 and done['taken'], done
    entry = entries(j)['By the practitioner: rest.']
    assert done['creates'][0]['id'] == entry['id'] and entry['date'] == '2020-02-01'
    assert entry['milestone'] == 'Day 32' and entry['never_send'] is False
    assert fetch(j)['new'] == 0 and len(j.ok('list')) == len(before) + 1
    plan = j.share('--plan')
    assert plan['creates'] == [] and [list(change['fields']) for change in plan['updates']] == [['Local ID']], plan
    assert j.share('--run')['updated'] == 1 and fetch(j)['unchanged'] == 3


def test_changed_there(j):
    """It becomes an edit: the former text is kept, and so is what the base knows nothing of."""
    j.change(j.find('Snow in April.'), Reflection_Text='Snow in April, and sun.', Date='2020-01-09', Milestone=None)
    done = fetch(j)
    assert done['changed'] == 1 and done['new'] == 0 and done['conflicts'] == [], done
    assert done['updates'][0]['before'] == {'Reflection Text': 'Snow in April.', 'Date': '2020-01-07',
                                            'Milestone': 'Day 7'}
    entry = j.ok('show', j.snow, '--versions')
    assert entry['text'] == 'Snow in April, and sun.' and entry['date'] == '2020-01-09T08:30:00+01:00', entry
    assert entry['milestone'] is None and entry['tags'] == ['snow']
    assert [version['text'] for version in entry['versions']] == ['Snow in April.']
    assert fetch(j)['changed'] == 0 and j.share('--plan')['unchanged'] == 4


def test_changed_here(j):
    """What was only changed here is for sharing; it is not taken back."""
    j.ok('edit', j.snow, '-', stdin='Snow and wind.')
    done = fetch(j)
    assert done['changed'] == 0 and done['conflicts'] == [] and 'Snow and wind.' in entries(j)
    assert j.share('--run')['updated'] == 1 and fetch(j)['unchanged'] == 3


def test_changed_at_both_ends(j):
    """Both texts are kept, told once; sharing then writes ours."""
    j.change(j.find('Snow and wind.'), Reflection_Text='By another hand.')
    j.ok('edit', j.snow, '-', stdin='By my own hand.')
    plan = fetch(j, '--plan')
    assert len(plan['conflicts']) == 1 and plan['changed'] == 0
    done = fetch(j)
    conflict, = done['conflicts']
    assert conflict['id'] == j.snow and conflict['there'] == {'Reflection Text': 'By another hand.'}
    assert conflict['here'] == {'Reflection Text': 'By my own hand.'} and conflict['why']
    entry = j.ok('show', j.snow, '--versions')
    assert entry['text'] == 'By my own hand.' and 'By another hand.' in [v['text'] for v in entry['versions']]
    assert len(entry['versions']) == 4, entry
    assert fetch(j)['conflicts'] == [] and j.ok('show', j.snow, '--versions') == entry
    plan = j.share('--plan')
    assert plan['updates'][0]['before'] == {'Reflection Text': 'By another hand.'}
    assert j.share('--run')['updated'] == 1 and 'By my own hand.' in j.texts()
    # What cannot be held twice is told until it is the same at both ends.
    j.change(j.find('By my own hand.'), Milestone='Theirs')
    j.ok('edit', j.snow, '--milestone', 'Mine')
    for _ in range(2):
        conflict, = fetch(j)['conflicts']
        assert conflict['there'] == {'Milestone': 'Theirs'} and conflict['here'] == {'Milestone': 'Mine'}
    assert j.ok('show', j.snow)['milestone'] == 'Mine' and j.share('--run')['updated'] == 1
    assert fetch(j)['conflicts'] == []
    # The same change at both ends is none.
    j.change(j.find('By my own hand.'), Reflection_Text='Agreed.')
    j.ok('edit', j.snow, '-', stdin='Agreed.')
    assert fetch(j)['conflicts'] == [] and j.share('--plan')['updates'] == []


def test_deleted_there(j):
    """It is said, and nothing is deleted here."""
    j.remove(j.find('Rain.'))
    before = j.ok('list')
    done = fetch(j)
    assert [item['id'] for item in done['gone']] == [j.rain] and j.ok('list') == before
    people = j.run('fetch', 'airtable')
    assert people.status == 0 and 'gone there' in people.out and 'stays here' in people.out, str(people)
    change, = j.share('--plan')['creates']
    assert change['id'] == j.rain and change['ticked'] is False


def test_deleted_here(j):
    """What was thrown away here does not come back by itself."""
    gone = j.reflect('Thrown away.')
    purged = j.reflect('Purged.')
    assert j.share('--run')['created'] == 2
    j.ok('trash', gone)
    j.ok('purge', purged, '--yes')
    j.change(j.find('Thrown away.'), Reflection_Text='Changed, though.')
    done = fetch(j)
    assert done['deleted_here'] == 2 and done['new'] == done['changed'] == 0, done
    assert [entry['text'] for entry in j.ok('list', '--trash')] == ['Thrown away.']
    j.ok('purge', gone, '--yes')
    j.remove(j.find('Changed, though.'))
    j.remove(j.find('Purged.'))


def test_others_rows_are_not_read(j):
    """Neither those of others, nor those that belong to two people; no request names them."""
    other = j.add('Users', Healing_Name='Somebody')
    theirs = j.add(Reflection_Text='Not yours.', Date='2020-01-01', User=[other])
    both = j.add(Reflection_Text='Of two.', Date='2020-01-01', User=[other, own_row(j)])
    nobody = j.add(Reflection_Text='Nobody’s.', Date='2020-01-01')
    before = len(j.requests())
    done = fetch(j)
    assert done['new'] == 0 and 'Of two.' not in json.dumps(done), done
    asked = json.dumps(j.requests()[before:])
    assert theirs not in asked and nobody not in asked and other not in asked and both in asked
    for row in (theirs, both, nobody):
        j.remove(row)
    j.remove(other, 'Users')


def test_never_send(j):
    """A mark stays a mark: what was shared before may change there, and nothing goes."""
    kept = j.reflect('Shared, then marked.')
    assert j.share('--run')['created'] == 1
    j.ok('edit', kept, '--never-send')
    j.change(j.find('Shared, then marked.'), Reflection_Text='Changed there.')
    before = len(j.requests())
    assert fetch(j)['changed'] == 1
    entry = j.ok('show', kept)
    assert entry['text'] == 'Changed there.' and entry['never_send'] is True
    sent = json.dumps([request.get('body') for request in j.requests()[before:]])
    assert 'Changed' not in sent and 'marked' not in sent
    assert all(request['method'] == 'GET' or request['path'].endswith('/listRecords') for request in j.requests()[before:])
    j.remove(j.find('Changed there.'))
    j.ok('purge', kept, '--yes')


def test_own_row_changed(j):
    """It is told; the profile is the person's own."""
    j.change(own_row(j), 'Users', Healing_Goals='To walk again.')
    done = fetch(j)
    assert done['profile']['there'] == {'Healing Goals': 'To walk again.'}, done
    assert done['profile']['here'] == {'Healing Goals': 'To sleep again.'}
    assert j.ok('profile')['goals'] == 'To sleep again.'
    assert 'shc profile set' in j.run('fetch', 'airtable', '--plan').out
    assert j.share('--run')['updated'] == 1 and fetch(j)['profile'] is None


def test_set_aside(j):
    """What cannot be taken is said, row by row; the others come."""
    own = own_row(j)
    rows = [j.add(Date='2020-03-01', User=[own]),
            j.add(Reflection_Text='Milestone too long.', Date='2020-03-01', Milestone='x' * 300, User=[own]),
            j.add(Reflection_Text='A copy.', Date='2020-03-01', User=[own],
                  Local_ID=j.rows()[j.find('Agreed.')]['Local ID'])]
    undated = j.add(Reflection_Text='Without a day.', User=[own])
    done = fetch(j)
    assert done['new'] == 1 and {item['record'] for item in done['set_aside']} == set(rows), done
    assert all(item['why'] for item in done['set_aside'])
    assert entries(j)['Without a day.']['date'] and 'A copy.' not in entries(j)
    people = j.run('fetch', 'airtable', '--plan')
    assert people.status == 0 and people.out.count('set aside') == 4, str(people)
    for row in rows + [undated]:
        j.remove(row)
    j.ok('purge', entries(j)['Without a day.']['id'], '--yes')


def test_bad_cells(j):
    before = entries(j)
    for column, kind, what in ((COLUMNS['date'], 'text', '2020-13-41'), (COLUMNS['text'], 'json', '[1]'),
                               (COLUMNS['text'], 'json', '"a\\u0000b"'), (COLUMNS['text'], 'json', '""'),
                               (COLUMNS['text'], 'long', str(1024 * 1024 + 1))):
        j.control(faults=[{'name': 'cell', 'arg': f'{column}:{kind}:{what}', 'path': REFLECTIONS}])
        done = j.run('fetch', 'airtable', '--json')
        assert done.status == 0 or done.json['error']['code'] in ('refused', 'offline'), f'{column} {what}: {done}'
        if done.status == 0:
            assert done.json['set_aside'] and done.json['new'] == done.json['changed'] == 0, (column, what, done.json)
    j.control(faults=[])
    assert entries(j) == before
    assert fetch(j)['set_aside'] == []


def test_faults(j):
    before = entries(j)
    for name, arg, code in (('401', '', 'refused'), ('month', '', 'refused'), ('odd-ids', '', 'refused'), ('404', '', 'refused'),
                            ('503', '600', 'refused'), ('html-200', '', 'refused'), ('no-end', '', 'refused'),
                            ('huge', '70000000', 'refused'), ('redirect', '', 'refused'), ('broken-json', '', 'offline'),
                            ('empty-200', '', 'offline'), ('cut', '', 'offline'), ('close', '', 'offline')):
        j.control(faults=[{'name': name, 'arg': arg, 'path': 'listRecords'}])
        asked = len(j.requests())
        j.fails(4, code, 'fetch', 'airtable')
        assert len(j.requests()) - asked <= 6, (name, 'a fault that stays is not asked for ever')
    j.control(faults=[{'name': 'odd-cells', 'path': REFLECTIONS}])
    assert fetch(j)['new'] == 0
    for name in ('cut', 'iterator'):
        j.control(faults=[{'name': name, 'path': REFLECTIONS, 'times': 1}])
        done = fetch(j)
        assert done['gone'] and done['new'] == done['changed'] == 0, (name, done)
    j.control(faults=[{'name': 'one-way-links'}])
    assert 'one way only' in j.fails(1, 'missing', 'fetch', 'airtable')
    j.control(faults=[])
    assert entries(j) == before
    j.set('network.enabled', 'false')
    asked = len(j.requests())
    j.fails(1, 'network-off', 'fetch', 'airtable')
    assert fetch(j, '--plan')['compared_with'] == 'last-known' and len(j.requests()) == asked
    j.set('network.enabled', 'true')


def test_known_again(j):
    """What is here already, and only its link was lost, is not doubled."""
    j.reflect('Written twice.', '--date', '2020-04-01')
    row = j.add(Reflection_Text='Written twice.', Date='2020-04-01', User=[own_row(j)])
    done = fetch(j)
    assert done['new'] == 0 and [entry['text'] for entry in j.ok('list')].count('Written twice.') == 1
    j.change(row, Reflection_Text='Written twice, changed once.')
    assert fetch(j)['changed'] == 1 and 'Written twice.' not in entries(j)


def test_record(j):
    found = [entry for entry in j.ok('activity') if entry['purpose'] == 'fetch']
    assert found and {entry['service'] for entry in found} == {'airtable'}
    text = json.dumps(found)
    assert 'Agreed' not in text and KEY not in text


def test_mapping(j):
    """A choice of the base's own reads as ours again."""
    j.set('airtable.mapping', 'fasting.Some = A few times\nmilestone.Day 40 = Week six')
    j.add(Reflection_Text='Mapped.', Date='2020-04-02', Milestone='Week six', User=[own_row(j)])
    assert fetch(j)['new'] == 1 and entries(j)['Mapped.']['milestone'] == 'Day 40'
    assert not [change for change in j.share('--plan')['updates'] if 'Milestone' in change['fields']]


def test_end(j):
    for journal in j.journals:
        journal.server.stdin.close()
        assert journal.server.wait() == 0


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
