#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`shc share mailchimp`, against a server on this computer that can misbehave."""

import json
import os
import sys

import harness
from mailchimp_journal import EMAIL, KEY, LIST, prepare  # pylint: disable=unused-import

SECRETS = ('heronword', 'goalword')


def test_what_is_missing_is_said(j):
    j.fails(2, 'usage', 'share', 'mailchimp')
    j.fails(2, 'usage', 'share', 'mailchimp', '--run', '--archive')
    j.fails(2, 'usage', 'share', 'mailchimp', '--plan', '--resume')
    assert '--yes' in j.fails(2, 'usage', 'share', 'mailchimp', '--forget')
    assert 'mailchimp.list-id' in j.fails(1, 'missing', 'share', 'mailchimp', '--plan')
    j.set('mailchimp.list-id', LIST)
    j.fails(1, 'not-found', 'share', 'mailchimp', '--resume')
    j.fails(1, 'not-found', 'share', 'mailchimp', '--undo')
    j.ok('profile', 'set', '--email', '')
    j.fails(1, 'missing', 'share', 'mailchimp', '--plan')
    j.fails(1, 'not-found', 'share', 'mailchimp', '--unsubscribe')
    j.ok('profile', 'set', '--email', EMAIL)
    assert not os.path.exists(os.path.join(j.server_folder, 'requests.jsonl')) or j.requests() == []


def test_without_consent_nobody_is_asked(j):
    plan = j.share('--plan')
    harness.has_keys(plan, ['status', 'changes', 'requests'])
    assert plan['compared_with'] == 'last-known' and plan['status'] == 'pending'
    assert plan['changes']['FNAME'] == {'before': None, 'after': 'River'}
    message = j.fails(1, 'consent-required', 'share', 'mailchimp', '--run')
    assert LIST in message
    assert j.requests() == [] and j.ok('activity') == []
    j.ok('consent', 'grant', 'mailing')


def test_the_key(j):
    j.fails(1, 'missing', 'share', 'mailchimp', '--plan')
    j.ok('secret', 'set', 'mailchimp', stdin='0123456789abcdef0123456789abcdef\n')
    j.fails(4, 'refused', 'secret', 'test', 'mailchimp')
    base = j.ok('settings')['mailchimp.base-url']
    j.set('mailchimp.base-url', '')
    message = j.fails(4, 'refused', 'secret', 'test', 'mailchimp')
    assert 'us19' in message and '0123' not in message
    j.set('mailchimp.base-url', base)
    j.ok('secret', 'set', 'mailchimp', stdin=KEY + '\n')
    assert j.ok('secret', 'test', 'mailchimp') == {'name': 'mailchimp', 'works': True}
    assert j.requests()[-1]['path'] == '/3.0/ping'


def test_joining_asks_by_mail_first(j):
    j.ok('reflect', '-', '--milestone', 'Day 1', '--date', '2026-01-01', stdin='heronword one')
    j.ok('reflect', '-', '--milestone', 'Day 7', '--date', '2026-01-07', stdin='heronword seven')
    j.ok('reflect', '-', '--milestone', 'My own words', '--date', '2026-01-08', stdin='heronword own')
    j.ok('reflect', '-', '--milestone', 'Day 9', '--date', '2026-01-09', '--never-send', stdin='heronword nine')
    before = len(j.requests())
    plan = j.share('--plan')
    assert plan['compared_with'] == 'service' and plan['status_now'] is None and plan['status'] == 'pending'
    assert plan['changes']['tags'] == ['Day 1', 'Day 7'] and 'events' not in plan['changes']
    assert plan['changes']['email_address']['after'] == EMAIL and plan['requests'] == 2
    assert all(one['method'] == 'GET' for one in j.requests()[before:])
    assert j.member() is None
    done = j.share('--run')
    assert done['status'] == 'pending' and done['failed'] == [] and done['requests'] == 2
    member = j.member()
    assert member['status'] == 'pending' and member['merge_fields']['FNAME'] == 'River'
    assert member['tags'] == ['Day 1', 'Day 7'] and member['events'] == []
    assert done['changes'] == plan['changes'], 'what was shown is what was sent'
    again = j.share('--run')
    assert again['requests'] == 0 and j.control()['mails'] == [EMAIL], 'nobody is asked twice'


def test_the_newest_milestone_is_told_once_it_is_confirmed(j):
    j.control(members={EMAIL: {'status': 'subscribed'}})
    plan = j.share('--plan')
    assert plan['changes'] == {'events': ['finished_day_7']} and plan['status'] == 'subscribed'
    j.share('--run')
    (event,) = j.member()['events']
    assert event['name'] == 'finished_day_7' and event['properties']['milestone'] == 'Day 7'
    assert set(event['properties']) == {'event_id', 'milestone'} and event['is_syncing'] is False
    assert j.share('--run')['requests'] == 0
    j.ok('reflect', '-', '--milestone', 'Day 14', '--date', '2026-01-14', stdin='heronword fourteen')
    j.share('--run')
    assert [event['name'] for event in j.member()['events']] == ['finished_day_7', 'finished_day_14']
    j.share('--run', '--every-milestone')
    assert [event['name'] for event in j.member()['events']][2:] == ['finished_day_1']


def test_own_words_only_when_asked(j):
    assert 'My own words' not in json.dumps(j.share('--plan'))
    plan = j.share('--plan', '--own-milestones', '--every-milestone')
    assert plan['changes'] == {'tags': ['My own words'], 'events': ['reached_milestone']}
    j.share('--run', '--own-milestones', '--every-milestone')
    assert j.member()['tags'][-1] == 'My own words' and j.member()['events'][-1]['name'] == 'reached_milestone'


def test_a_change_and_undo(j):
    j.ok('profile', 'set', '--healing-name', 'Brook')
    assert j.share('--plan')['changes'] == {'FNAME': {'before': 'River', 'after': 'Brook'}}
    j.share('--run')
    assert j.member()['merge_fields']['FNAME'] == 'Brook'
    plan = j.share('--undo', '--plan')
    assert any('cannot be taken back' in note for note in plan['notes'])
    assert plan['changes'] == {'FNAME': {'before': 'Brook', 'after': 'River'}}, plan
    member = j.member()
    member['merge_fields']['FNAME'] = 'Somebody else'
    j.control(members={EMAIL: {'merge_fields': member['merge_fields']}})
    j.fails(1, 'exists', 'share', 'mailchimp', '--undo')
    assert j.member()['merge_fields']['FNAME'] == 'Somebody else'
    j.share('--undo', '--yes')
    assert j.member()['merge_fields']['FNAME'] == 'River'
    assert len(j.member()['events']) == 4, 'events stay'


def test_more_tags_than_are_told_with_somebody(j):
    """Reading somebody tells of fifty tags: what stands behind them is known, too, and stays when a run is taken back."""
    tags = [*(f'Tag {number}' for number in range(60)), *j.member()['tags']]
    j.share('--run')
    j.control(members={EMAIL: {'tags': list(tags)}})
    assert j.share('--plan')['requests'] == 0, 'all of its tags are there'
    j.ok('reflect', '-', '--milestone', 'Day 15', '--date', '2026-01-15', stdin='heronword')
    j.ok('reflect', '-', '--milestone', 'Day 16', '--date', '2026-01-16', stdin='heronword')
    assert j.share('--plan')['changes']['tags'] == ['Day 15', 'Day 16']
    j.share('--run')
    assert j.member()['tags'] == [*tags, 'Day 15', 'Day 16']
    j.control(members={EMAIL: {'tags': [*tags, 'Day 16']}})
    assert j.share('--undo', '--plan')['changes'] == {'tags_taken_away': ['Day 16']}, 'the other is gone already'
    j.share('--undo')
    assert j.member()['tags'] == tags
    j.ok('reflect', '-', '--milestone', 'Day 17', '--date', '2026-01-17', stdin='heronword')
    j.share('--run')
    j.control(members={EMAIL: {'tags': [tag for tag in tags if not tag.startswith('Tag ')]}})


def test_a_list_of_its_owners_making(j):
    """Columns that are missing or wanted: nothing is guessed, and what does not go is said."""
    j.control(columns={'NAME': False, 'LNAME': False})
    plan = j.share('--plan')
    assert 'FNAME' not in plan['changes'] and any('FNAME' in note for note in plan['notes']), plan
    j.control(columns={'FNAME': True, 'LNAME': False})
    assert not any('FNAME' in note for note in j.share('--plan')['notes'])
    j.ok('profile', 'set', '--email', 'new@example.org')
    j.control(columns={'FNAME': False, 'PHONE': True})
    assert 'PHONE' in j.fails(1, 'missing', 'share', 'mailchimp', '--plan')
    j.control(columns={'FNAME': False, 'LNAME': False})
    j.ok('profile', 'set', '--email', EMAIL)


def test_a_lost_event_is_looked_for(j):
    j.ok('reflect', '-', '--milestone', 'Day 21', '--date', '2026-01-21', stdin='heronword')
    j.control(faults=[{'name': 'lost', 'method': 'POST', 'path': '/events', 'times': 1}])
    n = len(j.member()['events'])
    j.share('--run')
    assert len(j.member()['events']) == n + 1, 'it arrived, and was found'


def test_leaving_needs_no_consent(j):
    j.ok('consent', 'withdraw', 'mailing')
    before = len(j.requests())
    done = j.share('--unsubscribe')
    assert done['status'] == 'unsubscribed' and j.member()['status'] == 'unsubscribed'
    assert j.writes(before) == ['PATCH']


def test_who_left_is_not_put_back(j):
    j.ok('consent', 'grant', 'mailing')
    j.ok('reflect', '-', '--milestone', 'Day 28', '--date', '2026-01-28', stdin='heronword')
    plan = j.share('--plan')
    assert plan['requests'] == 0 and plan['status'] == 'unsubscribed' and plan['notes']
    assert j.share('--run')['requests'] == 0 and j.member()['status'] == 'unsubscribed'
    j.control(members={EMAIL: {'status': 'cleaned'}})
    plan = j.share('--plan', '--rejoin')
    assert plan['requests'] == 0 and plan['status'] == 'cleaned'
    j.control(members={EMAIL: {'status': 'unsubscribed'}}, faults=[{'name': 'left-earlier', 'method': 'PUT'}])
    left = j.left('--run', '--rejoin')
    assert 'Only you can join again' in left[0]['why'] and not left[0]['may_have_gone']
    assert len(left) == 2 and j.member()['status'] == 'unsubscribed'
    j.control(faults=[])
    assert j.share('--run', '--rejoin')['status'] == 'pending'
    assert j.member()['status'] == 'pending'


def test_archived(j):
    assert j.share('--archive')['status'] == 'archived' and j.member()['status'] == 'archived'
    assert j.share('--archive')['failed'] == []


def test_an_address_that_left_is_let_be(j):
    """Changing who is archived would bring them back into sight."""
    j.ok('profile', 'set', '--email', 'fern@example.org')
    plan = j.share('--plan')
    assert plan['changes']['status'] == {'before': None, 'after': 'pending'} and plan['requests'] == 2, plan
    assert not any('earlier' in note for note in plan['notes'])
    j.ok('profile', 'set', '--email', EMAIL)


def test_another_address(j):
    j.ok('profile', 'set', '--email', 'brook@example.org')
    j.control(members={EMAIL: {'status': 'subscribed'}})
    done = j.share('--run')
    assert done['status'] == 'pending' and done['failed'] == []
    assert j.member('brook@example.org')['status'] == 'pending' and j.member()['status'] == 'unsubscribed'


def test_a_list_that_is_not_there(j):
    j.set('mailchimp.list-id', 'another')
    j.ok('consent', 'grant', 'mailing')
    j.fails(4, 'refused', 'share', 'mailchimp', '--plan')
    j.fails(4, 'refused', 'share', 'mailchimp', '--forget', '--yes')
    j.set('mailchimp.list-id', LIST)


def test_leaving_tells_of_other_lists(j):
    assert not any('another list' in note for note in j.share('--forget', '--plan')['notes'])
    j.set('mailchimp.list-id', 'another')
    for wish in ('--unsubscribe', '--archive', '--forget'):
        assert any('another list' in note and LIST in note for note in j.share(wish, '--plan')['notes']), wish
    j.set('mailchimp.list-id', LIST)


def test_erased_for_good(j):
    j.ok('consent', 'withdraw', 'mailing')
    assert any('for good' in note for note in j.share('--forget', '--plan')['notes'])
    assert 'deleted for good' in j.run('share', 'mailchimp', '--forget', '--plan').out
    assert set(j.control()['members']) == {EMAIL, 'brook@example.org'}
    done = j.share('--forget', '--yes')
    assert done['failed'] == [] and done['status'] is None
    assert j.control()['members'] == {}, 'under all addresses'
    assert j.share('--forget', '--yes')['failed'] == []
    j.ok('consent', 'grant', 'mailing')
    left = j.left('--run')
    assert 'erased' in left[0]['why'] and left[0]['part'] == 'member'
    assert j.control()['members'] == {}


def test_nothing_private_was_sent(j):
    everything = json.dumps(j.requests())
    assert not any(word in everything for word in SECRETS), 'a word of a reflection or a goal was sent'
    assert KEY not in everything and all('"Day 9"' not in one['body'] for one in j.requests())
    assert all('@' not in one['path'] for one in j.requests())
    listed = j.ok('activity')
    assert len(listed) == len(j.requests())
    assert {one['purpose'] for one in listed} == {'mailing', 'test-key', 'undo', 'forget'}


def test_people(j):
    shown = j.run('share', 'mailchimp', '--plan')
    assert shown.status == 0 and LIST in shown.out, str(shown)
    j.set('network.enabled', 'false')
    before = len(j.requests())
    j.fails(1, 'network-off', 'share', 'mailchimp', '--plan')
    j.fails(1, 'network-off', 'share', 'mailchimp', '--unsubscribe')
    assert len(j.requests()) == before


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
