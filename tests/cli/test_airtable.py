#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`shc share airtable`: plan, look, run, receipt, undo, forget."""

import json
import pathlib
import re
import sys

import harness
from airtable_journal import KEY, TEXTS, prepare  # pylint: disable=unused-import


def test_what_is_missing_is_said(j):
    before = len(j.requests())
    j.fails(2, 'usage', 'share', 'airtable')
    j.fails(2, 'usage', 'share', 'airtable', '--run', '--undo')
    j.fails(2, 'usage', 'share', 'airtable', '--forget')
    j.fails(2, 'usage', 'share', 'airtable', '--resume', '--plan')
    j.fails(2, 'usage', 'share', 'airtable', '--undo', '--only', 'x')
    message = j.fails(1, 'consent-required', 'share', 'airtable', '--run')
    assert j.address['base'] in message, message
    j.fails(1, 'not-found', 'share', 'airtable', '--resume')
    j.set('airtable.base-id', '')
    j.fails(1, 'missing', 'share', 'airtable', '--plan')
    j.set('airtable.base-id', j.address['base'])
    assert len(j.requests()) == before


def test_plan_without_consent_asks_nobody(j):
    kept = j.reflect('Snow in April.', '--date', '2020-01-07', '--milestone', 'Day 7')
    secret = j.reflect('This stays here.', '--never-send')
    before = len(j.requests())
    plan = j.share('--plan')
    harness.has_keys(plan, ['service', 'compared_with', 'creates', 'updates', 'unchanged', 'requests'], 'plan')
    assert plan['service'] == 'airtable' and plan['compared_with'] == 'last-known'
    ids = [change['id'] for change in plan['creates']]
    assert kept in ids and secret not in ids and 'This stays here' not in json.dumps(plan)
    fields = plan['creates'][ids.index(kept)]['fields']
    assert fields['Reflection Text'] == 'Snow in April.' and fields['Date'] == '2020-01-07'
    assert fields['Milestone'] == 'Day 7' and plan['updates'] == [] and plan['requests'] == 2
    assert len(j.requests()) == before
    people = j.run('share', 'airtable', '--plan')
    assert people.status == 0 and 'Snow in April.' in people.out and 'have not agreed' in people.out, str(people)


def test_share(j):
    j.agree()
    j.ok('trash', j.reflect('In the trash.'))
    plan = j.share('--plan')
    assert plan['compared_with'] == 'service' and len(plan['creates']) == 2, plan
    # "Some" is none of the base's own choices: it is reported, and never made.
    assert any('Some' in note for note in plan['notes']), plan['notes']
    told = j.share('--prepare')
    assert told['missing'] == [] and [choice['key'] for choice in told['choices']] == ['fasting.Some'], told
    assert 'A few times' in told['choices'][0]['theirs'] and 'A few times' in j.run('share', 'airtable', '--prepare').out
    j.set('airtable.mapping', 'fasting.Some = A few times')
    done = j.share('--run')
    assert done == {'created': 2, 'updated': 0, 'deleted': 0, 'failed': [], 'left': 0, 'requests': 2}, done
    (user_id, user), = j.rows('Users').items()
    assert user['Healing Name'] == 'River' and user['Email'] == 'river@example.org'
    assert user['Experience with Fasting'] == 'A few times' and user['Consent to Data Storage'] is True
    assert user['Healing Goals'] == 'To sleep again.'
    (_, row), = j.rows().items()
    assert row['Reflection Text'] == 'Snow in April.' and row['Date'] == '2020-01-07' and row['User'] == [user_id]
    assert row['Milestone'] == 'Day 7' and row['Local ID'] and row['Local ID'] != j.ok('list')[-1]['id']
    sent = ''.join(str(request.get('body')) for request in j.requests())
    assert 'stays here' not in sent and 'In the trash' not in sent and 'typecast' not in sent
    again = j.share('--run')
    assert again['created'] == again['updated'] == again['requests'] == 0
    assert j.share('--plan')['unchanged'] == 2


def test_changes(j):
    kept = [entry for entry in j.ok('list') if entry['text'] == 'Snow in April.'][0]['id']
    j.ok('edit', kept, '-', stdin='Snow in May.')
    plan = j.share('--plan')
    assert [change['id'] for change in plan['updates']] == [kept] and plan['creates'] == []
    assert plan['updates'][0]['fields'] == {'Reflection Text': 'Snow in May.'}
    assert plan['updates'][0]['before'] == {'Reflection Text': 'Snow in April.'}
    assert j.share('--run')['updated'] == 1
    assert j.texts() == ['Snow in May.']


def test_undo(j):
    plan = j.share('--undo', '--plan')
    assert len(plan['updates']) == 1 and plan['updates'][0]['fields'] == {'Reflection Text': 'Snow in April.'}
    assert j.share('--undo')['updated'] == 1
    assert j.texts() == ['Snow in April.']
    kept = [entry for entry in j.ok('list') if entry['text'] == 'Snow in May.'][0]['id']
    assert j.share('--run')['updated'] == 1 and j.texts() == ['Snow in May.']
    # Changed there since: it is left unless that is asked for.
    (row_id, _), = j.rows().items()
    j.change(row_id, Reflection_Text='By another hand.')
    left = j.share('--undo')
    assert left['updated'] == 0 and left['left'] == 1 and j.texts() == ['By another hand.']
    assert j.share('--undo', '--yes')['updated'] == 1 and j.texts() == ['Snow in April.']
    j.ok('edit', kept, '-', stdin='Snow in April.')


def test_only(j):
    one, two = j.reflect('One.'), j.reflect('Two.')
    assert j.share('--run', '--only', one)['created'] == 1 and 'Two.' not in j.texts() and 'One.' in j.texts()
    j.fails(1, 'not-found', 'share', 'airtable', '--run', '--only', 'no-such')
    assert j.share('--run')['created'] == 1 and 'Two.' in j.texts()
    j.ok('trash', one, two)


def test_marked_or_withdrawn_meanwhile(j):
    """What was shared stays there until it is asked to go; nothing more goes."""
    later = j.reflect('Later.')
    j.ok('edit', later, '--never-send')
    assert later not in [change['id'] for change in j.share('--plan')['creates']]
    assert '--forget' in j.run('consent', 'withdraw', 'storage').err
    writes = len(j.requests('PATCH')) + len(j.requests('POST'))
    j.fails(1, 'consent-required', 'share', 'airtable', '--run')
    assert len(j.requests('PATCH')) + len(j.requests('POST')) == writes
    j.agree()


def test_network_off(j):
    j.set('network.enabled', 'false')
    before = len(j.requests())
    assert j.share('--plan')['compared_with'] == 'last-known'
    j.fails(1, 'network-off', 'share', 'airtable', '--run')
    j.fails(1, 'network-off', 'share', 'airtable', '--undo')
    assert len(j.requests()) == before
    j.set('network.enabled', 'true')


def test_record(j):
    entries = [entry for entry in j.ok('activity') if entry['service'] == 'airtable']
    assert entries and {entry['purpose'] for entry in entries} >= {'share', 'undo'}
    text = json.dumps(entries)
    assert 'Snow' not in text and 'rec' not in {entry['endpoint'][:3] for entry in entries} and KEY not in text
    asked = len([request for request in j.requests()])
    assert len(entries) <= asked


def test_forget(j):
    j.ok('consent', 'withdraw', 'storage')
    plan = j.share('--forget', '--plan')
    assert len(plan['deletes']) == len(j.rows()) + 1 and any('trash' in note for note in plan['notes'])
    done = j.share('--forget', '--yes')
    assert done['failed'] == [] and j.rows() == {} and j.rows('Users') == {}
    j.fails(1, 'not-found', 'share', 'airtable', '--undo')
    j.agree()
    assert j.share('--run')['created'] >= 2
    assert j.share('--forget', '--yes')['deleted'] >= 2 and j.rows() == {}


def test_prepare(j):
    empty = j.make('empty', '--empty')
    empty.agree()
    message = empty.fails(1, 'missing', 'share', 'airtable', '--plan')
    assert 'Users' in message
    empty.control(scopes=['data.records:read', 'data.records:write', 'schema.bases:read'])
    told = empty.run('share', 'airtable', '--prepare', '--json')
    assert told.status == 1 and told.json['tables'] == [] and told.json['missing'], str(told)
    empty.control(scopes=['data.records:read', 'data.records:write', 'schema.bases:read', 'schema.bases:write'])
    made = empty.share('--prepare')
    assert sorted(made['tables']) == ['Reflections', 'Users'] and made['missing'] == [], made
    ready = empty.share('--prepare')
    assert ready['made'] == 0 and ready['choices'] == []
    empty.reflect('In a base of one’s own.')
    assert empty.share('--run')['created'] == 2 and empty.texts() == ['In a base of one’s own.']


def test_scopes_of_the_help(j):
    """The rights that practitioners are told a token needs are those that it needs: no more, and no fewer."""
    page = (pathlib.Path(__file__).resolve().parents[2] / 'data/help/practitioner.md').read_text(encoding='utf-8')
    told = re.findall(r'^- `([a-z.]+:[a-z]+)`: (.*)$', page.split('## A list at Mailchimp')[0], re.M)
    scopes = [scope for scope, why in told if '--prepare' not in why]
    assert len(told) == 4 and scopes == ['data.records:read', 'data.records:write', 'schema.bases:read'], told
    journal = j.make('scopes')
    journal.agree()
    journal.reflect('With these rights.')
    for lacking, what in ((scopes[0], '--plan'), (scopes[2], '--plan'), (scopes[1], '--run')):
        journal.control(scopes=[scope for scope in scopes if scope != lacking])
        journal.fails(4, 'refused', 'share', 'airtable', what)
        assert journal.rows() == {}, lacking
    journal.control(scopes=scopes)
    assert journal.share('--resume')['created'] == 2
    assert journal.texts() == ['With these rights.']
    assert journal.share('--undo')['deleted'] == 2


def test_faults(j):
    many = j.make('faults')
    many.agree()
    many.write_all()
    for name, status, code in (('401', 4, 'refused'), ('403', 4, 'refused')):
        many.control(faults=[{'name': name}])
        many.fails(status, code, 'share', 'airtable', '--plan')
    many.control(faults=[])
    # One record that is refused does not keep the others back.
    many.control(faults=[{'name': 'lost', 'method': 'PATCH', 'skip': 1, 'times': 1}])
    done = many.share('--run')
    many.control(faults=[])
    assert done['failed'] == [] and len(many.rows()) == len(TEXTS) and many.texts() == sorted(TEXTS), done
    assert len(many.rows('Users')) == 1


def test_undo_of_what_was_cut_off(j):
    """What has arrived is found out, although no answer said so, and nothing more is sent."""
    cut = j.make('cut')
    cut.agree()
    cut.write_all()
    cut.control(faults=[{'name': 'lost', 'method': 'PATCH', 'skip': 1}])
    assert cut.run('share', 'airtable', '--run', '--yes').status == 4
    cut.control(faults=[])
    assert len(cut.rows()) == 10
    writes = len(cut.requests('PATCH'))
    cut.fails(1, 'exists', 'share', 'airtable', '--undo', '--plan')
    done = cut.share('--undo')
    assert done['deleted'] == 11 and cut.rows() == cut.rows('Users') == {}, done
    assert len(cut.requests('PATCH')) == writes
    cut.fails(1, 'not-found', 'share', 'airtable', '--resume')
    assert cut.share('--run')['created'] == len(TEXTS) + 1


def test_another_persons_rows(j):
    """What stands in a shared base of others is neither read nor touched."""
    shared = j.make('shared')
    shared.control(rows={'Users': [{'Healing Name': 'Somebody', 'Local ID': 'theirs'}]})
    shared.agree()
    shared.reflect('Mine.')
    assert shared.share('--run')['created'] == 2
    assert len(shared.rows('Users')) == 2
    assert shared.share('--forget', '--yes')['deleted'] == 2
    assert [row['Healing Name'] for row in shared.rows('Users').values()] == ['Somebody']


def test_key_is_nowhere(j):
    for path, content in harness.open_files(j.folder):
        if 'server' not in path:
            assert KEY.encode() not in content, path


def test_end(j):
    for journal in j.journals:
        journal.server.stdin.close()
        assert journal.server.wait() == 0


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
