#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`shc fetch typeform` and `shc import FILE --format typeform`, against a server on this computer and files."""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys

import canary
import harness

SERVICES = pathlib.Path(__file__).resolve().parent.parent / 'services'
sys.path.insert(0, str(SERVICES))
import typeform_forms as forms  # pylint: disable=wrong-import-position

KEY = 'tfp_test-key'
FIELDS = {'healing_name': 'healing_name', 'email': 'email', 'goals': 'goals',
          'fasting_experience': 'fasting_experience', 'journey_start': 'journey_start', 'adult': 'adult',
          'consent_storage': 'consent_storage'}


class Intake(harness.Journal):
    """A journal, and a server that speaks as Typeform does."""

    def __init__(self, exe, folder):
        super().__init__(exe, folder)
        self.server_folder = os.path.join(folder, 'server')
        self.server = subprocess.Popen(['/usr/bin/python3', SERVICES / 'typeform_server.py', self.server_folder],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = json.loads(self.server.stdout.readline())
        self.init('--email', 'river@example.org')
        self.set('network.extra-ca-file', self.address['ca'])
        self.misbehave()

    def set(self, key, value):
        self.ok('settings', 'set', key, value)

    def misbehave(self, fault=None):
        path = f'/fault:{fault}' if fault else ''
        self.set('typeform.base-url', f'https://127.0.0.1:{self.address["port"]}{path}')

    def requests(self):
        path = os.path.join(self.server_folder, 'requests.jsonl')
        if not os.path.exists(path):
            return []
        with open(path, encoding='utf-8') as lines:
            return [entry['path'] for entry in map(json.loads, lines) if 'method' in entry]

    def take(self, *args, **more):
        """A command that is to take something: consent shows its words on standard error."""
        result = self.run(*args, '--take', '--json', **more)
        assert result.status == 0, str(result)
        return result.json


def prepare(exe, folder):
    return Intake(exe, folder)


def states(reply):
    return {field['field']: field['state'] for field in reply['fields']}


def test_what_is_missing_is_said(j):
    assert 'typeform.form-id' in j.fails(1, 'missing', 'fetch', 'typeform')
    j.fails(1, 'missing', 'fetch', 'typeform', '--form', 'not an id')
    j.fails(1, 'missing', 'fetch', 'typeform', '--form', 'u6nXL7')
    assert j.ok('secret', 'set', 'typeform', stdin=KEY)['stored']
    j.set('network.enabled', 'false')
    j.fails(1, 'network-off', 'fetch', 'typeform', '--form', 'u6nXL7')
    j.fails(1, 'network-off', 'secret', 'test', 'typeform')
    j.set('network.enabled', 'true')
    j.fails(2, 'usage', 'fetch', 'typeform', '--plan', '--take')
    assert not j.requests()


def test_token(j):
    tested = j.ok('secret', 'test', 'typeform')
    assert tested['name'] == 'typeform' and tested['works'] and tested['account'] == 'Willow House'
    people = j.run('secret', 'test', 'typeform')
    assert people.status == 0 and 'Willow House' in people.out, str(people)
    j.misbehave('401')
    j.fails(4, 'refused', 'secret', 'test', 'typeform')
    j.misbehave()
    assert j.ok('activity')[0]['purpose'] == 'test-key'


def test_looking_changes_nothing(j):
    before = j.ok('profile')
    settings = j.ok('settings')
    plan = j.ok('fetch', 'typeform', '--form', 'u6nXL7', '--response', forms.OWN)
    assert plan['responses'] == 1 and plan['response'] == forms.OWN and plan['confirmed']
    assert plan['mapping'] == FIELDS and not plan['mapping_confirmed'] and plan['taken'] == 0
    assert plan['proposed'] == {
        'email': 'River@Example.org', 'goals': 'To sleep through the night.\nTo cook again.',
        'fasting_experience': 'some', 'journey_start': '2026-01-07', 'adult': True, 'consent': {'storage': True}}, plan
    assert states(plan)['healing_name'] == 'same'
    assert plan['fields'][1]['before'] == 'river@example.org'
    people = j.run('fetch', 'typeform', '--plan', '--form', 'u6nXL7', '--response', forms.OWN)
    assert people.status == 0 and 'river@example.org → River@Example.org' in people.out, str(people)
    assert 'To sleep through the night.' in people.out and 'A gift for the house' in people.out, str(people)
    assert j.ok('profile') == before and j.ok('settings') == settings


def test_found_by_address(j):
    before = j.requests()
    plan = j.ok('fetch', 'typeform', '--form', 'https://example.typeform.com/to/u6nXL7')
    assert plan['responses'] == 1 and not plan['confirmed'] and plan['candidates'][0]['response'] == forms.OWN
    asked = j.requests()[len(before):]
    assert len(asked) == 3 and 'fields=F2mail00bbbb' in asked[1] and not any('example.org' in path for path in asked)
    message = j.fails(1, 'failed', 'fetch', 'typeform', '--form', 'u6nXL7', '--take')
    assert forms.OWN in message and '2026-08-14' in message
    twice = j.ok('fetch', 'typeform', '--form', 'twice0')
    assert twice['responses'] == 2 and twice['proposed'] == {} and twice['response'] is None
    assert [found['response'] for found in twice['candidates']] == [forms.TWICE, forms.OWN]
    j.fails(1, 'failed', 'fetch', 'typeform', '--form', 'twice0', '--take')
    j.fails(1, 'not-found', 'fetch', 'typeform', '--form', 'empty0')
    j.fails(1, 'not-found', 'fetch', 'typeform', '--form', 'u6nXL7', '--response', 'none')
    assert j.ok('profile')['goals'] is None
    before = j.requests()
    assert j.ok('fetch', 'typeform', '--form', 'tokens')['candidates'][0]['response'] == forms.OWN
    pages = [path for path in j.requests()[len(before):] if 'page_size' in path]
    assert 'before=token-999' in pages[1] and len(pages) == 3, pages


def test_nothing_of_others_is_kept_or_shown(j):
    j.misbehave('ignored-fields')
    shown = j.run('fetch', 'typeform', '--form', 'u6nXL7')
    j.misbehave('all-items')
    shown_too = j.run('fetch', 'typeform', '--form', 'u6nXL7', '--response', forms.OWN, '--json')
    j.misbehave()
    for result in (shown, shown_too):
        assert result.status == 0 and forms.OTHERS_WORD not in result.out + result.err, str(result)


def test_taking(j):
    taken = j.take('fetch', 'typeform', '--form', 'u6nXL7', '--response', forms.OWN, '--only', 'goals')
    assert taken['taken'] == 1
    profile = j.ok('profile')
    assert profile['goals'].startswith('To sleep') and profile['adult'] is None and not profile['consent']['storage']
    settings = j.ok('settings')
    assert settings['typeform.form-id'] == 'u6nXL7' and settings['typeform.response-id'] == forms.OWN
    assert 'goals = goals' in settings['typeform.mapping'].split('\n')
    j.take('fetch', 'typeform')
    profile = j.ok('profile')
    assert profile['email'] == 'River@Example.org' and profile['fasting_experience'] == 'some'
    assert profile['journey_start'] == '2026-01-07' and profile['adult'] is True and profile['consent']['storage']
    again = j.ok('fetch', 'typeform')
    assert again['proposed'] == {} and set(states(again).values()) == {'same'} and again['mapping_confirmed']


def test_what_was_changed_by_hand_stays(j):
    j.ok('profile', 'set', '--goals', 'To dance.')
    j.ok('consent', 'withdraw', 'storage')
    plan = j.take('fetch', 'typeform')
    assert plan['taken'] == 0 and states(plan)['goals'] == 'kept' and states(plan)['consent_storage'] == 'kept'
    profile = j.ok('profile')
    assert profile['goals'] == 'To dance.' and not profile['consent']['storage']
    assert j.take('fetch', 'typeform', '--only', 'goals')['taken'] == 1
    assert j.ok('profile')['goals'].startswith('To sleep')


def test_answers_that_do_not_fit(j):
    before = j.ok('profile')
    plan = j.take('fetch', 'typeform', '--form', 'fitsno', '--response', forms.OWN)
    found = states(plan)
    assert all(found[name] == 'unfit' for name in ('healing_name', 'email', 'fasting_experience', 'journey_start'))
    assert plan['proposed'] == {'adult': False} and found['goals'] == 'unanswered', plan
    assert 'Once at sea' in next(f['why'] for f in plan['fields'] if f['field'] == 'fasting_experience')
    assert {**j.ok('profile'), 'adult': True} == before
    plan = j.ok('fetch', 'typeform', '--form', 'odd000', '--response', forms.OWN, '--map', 'consent_mailing=goals')
    assert states(plan)['consent_storage'] == 'unfit' and states(plan)['consent_mailing'] == 'unfit'
    plan = j.ok('fetch', 'typeform', '--form', 'noanswer', '--response', forms.OWN)
    assert states(plan)['consent_storage'] == 'unanswered' and 'consent' not in plan['proposed']
    j.set('typeform.mapping', 'fasting_experience = fasting_experience\nfasting_experience/beginner = once at sea')
    plan = j.ok('fetch', 'typeform', '--form', 'fitsno', '--response', forms.OWN)
    assert plan['proposed'] == {'fasting_experience': 'beginner'}
    j.set('typeform.mapping', '')


def test_two_questions_of_one_name(j):
    """Which of two answers counts is not guessed; by its own id each of them can be named."""
    words = ('fetch', 'typeform', '--form', 'double', '--response', forms.OWN)
    named = ('--map', 'goals=goals', '--map', 'consent_storage=consent_storage', '--map', 'healing_name=healing_name')
    plan = j.ok(*words, *named)
    found = states(plan)
    assert found['goals'] == 'unfit' and found['consent_storage'] == 'unfit' and found['healing_name'] == 'unfit', plan
    why = {field['field']: field['why'] for field in plan['fields']}
    assert 'F4goal00dddd, F4more00iiii' in why['goals'] and 'more than one answer' in why['healing_name']
    assert 'consent' not in plan['proposed'] and 'goals' not in plan['proposed']
    j.set('typeform.mapping', '')
    plan = j.ok(*words)
    assert not {'goals', 'consent_storage'} & set(plan['mapping'].values()), plan['mapping']
    assert plan['mapping'].get('consent_storage') is None, 'consent is not guessed'
    shown = j.run(*words)
    assert 'And what else?' in shown.out and 'May we keep the rest?' in shown.out, str(shown)
    plan = j.ok(*words, '--map', 'goals=F4more00iiii', '--map', 'consent_storage=F3more00jjjj')
    assert plan['proposed']['goals'] == 'To cook again.' and states(plan)['consent_storage'] == 'same', plan
    j.ok('secret', 'set', 'typeform', stdin='tfp_no-forms')
    assert states(j.ok(*words, *named))['goals'] == 'unfit', 'also where the questions are not told'
    j.ok('secret', 'set', 'typeform', stdin=KEY)
    page = j.write('double.json', json.dumps(forms.doubled()))
    plan = j.ok('import', page, '--format', 'typeform', '--response', forms.OWN, *named)
    assert states(plan)['goals'] == 'unfit' and states(plan)['consent_storage'] == 'unfit'


def test_questions_by_their_titles(j):
    """A mapping that was made for a table holds for the same form when it is fetched."""
    title = 'When did your journey begin?'
    plan = j.ok('fetch', 'typeform', '--form', 'u6nXL7', '--response', forms.OWN, '--map', f'journey_start={title}',
                '--map', 'email=')
    assert next(f for f in plan['fields'] if f['field'] == 'journey_start')['after'] == '2026-01-07', plan


def test_mailing_needs_a_list(j):
    """A consent that would name nobody is not taken."""
    words = ('fetch', 'typeform', '--form', 'u6nXL7', '--response', forms.OWN, '--map', 'consent_mailing=consent_storage',
             '--map', 'consent_storage=')
    before = j.ok('consent')
    plan = j.take(*words)
    why = next(field['why'] for field in plan['fields'] if field['field'] == 'consent_mailing')
    assert states(plan)['consent_mailing'] == 'unfit' and 'mailchimp.list-id' in why, plan
    assert j.ok('consent') == before
    j.set('mailchimp.list-id', '9e67587f52')
    assert j.take(*words)['proposed']['consent'] == {'mailing': True}
    last = j.ok('consent')[-1]
    assert last['what'] == 'mailing' and last['recipient'] == '9e67587f52' and last['granted'], last
    j.ok('consent', 'withdraw', 'mailing')
    j.set('mailchimp.list-id', '')
    j.set('typeform.mapping', '')


def test_faults_change_nothing(j):
    before = j.ok('profile')
    for fault, code in (('404', 'refused'), ('403', 'refused'), ('page', 'refused'), ('429:600', 'rate-limited')):
        j.misbehave(fault)
        j.fails(4, code, 'fetch', 'typeform', '--take')
    j.misbehave()
    assert j.ok('profile') == before
    j.ok('secret', 'set', 'typeform', stdin='tfp_no-forms')
    assert j.ok('fetch', 'typeform')['responses'] == 1, 'titles are not needed'
    j.ok('secret', 'set', 'typeform', stdin=KEY)


def test_another_form(j):
    """Which response is one's own is forgotten with the form that it is of."""
    settings = j.ok('settings')
    assert settings['typeform.form-id'] == 'u6nXL7' and settings['typeform.response-id'] == forms.OWN
    j.set('typeform.form-id', 'u6nXL7')
    assert j.ok('settings')['typeform.response-id'] == forms.OWN
    j.set('typeform.form-id', 'twice0')
    assert j.ok('settings')['typeform.response-id'] == ''
    j.set('typeform.form-id', 'u6nXL7')


def table(*rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(['#', 'Your Healing Name', 'Your\nemail', 'What do you hope for?', 'May we keep it?', 'Response Type',
                     'Submit Date (UTC)'])
    for number, row in enumerate(rows, 1):
        writer.writerow([f'id{number}', *row, 'completed', f'2027-01-{number:02} 10:00:00'])
    return out.getvalue()


def test_files(j):
    j.set('typeform.response-id', '')
    page = j.write('page.json', json.dumps({'total_items': 61, 'items': forms.RESPONSES['u6nXL7']}))
    plan = j.ok('import', page, '--format', 'typeform')
    assert plan['responses'] == 1 and not plan['confirmed'] and forms.OTHERS_WORD not in json.dumps(plan)
    assert j.ok('import', page, '--format', 'typeform', '--response', forms.OWN)['confirmed']
    j.fails(2, 'usage', 'import', page, '--format', 'typeform', '--response', forms.OWN, '--map', 'x')
    j.fails(2, 'usage', 'import', page, '--format', 'typeform', '--response', forms.OWN, '--take', '--only', 'x')
    mapping = j.ok('settings')['typeform.mapping']
    j.set('typeform.mapping', 'nonsense')
    j.fails(2, 'usage', 'import', page, '--format', 'typeform', '--response', forms.OWN)
    j.set('typeform.mapping', mapping)
    hook = j.write('hook.json', json.dumps({
        'event_id': 'e', 'event_type': 'form_response', 'form_response': {
            **forms.own('hook1', '2026-08-20T10:00:00Z'), 'form_id': 'u6nXL7',
            'definition': forms.FORMS['u6nXL7']}}))
    plan = j.ok('import', '-', '--format', 'typeform', stdin=pathlib.Path(hook).read_bytes())
    assert plan['confirmed'] and plan['form'] == 'u6nXL7' and plan['mapping'] == FIELDS
    sheet = j.write('sheet.csv', table(['Fern', 'fern@example.org', forms.OTHERS_WORD, '1'],
                                       ['Brook', 'river@EXAMPLE.org', 'To rest.', '1']))
    plan = j.ok('import', sheet, '--format', 'typeform')
    assert plan['responses'] == 1 and plan['candidates'][0]['response'] == 'id2'
    assert plan['mapping'] == {'healing_name': 'Your Healing Name', 'email': 'Your email', 'goals': 'What do you hope for?'}
    assert 'consent' not in plan['proposed'], 'consent is not guessed from a title'
    words = ('import', sheet, '--format', 'typeform', '--response', 'id2')
    plan = j.take(*words, '--map', 'consent_storage=May we keep it?', '--map', 'email=')
    assert plan['proposed'] == {'healing_name': 'Brook', 'goals': 'To rest.', 'consent': {'storage': True}}, plan
    profile = j.ok('profile')
    assert profile['healing_name'] == 'Brook' and profile['consent']['storage']
    assert profile['email'] == 'River@Example.org'


def test_files_that_are_none(j):
    j.fails(1, 'failed', 'import', j.write('a.csv', 'Date,Text\n2026-01-01,x\n'), '--format', 'typeform')
    j.fails(1, 'failed', 'import', j.write('a.json', '{"items":['), '--format', 'typeform')
    j.fails(1, 'not-found', 'import', j.write('b.json', '{"items":[]}'), '--format', 'typeform')
    j.fails(1, 'not-found', 'import', j.write('c.csv', table(['A', 'a@b.c', 'x', '1'], ['B', 'b@b.c', 'y', '1'])),
            '--format', 'typeform')
    j.fails(1, 'not-found', 'import', os.path.join(j.folder, 'nothing.csv'), '--format', 'typeform')
    j.fails(2, 'usage', 'import', j.write('d.jsonl', '{}\n'), '--take')
    j.fails(2, 'usage', 'import', j.write('d.csv', ''), '--format', 'typeform', '--take', '--dry-run')


def test_nothing_of_others_is_in_the_vault(j):
    """After all of that: no answer of anybody else on any decrypted page, nor where and with what one's own was filled in."""
    inside = canary.Inside(sys.argv[2], j.dir)
    assert inside.find([forms.OTHERS_WORD, 'other1@example.org', 'fern@example.org', 'Mozilla/5.0', 'h-17', KEY]) == []
    assert inside.find(['To rest.']) == ['To rest.'], 'what was taken is there'


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
