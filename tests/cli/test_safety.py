# SPDX-License-Identifier: GPL-3.0-or-later
"""The on-device check in a terminal: no journal, no network, and what is kept is kept as it was."""

import json
import subprocess
import sys

import harness
from harness import Journal, fingerprint, has_keys, quick_env

HEAVY = 'Tonight I am going to kill myself.'
CALM = 'Bread, butter and a walk by the river.'


def prepare(exe, folder):
    journal = Journal(exe, folder)
    journal.init()
    return journal


def test_levels_and_card(j):
    told = j.ok('safety', '-', '--country', 'us', '--language', 'en', stdin=HEAVY)
    assert told['level'] == 'now', told
    card = told['card']
    has_keys(card, ['text', 'emergency', 'lines', 'directory'], 'a card')
    assert '911' in card['emergency'] and card['emergency'] in card['text'], card
    assert card['directory'] == 'findahelpline.com', card
    for line in card['lines']:
        has_keys(line, ['name', 'contact', 'source', 'verified_on'], 'a line')
        assert line['source'].startswith('http'), line
    assert j.ok('safety', CALM) == {'level': None, 'card': None}


def test_other_country_and_language(j):
    told = j.ok('safety', '-', '--country', 'DE', '--language', 'es', stdin=HEAVY)['card']
    assert '112' in told['emergency'] and 'escribiste' in told['text'], told
    nowhere = j.ok('safety', '-', '--country', 'ZZ', stdin=HEAVY)['card']
    assert nowhere['lines'] == [] and nowhere['emergency'], nowhere


def test_for_people(j):
    result = j.run('safety', '-', '--country', 'US', stdin=HEAVY)
    assert result.status == 0 and result.err == '', str(result)
    assert result.out.startswith('now\n') and '988' in result.out and 'findahelpline.com' in result.out, str(result)


def test_batch(j):
    lines = [HEAVY, CALM, 'two\nlines', '🙂', '']
    given = ''.join(json.dumps(line) + '\n' for line in lines)
    for words in (['--batch'], ['--batch', '--json']):
        result = j.run('safety', *words, stdin=given)
        assert result.status == 0, str(result)
        told = [json.loads(line) for line in result.out.splitlines()]
        assert [value['level'] for value in told] == ['now', None, None, None, None], told


def test_batch_answers_as_it_goes(j):
    process = subprocess.Popen([j.exe, 'safety', '--batch'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               env=quick_env())
    for text, level in ((HEAVY, 'now'), (CALM, None)):
        process.stdin.write(json.dumps(text).encode() + b'\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())['level'] == level
    process.stdin.close()
    assert process.wait(harness.WAIT) == 0


def test_wrong_words(j):
    before = fingerprint(j.dir)
    for words, stdin in ((['safety'], ''), (['safety', 'a', 'b'], ''), (['safety', 'a', '--batch'], ''),
                         (['safety', 'a', '--country', 'Germany'], ''), (['safety', 'a', '--language', 'xx'], ''),
                         (['safety', '--batch'], 'not json\n'), (['safety', '--batch'], '{"a":1}\n'),
                         (['safety', '--batch'], '"cut')):
        result = j.run(*words, '--json', stdin=stdin)
        assert result.status == 2, f'{words}: {result}'
    assert fingerprint(j.dir) == before, 'something was changed on disk'


def test_without_a_journal(j):
    result = j.run('safety', '-', '--json', '--vault', j.folder + '/nothing', stdin=HEAVY)
    assert result.status == 0 and result.json['level'] == 'now', str(result)


def test_reflection_is_kept_as_it_is(j):
    j.ok('settings', 'set', 'support.country', 'DE')
    text = HEAVY + '\n\n  Two spaces stay.  \n'
    result = j.run('reflect', '-', '--json', stdin=text)
    assert result.status == 0 and result.json['text'] == text, str(result)
    assert '112' in result.err and 'findahelpline.com' in result.err, 'who can help is said'
    assert j.run('show', result.json['id'], '--json').json['text'] == text
    quiet = j.run('reflect', '-', '--json', stdin=CALM)
    assert quiet.status == 0 and quiet.err == '', str(quiet)


def test_imported_text_when_it_is_opened(j):
    lines = [{'date': '2020-02-01', 'text': 'I do not want to live any more.'}, {'date': '2020-02-02', 'text': CALM}]
    file = j.write('imported.jsonl', ''.join(json.dumps(line) + '\n' for line in lines))
    assert j.ok('import', file)['imported'] == 2
    calm, grave = j.ok('list', '--from', '2020-02-01', '--to', '2020-02-02')
    shown = j.run('show', grave['id'])
    assert 'findahelpline.com' in shown.err and shown.err.count('\n') == 1 and lines[0]['text'] in shown.out, str(shown)
    assert j.run('show', calm['id']).err == '' and j.run('show', grave['id'], '--json').err == ''


def test_settings(j):
    for wrong in ('Germany', 'D', '12'):
        j.fails(2, 'usage', 'settings', 'set', 'support.country', wrong)
    j.ok('settings', 'set', 'support.trusted-person', 'Aunt, 0123')
    settings = j.ok('settings')
    assert settings['support.country'] == 'DE' and settings['support.trusted-person'] == 'Aunt, 0123', settings
    j.ok('settings', 'set', 'support.trusted-person', '')
    assert j.ok('settings', 'get', 'support.trusted-person') == {'support.trusted-person': ''}


def test_safety_plan(j):
    empty = j.ok('safety-plan')
    assert empty['updated'] is None and [step['text'] for step in empty['steps']] == [None] * 6, empty
    assert all(step['title'] and step['step'] == number for number, step in enumerate(empty['steps'], 1)), empty
    j.ok('safety-plan', 'edit', '4', '-', stdin='Aunt, 0123\nNeighbour')
    told = j.ok('safety-plan', 'show')
    assert told['steps'][3]['text'] == 'Aunt, 0123\nNeighbour' and told['updated'], told
    printed = j.run('safety-plan', 'print')
    assert printed.status == 0 and 'Neighbour' in printed.out and printed.err == '', str(printed)
    j.ok('safety-plan', 'edit', '4', '')
    assert j.ok('safety-plan')['steps'][3]['text'] is None
    for words in (['0', 'x'], ['7', 'x'], ['one', 'x'], ['1']):
        j.fails(2, 'usage', 'safety-plan', 'edit', *words)


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
