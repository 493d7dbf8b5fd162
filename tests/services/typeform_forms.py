# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms and responses for typeform_server.py, in the published shapes; all of it is made up.

usage: FORMS[form_id], RESPONSES[form_id]: newest first, with answers as the service sends them.
"""

import datetime

OWN = '21085286190ffad1248d17c4135ee56f'
TWICE = '5b3f1c0d9e8a7f6e5d4c3b2a19080706'
OTHERS_WORD = 'Saffron lighthouse'

QUESTIONS = [
    {'id': 'F0welcome000', 'ref': 'welcome', 'title': 'Welcome', 'type': 'statement'},
    {'id': 'F1name00aaaa', 'ref': 'healing_name', 'title': 'What would you like to be called?', 'type': 'short_text'},
    {'id': 'F2mail00bbbb', 'ref': 'email', 'title': 'Your email', 'type': 'email'},
    {'id': 'F3cons00cccc', 'ref': 'consent_storage', 'title': 'May we keep your answers?', 'type': 'legal'},
    {'id': 'F9group0zzzz', 'ref': 'about', 'title': 'About you', 'type': 'group', 'properties': {'fields': [
        {'id': 'F4goal00dddd', 'ref': 'goals', 'title': 'What are your *healing* goals, {{field:healing_name}}?',
         'type': 'long_text'},
        {'id': 'F5fast00eeee', 'ref': 'fasting_experience', 'title': 'Have you fasted before?',
         'type': 'multiple_choice', 'properties': {
             'allow_multiple_selection': False, 'allow_other_choice': True,
             'choices': [{'id': 'c1', 'ref': 'never', 'label': 'Never'},
                         {'id': 'c2', 'ref': 'some', 'label': 'A few times'},
                         {'id': 'c3', 'ref': 'often', 'label': 'Regularly'}]}},
    ]}},
    {'id': 'F6start0ffff', 'ref': 'journey_start', 'title': 'When did your journey begin?', 'type': 'date'},
    {'id': 'F7adult0gggg', 'ref': 'adult', 'title': 'Are you 18 or older?', 'type': 'yes_no'},
    {'id': 'F8paym00hhhh', 'ref': '4c1f', 'title': 'A gift for the house', 'type': 'payment'},
]
FIELDS = {field['ref']: field for question in QUESTIONS
          for field in question.get('properties', {}).get('fields', [question])}


def answer(ref, kind, value):
    field = FIELDS[ref]
    return {'field': {'id': field['id'], 'type': field['type'], 'ref': ref}, 'type': kind, kind: value}


def response(token, submitted, answers, **more):
    return {'landing_id': token, 'token': token, 'response_id': token, 'response_type': 'completed',
            'landed_at': submitted, 'submitted_at': submitted,
            'metadata': {'user_agent': 'Mozilla/5.0', 'platform': 'other', 'network_id': 'a1b2c3',
                         'referer': 'https://example.typeform.com/to/u6nXL7', 'browser': 'default'},
            'hidden': {'healing_id': 'h-17'}, 'calculated': {'score': 0}, 'answers': answers, **more}


def own(token=OWN, submitted='2026-08-14T22:38:22Z', **more):
    return response(token, submitted, [
        answer('healing_name', 'text', 'River'),
        answer('email', 'email', 'River@Example.org'),
        answer('consent_storage', 'boolean', True),
        answer('goals', 'text', 'To sleep through the night.\nTo cook again.'),
        answer('fasting_experience', 'choice', {'id': 'c2', 'ref': 'some', 'label': 'A few times'}),
        answer('journey_start', 'date', '2026-01-07'),
        answer('adult', 'boolean', True),
        answer('4c1f', 'payment', {'amount': '5.00', 'last4': '1234', 'name': 'R', 'success': True}),
    ], **more)


def other(number):
    """Somebody else's: none of it may be seen anywhere."""
    at = datetime.datetime(2026, 8, 14, tzinfo=datetime.timezone.utc) - datetime.timedelta(minutes=number)
    return response(f'{number:032x}', at.strftime('%Y-%m-%dT%H:%M:%SZ'), [
        answer('healing_name', 'text', f'{OTHERS_WORD} {number}'),
        answer('email', 'email', f'other{number}@example.org'),
        answer('goals', 'text', OTHERS_WORD),
    ])


def unsent():
    return response('f' * 32, '0001-01-01T00:00:00Z', None, response_type='started')


def strange():
    """In shapes that nobody has seen yet."""
    return response(OWN, '2026-08-14T22:38:22.5Z', [
        None, 7, 'text', [], {}, {'type': 'text', 'text': 'no field'}, {'field': {}, 'type': 'text', 'text': 'no id'},
        {'field': {'id': 'F1name00aaaa', 'ref': 7, 'type': 'short_text'}, 'type': 'text', 'text': '  River  '},
        {'field': FIELDS['email'], 'type': 'email', 'email': ['river@example.org']},
        {'field': FIELDS['email'], 'type': 'email', 'email': 'river@example.org'},
        {'field': FIELDS['consent_storage'], 'type': 'boolean', 'boolean': 'true'},
        {'field': FIELDS['goals'], 'type': 'hologram', 'hologram': {'text': 'x'}},
        {'field': FIELDS['fasting_experience'], 'type': 'choices',
         'choices': {'labels': ['Never', 7], 'other': 'Once at sea'}},
        {'field': FIELDS['journey_start'], 'type': 'date', 'date': 'tomorrow'},
        {'field': FIELDS['adult'], 'type': 'number', 'number': 17.5},
    ], hidden=None, answer_url='https://example.org')


def form(form_id, title):
    return {'id': form_id, 'title': title, 'hidden': ['healing_id'], 'fields': QUESTIONS,
            '_links': {'display': f'https://example.typeform.com/to/{form_id}'}}


def doubled():
    """Two questions that have one `ref`, as in a form that was put together of two; both answered."""
    second = {'id': 'F4more00iiii', 'type': 'long_text', 'ref': 'goals'}
    legal = {'id': 'F3more00jjjj', 'type': 'legal', 'ref': 'consent_storage'}
    return response(OWN, '2026-08-14T22:38:22Z', [
        answer('email', 'email', 'river@example.org'), answer('goals', 'text', 'To sleep.'),
        {'field': second, 'type': 'text', 'text': 'To cook again.'}, answer('consent_storage', 'boolean', True),
        {'field': legal, 'type': 'boolean', 'boolean': False},
        answer('healing_name', 'text', 'River'), answer('healing_name', 'text', 'Brook')])


FORMS = {form_id: form(form_id, title) for form_id, title in (
    ('u6nXL7', 'Healing intake'), ('empty0', 'Nobody yet'), ('twice0', 'Asked twice'), ('many00', 'A large circle'),
    ('odd000', 'An odd one'), ('fitsno', 'What does not fit'), ('noanswer', 'Hardly answered'), ('double', 'Put together'),
    ('tokens', 'Tokens of their own'))}

FORMS['double'] = {**FORMS['double'], 'fields': [
    *QUESTIONS, {'id': 'F4more00iiii', 'ref': 'goals', 'title': 'And what else?', 'type': 'long_text'},
    {'id': 'F3more00jjjj', 'ref': 'consent_storage', 'title': 'May we keep the rest?', 'type': 'legal'}]}

RESPONSES = {
    'double': [doubled()],
    'u6nXL7': [own(), *map(other, range(1, 60)), unsent()],
    'empty0': [],
    'twice0': [own(TWICE, '2026-09-01T08:00:00Z'), other(1), own()],
    'many00': [*map(other, range(1, 2300)), own(), *map(other, range(2300, 2501))],
    'odd000': [strange()],
    'fitsno': [response(OWN, '2026-08-14T22:38:22Z', [
        answer('healing_name', 'text', 'Ri\u202ever'), answer('email', 'email', 'river at example'),
        answer('consent_storage', 'boolean', False),
        answer('fasting_experience', 'choice', {'id': 'c9', 'other': 'Once at sea'}),
        answer('journey_start', 'date', '2026-02-30'), answer('adult', 'boolean', False)])],
    'noanswer': [response(OWN, '2026-08-14T22:38:22Z', [answer('email', 'email', 'river@example.org')])],
}
RESPONSES['tokens'] = [{**item, 'token': f'token-{number}'} for number, item in enumerate(RESPONSES['many00'])]
