#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`shc chat` and what belongs to it, against a server on this computer that can misbehave."""

import http.server
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

import harness
from terminal import Terminal

SERVER = pathlib.Path(__file__).resolve().parent.parent / 'services' / 'openai_server.py'
KEY = 'sk-test-key'
MESSAGE = 'The walnut tree lost its leaves today.'


class Chat(harness.Journal):
    """A journal whose companion is the server of the test."""

    def __init__(self, exe, folder):
        super().__init__(exe, folder)
        self.server_folder = os.path.join(folder, 'server')
        self.server = subprocess.Popen(['/usr/bin/python3', SERVER, self.server_folder], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, text=True)
        self.address = json.loads(self.server.stdout.readline())
        self.init('--adult', 'yes', '--goals', 'To sleep again.', '--email', 'river@example.org',
                  '--journey-start', '2020-01-01')
        self.set('openai.base-url', f'https://127.0.0.1:{self.address["port"]}/v1')
        self.set('network.extra-ca-file', self.address['ca'])
        self.set('openai.protocol', 'responses')
        self.set('openai.model', 'gpt-test')

    def set(self, key, value):
        self.ok('settings', 'set', key, value)

    def requests(self):
        path = os.path.join(self.server_folder, 'requests.jsonl')
        if not os.path.exists(path):
            return []
        with open(path, encoding='utf-8') as lines:
            return [entry for entry in map(json.loads, lines) if 'method' in entry]

    def chat(self, *args, message=MESSAGE, **more):
        return self.ok('chat', '-', *args, stdin=message, **more)


def prepare(exe, folder):
    return Chat(exe, folder)


def test_what_is_missing_is_said(j):
    before = len(j.requests())
    message = j.fails(1, 'consent-required', 'chat', '-', stdin=MESSAGE)
    assert '127.0.0.1' in message
    consent = j.ok('consent', 'grant', 'companion')
    assert consent[-1]['recipient'] == '127.0.0.1'
    j.ok('profile', 'set', '--adult', 'no')
    j.fails(1, 'adult-only', 'chat', '-', stdin=MESSAGE)
    j.fails(1, 'adult-only', 'chat', '-', '--preview', stdin=MESSAGE)
    j.fails(1, 'adult-only', 'models')
    j.fails(1, 'adult-only', 'models', '--look')
    j.ok('profile', 'set', '--adult', 'yes')
    j.set('network.enabled', 'false')
    j.fails(1, 'network-off', 'chat', '-', stdin=MESSAGE)
    j.fails(1, 'network-off', 'models')
    j.set('network.enabled', 'true')
    j.set('openai.model', '')
    j.fails(1, 'not-found', 'chat', '-', stdin=MESSAGE)
    j.set('openai.model', 'gpt-test')
    j.set('companion.monthly-limit', '1.00 EUR')
    j.fails(1, 'limit-reached', 'chat', '-', stdin=MESSAGE)
    j.set('companion.monthly-limit', '')
    j.fails(2, 'usage', 'chat', '-', '--save', '--no-save', stdin=MESSAGE)
    j.fails(2, 'usage', 'chat')
    j.fails(1, 'not-found', 'chat', '-', '--conversation', 'none-such', stdin=MESSAGE)
    j.fails(1, 'not-found', 'chat', '-', '--include', 'none-such', stdin=MESSAGE)
    j.fails(2, 'usage', 'chat', '-', stdin=b'\xff\xfe')
    j.fails(2, 'usage', 'chat', '-', stdin='')
    assert len(j.requests()) == before


def test_key(j):
    result = j.fails(4, 'refused', 'secret', 'test', 'openai')
    assert 'key' in result
    assert j.ok('secret', 'set', 'openai', stdin=KEY + '\n') == {'name': 'openai', 'stored': True}
    tested = j.ok('secret', 'test', 'openai')
    assert tested['works'] and tested['models'] >= 2
    j.fails(1, 'missing', 'secret', 'test', 'mailchimp')
    j.fails(2, 'usage', 'secret', 'test', 'nothing')
    models = j.ok('models')
    assert 'gpt-test' in models and models == sorted(models)


class Lister(http.server.BaseHTTPRequestHandler):
    """A server of one's own that has two models and nothing else."""

    def do_GET(self):  # pylint: disable=invalid-name
        self.server.asked.append((self.path, dict(self.headers)))
        body = json.dumps({'data': [{'id': 'one'}, {'id': 'two'}]}).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):  # pylint: disable=arguments-differ
        pass


def test_look_on_this_computer(j):
    j.set('network.enabled', 'false')
    j.fails(1, 'network-off', 'models', '--look')
    j.set('network.enabled', 'true')
    before = len(j.ok('activity'))
    address = j.ok('settings', 'get', 'openai.base-url')
    try:
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 11434), Lister)
    except OSError as error:
        raise harness.Skip('somebody is at Ollama’s port of this computer') from error
    server.asked = []
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = j.ok('models', '--look')
        people = j.run('models', '--look')
        server.shutdown()
    ollama = next(entry for entry in found if entry['name'] == 'Ollama')
    assert ollama == {'name': 'Ollama', 'base_url': 'http://127.0.0.1:11434/v1', 'models': ['one', 'two']}
    assert people.status == 0 and 'Ollama  http://127.0.0.1:11434/v1  2 models\n' in people.out
    assert 'Nothing was changed' in people.err and j.ok('settings', 'get', 'openai.base-url') == address
    assert [path for path, _ in server.asked] == ['/v1/models'] * 2
    assert not any('authorization' in map(str.lower, headers) for _, headers in server.asked)
    asked = j.ok('activity')[:6]
    assert len(j.ok('activity')) == before + 6
    assert {(entry['service'], entry['purpose'], entry['action'], entry['bytes_out']) for entry in asked} == {
        ('this-computer', 'find-server', 'shc models --look', 0)}
    if len(found) == 1:
        people = j.run('models', '--look')
        assert people.status == 0 and people.out == '' and 'start it' in people.err, str(people)


def test_a_reply(j):
    reply = j.chat()
    harness.has_keys(reply, ['conversation', 'response', 'state', 'message', 'model', 'usage', 'safety'], 'reply')
    assert reply['response'] == 'You said: ' + MESSAGE and reply['state'] == 'complete'
    assert reply['conversation'] is None and reply['message'] is None and reply['safety'] is None
    assert reply['model'] == 'gpt-test' and reply['usage']['input'] > 0 and not reply['usage']['estimated']
    people = j.run('chat', '-', stdin=MESSAGE)
    assert people.status == 0 and people.out == f'You said: {MESSAGE}\n' and people.err == '', str(people)
    j.set('openai.protocol', 'chat')
    assert j.chat()['response'] == 'You said: ' + MESSAGE
    j.set('openai.protocol', 'responses')
    assert j.chat('--model', 'fault:markdown')['model'].startswith('fault:')


def test_preview_is_what_is_sent(j):
    kept = j.ok('reflect', '-', '--milestone', 'Day 7', '--date', '2020-01-07', stdin='The river was high.')
    before = len(j.requests())
    preview = j.run('chat', '-', '--preview', '--include', kept['id'], stdin=MESSAGE)
    assert preview.status == 0 and len(j.requests()) == before
    body = json.loads(preview.out)
    assert body['store'] is False and body['stream'] is True and body['model'] == 'gpt-test'
    assert 'River' in body['instructions'] and 'not a doctor' in body['instructions']
    assert body['input'][-1]['content'].endswith(MESSAGE) and 'The river was high.' in body['input'][-1]['content']
    assert 'example.org' not in preview.out, 'an e-mail address never goes along'
    assert '127.0.0.1' in preview.err and 'tokens' in preview.err
    j.chat('--include', kept['id'])
    sent = j.requests()[-1]
    assert sent['body'] == preview.out
    assert sent['path'] == '/v1/responses' and sent['headers']['authorization'] == 'Bearer ' + KEY
    assert j.run('chat', '-', '--preview', '--json', '--include', kept['id'], stdin=MESSAGE).out == preview.out


def test_instructions_by_milestone(j):
    def instructions():
        return json.loads(j.run('chat', '-', '--preview', stdin=MESSAGE).out)['instructions']

    before = instructions()
    j.ok('settings', 'set', 'companion.prompt.Day 7', '-', stdin='Ask about the seventh wave.')
    assert j.ok('settings')['companion.prompt.Day 7'] == 'Ask about the seventh wave.'
    j.fails(1, 'not-found', 'settings', 'set', 'companion.prompt.', 'nothing')
    assert 'seventh wave' in instructions(), 'the newest milestone is Day 7'
    assert 'not a doctor' in instructions(), 'the rules of safety go along whatever the instructions are'
    newer = j.ok('reflect', '-', '--milestone', 'Letting go', stdin='The river fell.')
    assert instructions() == before
    j.ok('purge', newer['id'], '--yes')
    assert 'seventh wave' in instructions()
    j.set('companion.prompt.Day 7', '')
    assert instructions() == before and 'companion.prompt.Day 7' not in j.ok('settings')


def test_fasting_check(j):
    asked = j.ok('fasting-check')
    assert asked['fasting_content'] is False and set(asked['answers'].values()) == {None}
    assert 'No fasting guidance' in j.run('chat', '-', '--preview', stdin=MESSAGE).out
    names = list(asked['answers'])
    said = j.ok('fasting-check', *[word for name in names for word in ('--' + name, 'no')])
    assert said['fasting_content'] is True and set(said['answers'].values()) == {'no'}
    assert 'No fasting guidance' not in j.run('chat', '-', '--preview', stdin=MESSAGE).out
    said = j.ok('fasting-check', '--diabetes', 'yes')
    body = j.run('chat', '-', '--preview', stdin=MESSAGE).out
    assert said['answers']['diabetes'] == 'yes' and 'No fasting guidance' in body and 'diabetes' not in body
    assert j.ok('fasting-check', '--diabetes', 'unsaid')['answers']['diabetes'] is None
    j.fails(2, 'usage', 'fasting-check', '--diabetes', 'maybe')
    assert 'doctor' in j.run('fasting-check').out


def test_never_send(j):
    secret = j.ok('reflect', '-', '--never-send', stdin='Nobody may read about the osprey.')
    before = len(j.requests())
    j.fails(1, 'never-send', 'chat', '-', '--include', secret['id'], stdin=MESSAGE)
    trashed = j.ok('reflect', '-', stdin='Into the bin.')
    j.ok('trash', trashed['id'])
    j.fails(1, 'not-found', 'chat', '-', '--include', trashed['id'], stdin=MESSAGE)
    assert len(j.requests()) == before


def test_without_consent_nothing_is_kept(j):
    kept = j.run('chat', '-', '--save', stdin='A sentence about the kestrel.')
    assert kept.status == 0 and 'consent' in kept.err
    assert j.ok('conversations') == []


def test_a_conversation_is_kept(j):
    j.ok('consent', 'grant', 'chat-history')
    first = j.chat(message='First, the plum tree.')
    assert first['conversation']
    conversations = j.ok('conversations')
    assert len(conversations) == 1 and conversations[0]['messages'] == 2
    second = j.chat('--conversation', first['conversation'][:8], message='Second, the pear tree.')
    assert second['conversation'] == first['conversation']
    body = json.loads(j.requests()[-1]['body'])
    assert [turn['content'] for turn in body['input']] == [
        'First, the plum tree.', 'You said: First, the plum tree.', 'Second, the pear tree.']
    assert j.chat('--no-save', message='Third.')['conversation'] is None
    shown = j.ok('conversation', first['conversation'])
    assert [m['from'] for m in shown['messages']] == ['person', 'companion'] * 2
    assert shown['messages'][1]['state'] == 'complete'
    people = j.run('conversation', first['conversation'])
    assert 'AI' in people.out and 'pear' in people.out
    assert len(j.ok('conversations')) == 1


def test_answered_anew(j):
    talk = j.chat(message='A plum tree?')['conversation']

    def kept():
        return [(m['from'], m['text'], m['state']) for m in j.ok('conversation', talk)['messages']]

    def again(model, **more):
        return j.run('chat', '--regenerate', '--conversation', talk, '--model', model, '--json', **more)

    first = kept()
    failed = again('fault:500')
    assert failed.status == 4 and failed.json['state'] == 'error' and kept() == first, str(failed)
    people = j.run('chat', '--regenerate', '--conversation', talk, '--model', 'fault:500')
    assert people.status == 4 and 'still kept' in people.err, str(people)
    body = json.loads(j.requests()[-1]['body'])
    assert [turn['content'] for turn in body['input']] == ['A plum tree?'], 'the former reply does not go along'
    new = again('fault:markdown')
    assert new.status == 0 and new.json['conversation'] == talk, str(new)
    assert kept() == [first[0], ('companion', new.json['response'], 'complete')] and kept() != first
    cut = again('fault:clean-end')
    assert cut.status == 4 and kept()[1:] == [('companion', cut.json['response'], 'interrupted')], str(cut)
    preview = j.run('chat', '--regenerate', '--conversation', talk, '--preview')
    assert json.loads(preview.out)['input'][-1]['content'] == 'A plum tree?'
    j.fails(2, 'usage', 'chat', '--regenerate')
    j.fails(2, 'usage', 'chat', '-', '--regenerate', '--conversation', talk, stdin=MESSAGE)
    j.fails(2, 'usage', 'chat', '--regenerate', '--conversation', talk, '--no-save')
    j.ok('conversation', 'delete', talk)
    j.fails(1, 'not-found', 'chat', '--regenerate', '--conversation', talk)


def test_marked_later(j):
    kept = j.ok('reflect', '-', stdin='About the cormorant.')
    talk = j.chat('--include', kept['id'], message='What do you think?')['conversation']
    j.ok('edit', kept['id'], '--never-send')
    j.chat('--conversation', talk, message='And now?')
    body = json.loads(j.requests()[-1]['body'])
    assert [turn['content'] for turn in body['input']] == ['And now?'], body['input']
    j.ok('conversation', 'delete', talk)
    j.fails(1, 'not-found', 'conversation', talk)
    j.fails(1, 'not-found', 'conversation', 'delete', talk)


def test_a_lower_time_counts_at_once(j):
    before = j.ok('conversations')[0]
    assert before['ending_soon'] is False and 'keep' not in j.run('conversations').out
    j.set('companion.retention-days', '3')
    after = j.ok('conversations')[0]
    assert after['ending_soon'] is True
    assert after['expires'] < before['expires'] and after['started'] == before['started']
    j.set('companion.retention-days', '30')
    assert j.ok('conversations')[0]['expires'] == after['expires'], 'an end only comes nearer'


def test_kept_before_it_ends(j):
    one = j.ok('conversations')[0]
    assert f'shc conversation keep {one["id"][:8]}' in j.run('conversations').out
    kept = j.ok('conversation', 'keep', one['id'][:8])
    assert j.ok('show', kept['id'])['text'] == kept['text'] and kept['never_send'] is False
    assert 'my own words' in kept['text'].lower() and 'You said: First, the plum tree.' in kept['text']
    assert kept['text'].count('These are an AI’s words') == 2 and kept['date'][:10] == one['started'][:10]
    assert len(j.ok('conversations')) == 1 and 'conversation keep' not in j.run('conversations').out
    assert 'AI' in j.run('conversation', 'keep', one['id']).err
    j.fails(1, 'not-found', 'conversation', 'keep', 'none-such')
    j.fails(2, 'usage', 'conversation', 'keep')


def test_withdrawn(j):
    assert j.ok('conversations')
    j.ok('consent', 'withdraw', 'chat-history')
    assert j.ok('conversations') == []
    j.set('openai.base-url', f'https://localhost:{j.address["port"]}/v1')
    j.fails(1, 'consent-required', 'chat', '-', stdin=MESSAGE)
    j.set('openai.base-url', f'https://127.0.0.1:{j.address["port"]}/v1')
    assert j.chat()['state'] == 'complete', 'the consent names the server again'
    j.ok('consent', 'withdraw', 'companion')
    j.fails(1, 'consent-required', 'chat', '-', stdin=MESSAGE)
    j.ok('consent', 'grant', 'companion')


def test_danger_is_held(j):
    before = len(j.requests())
    text = 'I am going to kill myself tonight.'
    held = j.run('chat', '-', '--json', stdin=text)
    assert held.status == 0 and held.json['state'] == 'held' and held.json['safety'] == 'now', str(held)
    assert held.json['response'] == '' and held.err.strip(), 'the card is on standard error'
    assert len(j.requests()) == before
    sent = j.run('chat', '-', '--json', '--send-anyway', stdin=text)
    assert sent.json['state'] == 'complete' and sent.err.strip()
    concern = j.run('chat', '-', '--json', stdin='I wish I would just not wake up anymore.')
    assert concern.json['state'] == 'complete' and concern.json['safety'] == 'concern' and concern.err.strip()


def test_danger_is_taken_along(j):
    told = j.ok('reflect', '-', stdin='I am going to kill myself tonight.')['id']
    before = len(j.requests())
    held = j.run('chat', '-', '--json', '--include', told, stdin='What do you think?')
    assert held.status == 0 and held.json['state'] == 'held' and held.json['safety'] == 'now', str(held)
    assert len(j.requests()) == before
    sent = j.chat('--include', told, '--send-anyway', message='What do you think?')
    assert sent['state'] == 'complete' and len(j.requests()) == before + 1


def test_danger_is_asked_about(j):
    before = len(j.requests())
    text = 'I am going to kill myself tonight.'
    t = Terminal([j.exe, 'chat', text, '--vault', j.dir])
    t.wait_for('(y/n)')
    t.type('n\r')
    assert t.end() == 0 and len(j.requests()) == before and 'Nothing was sent' in t.text
    t = Terminal([j.exe, 'chat', text, '--vault', j.dir])
    t.wait_for('(y/n)')
    t.type('y\r')
    assert t.end() == 0 and len(j.requests()) == before + 1 and 'You said' in t.text


def test_danger_is_not_told_again(j):
    j.ok('consent', 'grant', 'chat-history')
    talk = j.chat(message='Good morning.')['conversation']
    j.chat('--conversation', talk, '--send-anyway', message='I am going to kill myself tonight.')
    j.chat('--conversation', talk, message='I slept a little.')
    body = j.requests()[-1]['body']
    assert 'kill' not in body and 'Good morning.' in body
    j.ok('consent', 'withdraw', 'chat-history')


def test_harmful_advice_is_left_out(j):
    reply = j.chat('--model', 'fault:harm:medicine')
    assert 'left out' in reply['response'], reply
    people = j.run('chat', '-', '--model', 'fault:harm:fasting', stdin=MESSAGE)
    assert 'left out' in people.out and 'Support' in people.err, str(people)
    assert 'Support' not in j.run('chat', '-', stdin=MESSAGE).err


def test_faults(j):
    for model, state, code in (
            ('fault:401', 'error', 'key'), ('fault:404-model', 'error', 'model'), ('fault:429-quota', 'error', 'credit'),
            ('fault:500', 'error', 'fault'), ('fault:html-200', 'error', 'web page'), ('fault:clean-end', 'interrupted', 'cut off'),
            ('fault:no-words', 'error', 'without a word')):
        result = j.run('chat', '-', '--json', '--model', model, stdin=MESSAGE)
        assert result.status == 4 and result.json['state'] == state, str(result)
        assert code in result.json['message'], result.json
        people = j.run('chat', '-', '--model', model, stdin=MESSAGE)
        assert people.status == 4 and code in people.err, str(people)
        assert 'still here' not in people.err, 'it is whoever called that has the text'
        if state == 'error' and model != 'fault:no-words':
            assert result.json['usage'] == {'input': 0, 'output': 0, 'estimated': False}, str(result)
    refused = j.run('chat', '-', '--json', '--model', 'fault:refusal', stdin=MESSAGE)
    assert refused.status == 0 and refused.json['state'] == 'refused' and refused.json['response']
    cut = j.run('chat', '-', '--json', '--model', 'fault:length', stdin=MESSAGE)
    assert cut.status == 0 and cut.json['state'] == 'incomplete'
    guessed = j.chat('--model', 'fault:no-usage')
    assert guessed['usage']['estimated'] and guessed['usage']['output'] > 0


def test_an_answer_that_was_lost_is_counted(j):
    """What was taken, as far as one can know, was paid for."""
    before = j.ok('usage')
    lost = j.run('chat', '-', '--json', '--model', 'fault:reset', stdin=MESSAGE)
    assert lost.status == 4 and lost.json['state'] == 'error' and lost.json['response'] == '', str(lost)
    used = lost.json['usage']
    assert used['input'] > 0 and used['output'] == 0 and used['estimated'], used
    after = j.ok('usage')
    assert after['input'] - before['input'] == after['estimated'] - before['estimated'] == used['input'], (before, after, used)


def test_what_a_server_repeats_is_not_shown(j):
    """Neither the key nor what the person wrote, however it is quoted; what it says beside stays."""
    for fault in ('repeats-key', 'repeats-key:cut', 'repeats-text'):
        for protocol in ('responses', 'chat'):
            j.set('openai.protocol', protocol)
            for words in ([], ['--json']):
                result = j.run('chat', '-', '--model', f'fault:{fault}', *words, stdin=MESSAGE, env={'G_MESSAGES_DEBUG': 'all'})
                assert result.status == 4 and 'did not accept' in result.out + result.err, str(result)
                assert KEY[:7] not in str(result) and 'tree_lost' not in str(result).lower(), str(result)
                assert ('left out' in result.out + result.err) == (fault != 'repeats-key'), str(result)
    j.set('openai.protocol', 'responses')
    j.set('openai.base-url', f'https://127.0.0.1:{j.address["port"]}/fault:repeats-key/v1')
    for words in (['models'], ['models', '--json'], ['secret', 'test', 'openai'], ['secret', 'test', 'openai', '--json']):
        result = j.run(*words, env={'G_MESSAGES_DEBUG': 'all'})
        assert result.status == 4 and 'Bearer …' in result.out + result.err and KEY[:7] not in str(result), str(result)
    j.set('openai.base-url', f'https://127.0.0.1:{j.address["port"]}/v1')
    told = j.run('chat', '-', '--model', 'fault:400-unsupported:store', stdin='Is store a parameter?')
    assert 'Unsupported parameter' in told.err, str(told)


def test_nothing_that_moves_a_terminal(j):
    """Nor into a pipe, whose other end may be one; a program gets it as JSON."""
    people = j.run('chat', '-', '--model', 'fault:coloured', stdin=MESSAGE)
    assert people.status == 0 and '␛[31mred' in people.out and 'stays open.' in people.out, str(people)
    failed = j.run('chat', '-', '--model', 'fault:escapes', stdin=MESSAGE)
    assert failed.status == 4 and '[31mRed' in failed.err, str(failed)
    j.ok('consent', 'grant', 'chat-history')
    reply = j.chat('--model', 'fault:coloured')
    assert reply['response'] == 'The \x1b[31mred\x1b[0m door \x07\x9b2J stays open.', reply
    kept = j.run('conversation', reply['conversation'])
    assert '␛[31mred' in kept.out, str(kept)
    for result in (people, failed, kept):
        assert not re.search('[\x00-\x08\x0b-\x1f\x7f-\x9f]', result.out + result.err), str(result)
    j.ok('conversation', 'delete', reply['conversation'])
    j.ok('consent', 'withdraw', 'chat-history')


def test_a_server_that_stores_is_sent_nothing_more(j):
    """What it was asked not to do ends the consent, for every program, until somebody gives it anew."""
    stored = j.run('chat', '-', '--json', '--model', 'fault:store-true', stdin=MESSAGE)
    assert stored.status == 4 and stored.json['state'] == 'error' and 'stores' in stored.json['message'], str(stored)
    assert stored.json['usage']['input'] > 0 and stored.json['usage']['estimated'], 'it was read there'
    before = len(j.requests())
    j.fails(1, 'consent-required', 'chat', '-', stdin=MESSAGE)
    assert len(j.requests()) == before
    entry = j.ok('consent')[-1]
    assert entry['what'] == 'companion' and not entry['granted'], entry
    assert j.ok('consent', 'verify')['ok']
    assert 'by the program: the server said that it stores' in j.run('consent').out
    j.ok('consent', 'grant', 'companion')
    assert j.chat()['state'] == 'complete'


def test_a_phase_is_said_again(j):
    j.ok('consent', 'grant', 'chat-history')
    first = j.chat('--model', 'fault:two-items')
    j.chat('--conversation', first['conversation'])
    again = [item for item in json.loads(j.requests()[-1]['body'])['input'] if item['role'] == 'assistant']
    assert [item.get('phase') for item in again] == ['final_answer'], again
    j.ok('conversation', 'delete', first['conversation'])
    j.ok('consent', 'withdraw', 'chat-history')


def test_counts_that_cannot_be_are_guessed(j):
    for protocol in ('responses', 'chat'):
        j.set('openai.protocol', protocol)
        reply = j.chat('--model', 'fault:huge-usage')
        assert reply['state'] == 'complete' and reply['usage']['estimated'] and reply['usage']['output'] < 1000, reply
    j.set('openai.protocol', 'responses')
    assert j.ok('usage')['output'] < 10 ** 9


def test_taken_back_in_the_middle(j):
    """Another program takes the consent back, or switches the network off, while the answer is coming."""
    for taken, given in ((('consent', 'withdraw', 'companion'), ('consent', 'grant', 'companion')),
                         (('settings', 'set', 'network.enabled', 'false'), ('settings', 'set', 'network.enabled', 'true'))):
        before = len(j.requests())
        command = [j.exe, 'chat', '-', '--json', '--model', 'fault:paced:100000:50', '--vault', j.dir]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=harness.quick_env()) as process:
            process.stdin.write(MESSAGE.encode())
            process.stdin.close()
            end = time.monotonic() + 60
            while len(j.requests()) == before and time.monotonic() < end:
                time.sleep(0.02)
            j.ok(*taken)
            reply = json.loads(process.stdout.read())
        assert process.returncode == 4 and reply['state'] == 'interrupted', reply
        assert 'not agreed to any more' in reply['message'], reply
        j.ok(*given)


def test_ctrl_c_keeps_what_came(j):
    command = [j.exe, 'chat', '-', '--json', '--model', 'fault:paced:100000:100', '--vault', j.dir]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env=harness.quick_env())
    process.stdin.write(MESSAGE.encode())
    process.stdin.close()
    before = len(j.requests())
    end = time.monotonic() + 30
    while len(j.requests()) == before and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    reply = json.loads(process.stdout.read())
    assert process.wait() == 0 and reply['state'] == 'stopped' and 'word' in reply['response'], reply
    assert reply['usage']['estimated']


def test_what_was_asked_is_counted_whatever_happens_then(j):
    before = j.ok('usage')
    command = [j.exe, 'chat', '-', '--json', '--model', 'fault:paced:100000:100', '--vault', j.dir]
    asked = len(j.requests())
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=harness.quick_env())
    process.stdin.write(MESSAGE.encode())
    process.stdin.close()
    end = time.monotonic() + 30
    while len(j.requests()) == asked and time.monotonic() < end:
        time.sleep(0.02)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    after = j.ok('usage')
    more = after['input'] - before['input']
    assert more > 0 and after['estimated'] - before['estimated'] == more, (before, after)
    # What was counted stands in the place of what was guessed; nothing is counted of what was not taken.
    reply = j.chat()
    counted = j.ok('usage')
    assert counted['input'] - after['input'] == reply['usage']['input'], (after, counted, reply)
    assert counted['estimated'] == after['estimated'], (after, counted)
    j.run('chat', '-', '--model', 'fault:401', stdin=MESSAGE)
    assert j.ok('usage') == counted


def first_word(j, seconds):
    """How long after it was asked the server sent its first word, and how long after that it was seen."""
    command = [j.exe, 'chat', MESSAGE, '--model', f'fault:echo-first-byte-stamp:{seconds}', '--vault', j.dir]
    asked = time.monotonic()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=harness.quick_env()) as process:
        seen = b''
        while not (stamp := re.search(rb'\d{12,}', seen)):
            seen += os.read(process.stdout.fileno(), 65536)
        now = time.monotonic()
        process.stdout.read()
    sent = int(stamp[0]) / 1e9
    return sent - asked, now - sent


def test_first_word_in_two_seconds(j):
    """Whenever the server's first comes within 1.9: nothing waits for more. A busy machine may be late once or twice."""
    tries = [first_word(j, 1) for _ in range(3)]
    assert min(later for _, later in tries) <= 0.1, tries
    assert all(sent >= 1 for sent, _ in tries), tries


def test_no_server(j):
    j.set('openai.base-url', 'https://127.0.0.1:1/v1')
    gone = j.run('chat', '-', '--json', stdin=MESSAGE)
    assert gone.status == 4 and gone.json['state'] == 'error' and 'running' in gone.json['message']
    assert j.fails(4, 'offline', 'models')
    j.set('openai.base-url', f'https://127.0.0.1:{j.address["other_host_port"]}/v1')
    assert 'prove' in j.fails(4, 'offline', 'models')
    j.fails(2, 'usage', 'settings', 'set', 'openai.base-url', 'http://example.org/v1')
    j.set('openai.base-url', f'https://127.0.0.1:{j.address["port"]}/v1')


def test_activity_and_usage(j):
    activity = j.ok('activity')
    purposes = {entry['purpose'] for entry in activity}
    assert {'chat', 'models', 'test-key'} <= purposes
    newest = next(entry for entry in activity if entry['purpose'] == 'chat' and entry['status'] == 200)
    assert newest['service'] == 'openai' and newest['endpoint'] == 'responses'
    assert newest['bytes_out'] > 0 and newest['bytes_in'] > 0
    text = json.dumps(activity)
    assert 'walnut' not in text and KEY not in text
    usage = j.ok('usage')
    assert usage['usage'] and all(entry['input'] + entry['output'] > 0 for entry in usage['usage'])
    assert usage['input'] == sum(entry['input'] for entry in usage['usage']) and usage['cost'] == []
    assert usage['unknown_tokens'] == usage['input'] + usage['output'] and usage['estimated'] > 0
    assert j.ok('usage', '--month', '1999-01')['usage'] == []
    j.fails(2, 'usage', 'usage', '--month', '2026-13')
    assert j.run('usage').out.strip() and j.run('activity').out.strip()


def test_limit(j):
    j.set('companion.monthly-limit', '10')
    j.fails(1, 'limit-reached', 'chat', '-', stdin=MESSAGE)
    j.set('companion.monthly-limit', '')


def amount(text):
    """Millionths, without a detour over floating point."""
    whole, _, rest = text.partition('.')
    return int(whole) * 1000000 + int(rest.ljust(6, '0'))


def test_limit_among_several(j):
    """Of what is asked at the same time, by several programs, only so much goes as the limit has room for."""
    used = j.ok('usage')
    told = j.run('chat', '-', '--preview', stdin=MESSAGE).err
    tokens = int(re.search(r'about (\d+) tokens', told)[1])
    j.set('companion.monthly-limit', str(used['input'] + used['output'] + tokens + tokens // 2))
    before = len(j.requests())
    command = [j.exe, 'chat', '-', '--json', '--model', 'fault:paced:20:20', '--vault', j.dir]
    several = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                env=harness.quick_env()) for _ in range(5)]
    for process in several:
        process.stdin.write(MESSAGE.encode())
        process.stdin.close()
    replies = [json.loads(process.stdout.read()) for process in several]
    assert sorted(process.wait() for process in several) == [0, 1, 1, 1, 1], replies
    assert all(reply['error']['code'] == 'limit-reached' for reply in replies if 'error' in reply), replies
    assert len(j.requests()) == before + 1
    j.set('companion.monthly-limit', '')


def test_cost(j):
    before = len(j.requests())
    assert 'no price of the model' in j.run('chat', '-', '--preview', stdin=MESSAGE).err
    problem = j.fails(2, 'usage', 'settings', 'set', 'companion.prices', '-', stdin='gpt-test = 1 2 USD 2026-11-01\nx = 1\n')
    assert 'Line 2' in problem
    table = 'gpt-test = 2 8.5 USD 2026-11-01\nfault:no-usage = 1 1 EUR 2026-11-01\n'
    j.ok('settings', 'set', 'companion.prices', '-', stdin=table)
    assert j.ok('settings', 'get', 'companion.prices')['companion.prices'] == (
        'gpt-test = 2.00 8.50 USD 2026-11-01\nfault:no-usage = 1.00 1.00 EUR 2026-11-01')
    previewed = j.run('chat', '-', '--preview', stdin=MESSAGE)
    size = len(previewed.out.encode())
    shown = re.search(r'Estimated cost: ([0-9.]+) USD to send it, and at most ([0-9.]+) USD .* 2026-11-01', previewed.err)
    assert shown and amount(shown.group(1)) == (size + 3) // 4 * 2, previewed.err
    assert amount(shown.group(2)) == 17000 and 'This month: ' in previewed.err, previewed.err
    reply = j.chat()
    used = reply['usage']
    assert reply['cost'] == [{'currency': 'USD', 'known': reply['cost'][0]['known'], 'estimated': '0.00'}]
    assert amount(reply['cost'][0]['known']) == used['input'] * 2 + -(-used['output'] * 17 // 2)
    guessed = j.chat('--model', 'fault:no-usage')
    assert guessed['cost'][0]['currency'] == 'EUR' and guessed['cost'][0]['known'] == '0.00'
    assert amount(guessed['cost'][0]['estimated']) == guessed['usage']['input'] + guessed['usage']['output']
    usage = j.ok('usage')
    assert {entry['currency'] for entry in usage['cost']} == {'EUR', 'USD'} and usage['unknown_tokens'] > 0
    said = j.run('usage').out
    assert 'USD' in said and 'whose price is not known' in said and 'All together' in said
    assert len(j.requests()) == before + 2


def test_limit_in_money(j):
    before = len(j.requests())
    j.set('companion.monthly-limit', '1000.00 USD')
    assert 'without a known price' in j.fails(1, 'limit-reached', 'chat', '-', stdin=MESSAGE)
    assert 'gpt-nobody' in j.fails(1, 'limit-reached', 'chat', '-', '--model', 'gpt-nobody', stdin=MESSAGE)
    models = {entry['model'] for entry in j.ok('usage')['usage']}
    j.ok('settings', 'set', 'companion.prices', '-',
         stdin=''.join(f'{model} = 1.00 1.00 USD 2020-01-01\n' for model in sorted(models | {'gpt-test'})))
    j.set('companion.monthly-limit', '0.01 USD')
    j.fails(1, 'limit-reached', 'chat', '-', stdin=MESSAGE)
    assert len(j.requests()) == before
    j.set('companion.monthly-limit', '1000.00 USD')
    assert j.chat()['state'] == 'complete' and len(j.requests()) == before + 1
    old = j.run('chat', '-', '--preview', stdin=MESSAGE).err
    assert 'days old' in old and '1000.00 USD' in old
    j.set('companion.monthly-limit', '1000.00 EUR')
    assert 'USD' in j.fails(1, 'limit-reached', 'chat', '-', stdin=MESSAGE)
    j.set('companion.monthly-limit', '')


def test_cost_of_a_conversation(j):
    j.ok('consent', 'grant', 'chat-history')
    kept = j.chat('--save')
    again = j.chat('--conversation', kept['conversation'])
    one = j.ok('conversation', kept['conversation'])
    assert one['usage']['input'] == kept['usage']['input'] + again['usage']['input'] and not one['usage']['estimated']
    assert amount(one['cost'][0]['known']) == amount(kept['cost'][0]['known']) + amount(again['cost'][0]['known'])
    listed = j.ok('conversations')[0]
    assert listed['cost'] == one['cost'] and 'USD' in j.run('conversations').out
    words = j.run('chat', '-', '--preview', '--conversation', kept['conversation'], stdin=MESSAGE).err
    assert 'This conversation so far: ' in words
    j.ok('conversation', 'delete', kept['conversation'])
    j.ok('consent', 'withdraw', 'chat-history')


def test_talking_in_a_terminal(j):
    t = Terminal([j.exe, 'chat', '--vault', j.dir])
    t.wait_for('You: ')
    t.type('The first line.\r')
    t.wait_for('You said: The first line.')
    t.wait_for('You: ')
    t.type('The second line.\r')
    t.wait_for('You said: The second line.')
    t.wait_for('You: ')
    t.type('\x04')
    assert t.end() == 0
    body = json.loads(j.requests()[-1]['body'])
    assert len(body['input']) == 3 and j.ok('conversations') == []


def test_deleted_meanwhile(j):
    j.ok('consent', 'grant', 'chat-history')
    t = Terminal([j.exe, 'chat', '--vault', j.dir])
    t.wait_for('You: ')
    t.type('The first line.\r')
    t.wait_for('You said: The first line.')
    t.wait_for('You: ')
    j.ok('conversation', 'delete', j.ok('conversations')[0]['id'])
    before = len(j.requests())
    t.type('The second line.\r')
    t.wait_for('Nothing was sent')
    assert t.end() == 1 and 'meanwhile' in t.text, t.text
    assert len(j.requests()) == before and j.ok('conversations') == []
    j.ok('consent', 'withdraw', 'chat-history')


def test_deleted_before_it_is_sent_again(j):
    j.ok('consent', 'grant', 'chat-history')
    t = Terminal([j.exe, 'chat', '--model', 'fault:401-once', '--vault', j.dir])
    t.wait_for('You: ')
    t.type('Not to be told again.\r')
    t.wait_for('still here')
    j.ok('conversation', 'delete', j.ok('conversations')[0]['id'])
    before = len(j.requests())
    t.type('\r')
    t.wait_for('Nothing was sent')
    assert t.end() == 1 and 'meanwhile' in t.text, t.text
    assert len(j.requests()) == before and j.ok('conversations') == []
    j.ok('consent', 'withdraw', 'chat-history')


def test_deleted_while_the_answer_comes(j):
    """What was paid for is counted, whatever became of the conversation."""
    j.ok('consent', 'grant', 'chat-history')
    asked, used = len(j.requests()), j.ok('usage')
    command = [j.exe, 'chat', '-', '--json', '--save', '--model', 'fault:paced:100:50', '--vault', j.dir]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=harness.quick_env()) as process:
        process.stdin.write(MESSAGE.encode())
        process.stdin.close()
        end = time.monotonic() + 60
        while len(j.requests()) == asked and time.monotonic() < end:
            time.sleep(0.02)
        for one in j.ok('conversations'):
            j.ok('conversation', 'delete', one['id'])
        reply = json.loads(process.stdout.read())
    now = j.ok('usage')
    assert 'word' in reply['response'] and j.ok('conversations') == [], reply
    assert 'deleted' in reply['message'], reply
    assert now['input'] - used['input'] == reply['usage']['input'], (used, now, reply)
    assert now['output'] - used['output'] == reply['usage']['output'] > 0, (used, now, reply)
    j.ok('consent', 'withdraw', 'chat-history')


def test_again_in_a_terminal(j):
    t = Terminal([j.exe, 'chat', '--model', 'fault:401-once', '--vault', j.dir])
    t.wait_for('You: ')
    t.type('Not to be typed twice.\r')
    t.wait_for('refused')
    t.wait_for('still here')
    t.type('\r')
    t.wait_for('You said: Not to be typed twice.')
    t.wait_for('You: ')
    t.type('\x04')
    assert t.end() == 0
    bodies = [request['body'] for request in j.requests()[-2:]]
    assert bodies[0] == bodies[1]


def test_kept_without_an_answer(j):
    j.ok('consent', 'grant', 'chat-history')
    failed = j.run('chat', '-', '--model', 'fault:401', stdin='Not to be typed twice.')
    talk = re.search(r'shc chat --regenerate --conversation (\S+)', failed.err)
    assert failed.status == 4 and talk, str(failed)
    again = j.ok('chat', '--regenerate', '--conversation', talk[1])
    assert again['response'] == 'You said: Not to be typed twice.'
    j.ok('consent', 'withdraw', 'chat-history')


def test_endpoint(j):
    def ask(value, **more):
        return j.run('api', 'chat', stdin=json.dumps(value), **more)

    reply = ask({'message': MESSAGE, 'healingName': 'River', 'consent': False})
    assert reply.status == 0 and reply.json == {'response': 'You said: ' + MESSAGE}, str(reply)
    held = ask({'message': 'I am going to kill myself tonight.', 'healingName': 'River', 'consent': False})
    assert held.json['held'] is True and held.json['response']
    concern = ask({'message': 'Everybody would be better off if I were dead.', 'healingName': 'River', 'consent': False})
    assert concern.status == 0 and concern.json['safety'] == 'concern' and 'You said' in concern.json['response'], str(concern)
    assert 'findahelpline' in concern.err, str(concern)
    for model, status, state in (('fault:clean-end', 4, 'interrupted'), ('fault:length', 0, 'incomplete')):
        j.set('openai.model', model)
        part = ask({'message': MESSAGE, 'healingName': 'River', 'consent': False})
        assert part.status == status and part.json['state'] == state, str(part)
        assert part.json['response'] and part.json['message'], str(part)
    j.set('openai.model', 'gpt-test')
    for wrong, field in (({'healingName': 'River', 'consent': True}, 'message'),
                         ({'message': 1, 'healingName': 'River', 'consent': True}, 'message'),
                         ({'message': MESSAGE, 'healingName': 'Nobody', 'consent': True}, 'healingName'),
                         ({'message': MESSAGE, 'healingName': 'River', 'consent': 'yes'}, 'consent')):
        result = ask(wrong)
        assert result.status == 2 and field in result.json['error'], str(result)


def test_key_is_nowhere(j):
    for path, _, names in os.walk(j.dir):
        for name in names:
            with open(os.path.join(path, name), 'rb') as file:
                content = file.read()
            assert KEY.encode() not in content and b'walnut' not in content, name
    result = j.run('chat', '-', '--model', 'fault:401', stdin=MESSAGE, env={'G_MESSAGES_DEBUG': 'all'})
    assert KEY not in result.out + result.err and 'walnut' not in result.err
    assert 'refused' in result.err and 'is stored' not in result.err, str(result)
    j.ok('secret', 'clear', 'openai')
    # Not the same as a key that was refused.
    for words in (['chat', '-', '--model', 'fault:401'], ['models']):
        result = j.run(*words, stdin=MESSAGE)
        assert result.status == 4 and 'none for the companion is stored' in result.err, str(result)


def test_end(j):
    j.server.stdin.close()
    assert j.server.wait() == 0
    assert not re.search('Traceback', ''.join(open(os.path.join(j.server_folder, name), errors='replace').read()
                                              for name in os.listdir(j.server_folder) if name.endswith('.jsonl')))


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
