#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests openai_server.py itself: certificates, both wire formats, its faults byte by byte, its record.

usage: test_openai_server.py [-v] [TEST]...
"""

import http.client
import json
import pathlib
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
from email.utils import parsedate_to_datetime

HERE = pathlib.Path(__file__).resolve().parent
KEY = 'sk-test-key'
ASKED = 'the river is high'
TEXT = f'You said: {ASKED}'
ENDPOINTS = ('responses', 'chat/completions')
OVER = {'responses': 'response.completed', 'chat/completions': 'stop'}


class Server:
    """One run of the program."""

    def __init__(self, *options):
        # pylint: disable=consider-using-with
        self.temporary = tempfile.TemporaryDirectory(prefix='openai-server-')
        self.folder = pathlib.Path(self.temporary.name)
        self.process = self.run(*options)
        ready = json.loads(self.process.stdout.readline())
        self.ready = ready
        self.port = ready['port']
        self.context = None
        if ready['ca']:
            self.context = ssl.create_default_context(cafile=ready['ca'])

    def run(self, *options):
        return subprocess.Popen(['/usr/bin/python3', HERE / 'openai_server.py', self.folder, *options],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def stop(self):
        self.process.stdin.close()
        status = self.process.wait(10)
        self.process.stdout.close()
        self.temporary.cleanup()
        return status

    def connect(self, port=None, host='127.0.0.1'):
        sock = socket.create_connection((host, port or self.port), timeout=8)
        if self.context:
            sock = self.context.wrap_socket(sock, server_hostname=host, suppress_ragged_eofs=False)
        return sock

    def ask(self, method, path, body=None, key=KEY):
        """An exchange by a real client: status, headers, parsed body or text."""
        client = (http.client.HTTPSConnection('127.0.0.1', self.port, timeout=8, context=self.context)
                  if self.context else http.client.HTTPConnection('127.0.0.1', self.port, timeout=8))
        headers = {'Content-Type': 'application/json', **({'Authorization': f'Bearer {key}'} if key else {})}
        client.request(method, path, body if body is None else json.dumps(body), headers)
        answer = client.getresponse()
        text = answer.read().decode()
        client.close()
        is_json = answer.headers['content-type'] == 'application/json'
        return answer.status, answer.headers, json.loads(text) if is_json else text

    def post(self, endpoint, model='gpt-test', **more):
        return self.ask('POST', f'/v1/{endpoint}', body_for(endpoint, model, **more))

    def records(self):
        with open(self.folder / 'requests.jsonl', encoding='utf-8') as file:
            return [json.loads(line) for line in file]


def body_for(endpoint, model='gpt-test', **more):
    history = [{'role': 'user', 'content': 'before'}, {'role': 'assistant', 'content': 'yes'},
               {'role': 'user', 'content': ASKED}]
    key = 'input' if endpoint == 'responses' else 'messages'
    return {'model': model, 'store': False, key: history, **more}


def request_for(endpoint, model, **more):
    body = json.dumps(body_for(endpoint, model, **more)).encode()
    head = (f'POST /v1/{endpoint} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {KEY}\r\n'
            f'Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n')
    return head.encode() + body


class Raw:
    """All bytes of one streamed answer, how they came and how they ended: 'closed', 'reset', 'torn' or
    'silent'."""

    def __init__(self, server, endpoint, model, wait=8, **more):
        self.reads = []
        self.end = 'closed'
        self.started = time.monotonic()
        with server.connect() as sock:
            sock.sendall(request_for(endpoint, model, stream=True, **more))
            sock.settimeout(wait)
            try:
                while data := sock.recv(65536):
                    self.reads.append((time.monotonic() - self.started, data))
            except TimeoutError:
                self.end = 'silent'
            except ConnectionResetError:
                self.end = 'reset'
            except ssl.SSLEOFError:
                # Python has lost the reason; after a reset the state is TCP_CLOSE, after a FIN it is not.
                state = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
                self.end = 'reset' if state == 7 else 'torn'
        self.data = b''.join(data for _, data in self.reads)
        self.head, _, self.rest = self.data.partition(b'\r\n\r\n')
        self.chunks, self.is_whole = unchunk(self.rest)
        self.body = b''.join(self.chunks)

    def events(self, eol=b'\n'):
        """The payloads of well-formed events."""
        blocks = self.body.removesuffix(eol * 2).split(eol * 2)
        lines = [[line for line in block.split(eol) if line.startswith(b'data: ')] for block in blocks]
        return [json.loads(payload) for block in lines if block
                for payload in [b'\n'.join(line[6:] for line in block)] if payload != b'[DONE]']


def unchunk(data):
    """The chunks, the last perhaps cut, and whether the end of the body was there."""
    chunks = []
    while b'\r\n' in data:
        size, _, data = data.partition(b'\r\n')
        if int(size, 16) == 0:
            return chunks, data == b'\r\n'
        chunks.append(data[:int(size, 16)])
        data = data[int(size, 16) + 2:]
    return chunks, False


def text_of(events):
    """The text of all deltas of either format."""
    said = []
    for event in events:
        if event.get('type') == 'response.output_text.delta':
            said.append(event['delta'])
        for choice in event.get('choices', []):
            said.append(choice['delta'].get('content') or '')
    return ''.join(said)


def ending_of(events):
    """The word that ends the answer in either format, if there is one."""
    found = None
    for event in events:
        if event.get('type') in ('response.completed', 'response.incomplete', 'response.failed', 'error'):
            found = event['type']
        for choice in event.get('choices', []):
            found = choice['finish_reason'] or found
    return found


def setUpModule():  # pylint: disable=invalid-name
    Case.server = Server()
    Case.local = Server('--plain')


def tearDownModule():  # pylint: disable=invalid-name
    assert Case.server.stop() == 0
    assert Case.local.stop() == 0


class Case(unittest.TestCase):
    """A test on servers that all tests share."""
    server = None
    local = None

    def raw(self, endpoint, model, **more):
        return Raw(self.server, endpoint, model, **more)

    def fails(self, status, code, *arguments, **more):
        answer = self.server.post(*arguments, **more)
        self.assertEqual((answer[0], answer[2]['error']['code']), (status, code), answer[2])
        self.assertEqual(set(answer[2]['error']), {'message', 'type', 'param', 'code'})
        return answer


class Basics(Case):
    def test_certificates(self):
        self.assertEqual(self.server.ask('GET', '/v1/models')[0], 200)
        for port, why in (('other_host_port', "not valid for '127.0.0.1'"), ('expired_port', 'has expired')):
            with self.assertRaisesRegex(ssl.SSLCertVerificationError, why):
                self.server.connect(self.server.ready[port])
        self.assertEqual(self.server.records()[-1]['path'], '/v1/models')

    def test_bad_certificates_record_who_does_not_care(self):
        with socket.create_connection(('127.0.0.1', self.server.ready['expired_port'])) as sock:
            careless = ssl.create_default_context()
            careless.check_hostname = False
            careless.verify_mode = ssl.CERT_NONE
            with careless.wrap_socket(sock) as tls:
                tls.sendall(b'GET /x HTTP/1.1\r\nHost: x\r\n\r\n')
                self.assertTrue(tls.recv(100).startswith(b'HTTP/1.1 401 '))
        self.assertEqual([record['path'] for record in self.server.records()
                          if record.get('listener') == 'expired'], ['/x'])

    def test_certificates_are_made_once(self):
        before = (self.server.folder / 'ca.pem').read_bytes()
        second = self.server.run()
        second.stdout.readline()
        second.send_signal(signal.SIGTERM)
        self.assertEqual(second.wait(10), 0)
        second.stdin.close()
        second.stdout.close()
        self.assertEqual((self.server.folder / 'ca.pem').read_bytes(), before)

    def test_models(self):
        status, _, body = self.server.ask('GET', '/v1/models')
        self.assertEqual((status, body['object']), (200, 'list'))
        created = [model['created'] for model in body['data']]
        self.assertNotIn(created, (sorted(created), sorted(created, reverse=True)))
        self.assertIn('gpt-test', [model['id'] for model in body['data']])

    def test_key(self):
        for key in (None, 'sk-other'):
            status, _, body = self.server.ask('GET', '/v1/models', key=key)
            self.assertEqual((status, body['error']['code']), (401, 'invalid_api_key'))
        self.assertEqual(self.local.ask('GET', '/v1/models', key=None)[0], 200)

    def test_whole_answers(self):
        _, _, body = self.server.post('responses')
        self.assertEqual(body['output'][0]['content'][0]['text'], TEXT)
        self.assertEqual((body['status'], body['store']), ('completed', False))
        size = len(json.dumps(body_for('responses')))
        self.assertEqual(body['usage']['input_tokens'], size // 4)
        _, _, body = self.server.post('chat/completions')
        self.assertEqual(body['choices'][0]['message']['content'], TEXT)
        self.assertEqual(body['usage']['completion_tokens'], 6)

    def test_streams(self):
        for endpoint in ENDPOINTS:
            answer = self.raw(endpoint, 'gpt-test')
            self.assertIn(b'Content-Type: text/event-stream', answer.head)
            self.assertTrue(answer.is_whole and answer.end == 'closed')
            self.assertEqual((text_of(answer.events()), ending_of(answer.events())), (TEXT, OVER[endpoint]))
            deltas = [event for event in answer.events() if text_of([event])]
            self.assertEqual(len(deltas), 6)
            self.assertEqual(answer.body.endswith(b'data: [DONE]\n\n'), endpoint != 'responses')
        self.assertNotIn(b'"usage"', answer.body)
        answer = self.raw('chat/completions', 'gpt-test', stream_options={'include_usage': True})
        self.assertEqual(answer.events()[-1]['choices'], [])
        self.assertEqual(answer.events()[-1]['usage']['completion_tokens'], 6)

    def test_order_of_events(self):
        events = self.raw('responses', 'gpt-test').events()
        self.assertEqual([event['sequence_number'] for event in events], list(range(len(events))))
        types = [event['type'].removeprefix('response.') for event in events]
        self.assertEqual(types, ['created', 'in_progress', 'output_item.added', 'content_part.added',
                                 *['output_text.delta'] * 6, 'output_text.done', 'content_part.done',
                                 'output_item.done', 'completed'])

    def test_keep_alive(self):
        with self.server.connect() as sock:
            for _ in range(3):
                sock.sendall(request_for('responses', 'gpt-test').replace(b'Connection: close\r\n', b''))
                head, _, body = b'', b'', b''
                while b'\r\n\r\n' not in head:
                    head += sock.recv(65536)
                head, _, body = head.partition(b'\r\n\r\n')
                size = int(head.split(b'Content-Length: ')[1].split(b'\r\n')[0])
                while len(body) < size:
                    body += sock.recv(65536)
                self.assertEqual(json.loads(body)['status'], 'completed')

    def test_local(self):
        body = {'model': 'gpt-test', 'messages': [{'role': 'user', 'content': ASKED}]}
        status, headers, answer = self.local.ask('POST', '/v1/chat/completions', body, key=None)
        self.assertEqual((status, answer['choices'][0]['message']['content']), (200, TEXT))
        self.assertNotIn('x-ratelimit-limit-requests', headers)
        status, _, answer = self.local.ask('POST', '/v1/chat/completions', {**body, 'model': 'x'}, key=None)
        self.assertEqual((status, answer['error']['type']), (404, 'not_found_error'))

    def test_parts_of_a_message(self):
        parts = [{'type': 'input_text', 'text': 'one '}, {'type': 'input_text', 'text': 'two'}]
        _, _, body = self.server.post('responses', input=[{'role': 'user', 'content': parts}])
        self.assertEqual(body['output'][0]['content'][0]['text'], 'You said: one two')
        _, _, body = self.server.post('responses', input='plain')
        self.assertEqual(body['output'][0]['content'][0]['text'], 'You said: plain')


class Rules(Case):
    def test_store(self):
        for endpoint in ENDPOINTS:
            for value in (True, None, 0):
                self.fails(400, 'invalid_value', endpoint, store=value)
            body = body_for(endpoint)
            del body['store']
            status, _, answer = self.server.ask('POST', f'/v1/{endpoint}', body)
            self.assertEqual((status, answer['error']['param']), (400, 'store'))

    def test_forbidden(self):
        for endpoint in ENDPOINTS:
            for key in ('previous_response_id', 'conversation', 'background', 'metadata', 'user', 'prompt'):
                answer = self.fails(400, 'unsupported_parameter', endpoint, **{key: None})
                self.assertEqual(answer[2]['error']['param'], key)

    def test_values(self):
        for endpoint, more, code in (
                ('responses', {'max_output_tokens': 15}, 'invalid_value'),
                ('responses', {'temperature': 2.5}, 'invalid_value'),
                ('responses', {'temperature': True}, 'invalid_type'),
                ('responses', {'input': 42}, 'invalid_type'),
                ('responses', {'input': [{'role': 'tool', 'content': ''}]}, 'invalid_value'),
                ('responses', {'input': [{'role': 'user'}]}, 'missing_required_parameter'),
                ('responses', {'input': [{'type': 'reasoning', 'id': 'r'}]}, 'missing_required_parameter'),
                ('responses', {'include': ['everything']}, 'invalid_value'),
                ('responses', {'healing_name': 'River'}, 'unknown_parameter'),
                ('responses', {'stream': 'yes'}, 'invalid_type'),
                ('responses', {'safety_identifier': 'a' * 65}, 'string_above_max_length'),
                ('responses', {'prompt_cache_options': {'mode': 'never'}}, 'invalid_value'),
                ('chat/completions', {'messages': []}, 'invalid_type'),
                ('chat/completions', {'messages': [{'role': 'user', 'content': None}]}, 'invalid_type'),
                ('chat/completions', {'input': 'x'}, 'unknown_parameter'),
                ('chat/completions', {'model': ''}, 'invalid_value')):
            with self.subTest(more=more):
                self.fails(400, code, endpoint, **more)

    def test_what_is_allowed(self):
        reasoning = {'type': 'reasoning', 'id': 'r', 'summary': [], 'encrypted_content': 'x'}
        user = {'role': 'user', 'content': ASKED}
        answer = {'role': 'assistant', 'content': 'a', 'phase': 'final_answer'}
        status, _, body = self.server.post(
            'responses', input=[user, reasoning, answer, user], instructions='Be kind.', max_output_tokens=16,
            include=['reasoning.encrypted_content'], prompt_cache_options={'mode': 'explicit'},
            safety_identifier='a' * 64, reasoning={'effort': 'low'}, temperature=None)
        self.assertEqual(status, 200, body)
        self.assertEqual(body['instructions'], 'Be kind.')
        status, _, body = self.server.post(
            'chat/completions', messages=[{'role': 'system', 'content': 'Be kind.'}, user,
                                          {'role': 'assistant', 'content': None, 'refusal': 'No.'}, user],
            max_completion_tokens=9, stop=['x'])
        self.assertEqual(status, 200, body)

    def test_models(self):
        self.fails(404, 'model_not_found', 'responses', 'gpt-9')
        self.fails(400, None, 'responses', 'fault:no-such-thing')

    def test_not_json(self):
        with self.server.connect() as sock:
            sock.sendall(request_for('responses', 'gpt-test').replace(b'"store"', b'"store '))
            self.assertIn(b'could not parse', b''.join(iter(lambda: sock.recv(65536), b'')))


class Errors(Case):
    def test_codes(self):
        for endpoint in ENDPOINTS:
            for model, status, code in (
                    ('fault:401', 401, 'invalid_api_key'),
                    ('fault:403', 403, 'unsupported_country_region_territory'),
                    ('fault:404-model', 404, 'model_not_found'),
                    ('fault:400-context', 400, 'context_length_exceeded'),
                    ('fault:429-quota', 429, 'credit_balance_exhausted'),
                    ('fault:500', 500, None), ('fault:status:504', 504, None),
                    ('fault:503-overloaded', 503, 'server_is_overloaded')):
                with self.subTest(model=model):
                    self.fails(status, code, endpoint, model, stream=True)
        self.assertEqual(self.server.post('responses', 'fault:502-html')[1]['content-type'], 'text/html')
        self.assertEqual(self.server.post('responses', 'fault:400-context-llama')[2]['error']['n_ctx'], 8192)
        self.assertEqual(self.server.post('responses', 'fault:404-path')[2]['error']['type'], 'not_found_error')
        self.assertEqual(self.server.post('responses', 'fault:404-bare')[0], 404)
        self.assertEqual(self.server.post('responses', 'fault:error-text')[0], 200)
        self.assertIsInstance(self.server.post('responses', 'fault:error-text:400')[2]['error'], str)

    def test_waits(self):
        def wait(model):
            return self.fails(429, 'rate_limit_exceeded', 'responses', model)[1]
        self.assertEqual(wait('fault:429-seconds:3')['retry-after'], '3')
        self.assertEqual(wait('fault:429-ms:70')['retry-after-ms'], '70')
        self.assertEqual(wait('fault:429-long')['retry-after'], '3600')
        date = parsedate_to_datetime(wait('fault:429-date:5')['retry-after']).timestamp()
        self.assertTrue(4 < date - time.time() < 7)
        self.assertNotIn('retry-after', self.server.post('responses', 'fault:429-quota')[1])

    def test_once(self):
        for endpoint in ENDPOINTS:
            for model, status in (('fault:500-once', 500), ('fault:429-once:1', 429)):
                statuses = [self.server.post(endpoint, model)[0] for _ in range(3)]
                self.assertEqual(statuses, [status, 200, 200])
                self.assertEqual(self.server.post(endpoint, model, temperature=1)[0], status)
            ends = [self.raw(endpoint, 'fault:reset-once').end for _ in range(2)]
            self.assertEqual(ends, ['reset', 'closed'])

    def test_an_unsupported_key(self):
        cached = {'prompt_cache_retention': 'in_memory'}
        model = 'fault:400-unsupported:prompt_cache_retention'
        answer = self.fails(400, 'unsupported_parameter', 'responses', model, **cached)
        self.assertEqual(answer[2]['error']['param'], 'prompt_cache_retention')
        self.assertEqual(self.server.post('responses', model)[0], 200)

    def test_redirects(self):
        status, headers, _ = self.server.post('responses', 'fault:redirect-other')
        place = f'https://127.0.0.2:{self.server.port}/v1/moved/responses'
        self.assertEqual((status, headers['location']), (307, place))
        status, headers, _ = self.server.post('responses', 'fault:redirect-same')
        self.assertEqual((status, headers['location']), (307, '/v1/moved/responses'))
        body = body_for('responses', 'fault:redirect-same')
        self.assertEqual(self.server.ask('POST', headers['location'], body)[0], 200)
        self.assertNotIn('redirect', [record['listener'] for record in self.server.records()])
        with self.server.connect(host='127.0.0.2') as sock:
            sock.sendall(b'GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n')
            sock.recv(100)
        self.assertEqual(self.server.records()[-1]['listener'], 'redirect')

    def test_faults_without_a_model(self):
        self.assertEqual(self.server.ask('GET', '/fault:500/v1/models')[0], 500)
        self.assertEqual(self.server.ask('GET', '/fault:500-once/v1/models')[0], 500)
        self.assertEqual(self.server.ask('GET', '/fault:500-once/v1/models')[0], 200)
        self.assertIn('Log in', self.server.ask('GET', '/fault:html-200/v1/models')[2])
        self.assertEqual(self.server.ask('GET', '/fault:silence:9/v1/models')[2]['object'], 'list')

    def test_what_is_stored(self):
        _, _, body = self.server.post('responses', 'fault:store-true')
        self.assertIs(body['store'], True)
        path = f'/v1/responses/{body["id"]}'
        self.assertEqual(self.server.ask('GET', path)[2]['id'], body['id'])
        self.assertEqual(self.server.ask('DELETE', path)[2],
                         {'id': body['id'], 'object': 'response', 'deleted': True})
        self.assertEqual(self.server.ask('DELETE', path)[0], 404)
        _, _, body = self.server.post('responses')
        self.assertEqual(self.server.ask('GET', f'/v1/responses/{body["id"]}')[0], 404)
        events = self.raw('responses', 'fault:store-missing').events()
        self.assertFalse([event for event in events if 'store' in event.get('response', {})])


class Connections(Case):
    def test_ends(self):
        for endpoint in ENDPOINTS:
            for model, end, data in (('reset', 'reset', b''), ('close-before-headers', 'closed', b'')):
                answer = self.raw(endpoint, f'fault:{model}')
                self.assertEqual((answer.end, answer.data), (end, data))
            answer = self.raw(endpoint, 'fault:stall-header', wait=0.3)
            self.assertEqual((answer.end, answer.data),
                             ('silent', b'HTTP/1.1 200 OK\r\nContent-Type: text/ev'))

    def test_plain_ends(self):
        answer = Raw(self.local, 'chat/completions', 'fault:reset')
        self.assertEqual((answer.end, answer.data), ('reset', b''))
        answer = Raw(self.local, 'chat/completions', 'fault:cut-mid-event')
        self.assertEqual((answer.end, answer.is_whole), ('reset', False))

    def test_cuts(self):
        for endpoint in ENDPOINTS:
            answer = self.raw(endpoint, 'fault:cut-mid-event')
            self.assertEqual((answer.end, answer.is_whole), ('reset', False))
            announced = int(answer.rest.rsplit(b'\r\n', 2)[-2], 16)
            self.assertLess(len(answer.chunks[-1]), announced)
            self.assertFalse(answer.body.endswith(b'\n'))
            answer = self.raw(endpoint, 'fault:cut-mid-character')
            self.assertEqual((answer.end, answer.is_whole), ('closed', False))
            self.assertEqual(answer.chunks[-1][-2:], '🌿'.encode()[:2])
            self.assertTrue(answer.rest.endswith(b'\r\n'))
            answer = self.raw(endpoint, 'fault:cut-between-events')
            self.assertEqual((answer.end, answer.is_whole), ('closed', False))
            self.assertEqual((text_of(answer.events()), ending_of(answer.events())), ('You said:', None))
            answer = self.raw(endpoint, 'fault:clean-end')
            self.assertEqual((answer.end, answer.is_whole), ('closed', True))
            self.assertEqual((text_of(answer.events()), ending_of(answer.events())), (TEXT, None))

    def test_waits(self):
        answer = self.raw('responses', 'fault:silence:0.4')
        times = [when for when, data in answer.reads]
        self.assertTrue(max(after - before for before, after in zip(times, times[1:])) >= 0.35)
        self.assertLess(times[0], 0.3)
        self.assertEqual(text_of(answer.events()), TEXT)
        answer = self.raw('chat/completions', 'fault:slow-first:0.3')
        self.assertGreaterEqual(answer.reads[0][0], 0.3)
        self.assertEqual(text_of(answer.events()), TEXT)

    def test_early_close_is_noted(self):
        with self.server.connect() as sock:
            sock.sendall(request_for('responses', 'fault:silence:30', stream=True))
            while b'output_text.delta' not in sock.recv(65536):
                pass
        self.wait_for_a_note()

    def test_early_close_in_the_middle_of_writing_is_noted(self):
        with self.server.connect() as sock:
            sock.sendall(request_for('chat/completions', 'fault:huge:500000000', stream=True))
            sock.recv(65536)
        self.wait_for_a_note()

    def wait_for_a_note(self):
        number = [record for record in self.server.records() if 'method' in record][-1]['connection']
        note = {'listener': 'main', 'closed_early': True, 'connection': number}
        end = time.monotonic() + 5
        while note not in self.server.records():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)

    def test_whole_answers_are_not_noted(self):
        for endpoint in ENDPOINTS:
            with self.server.connect() as sock:
                sock.sendall(request_for(endpoint, 'gpt-test', stream=True))
                data = b''
                while b'response.completed' not in data and b'"stop"' not in data:
                    data += sock.recv(65536)
            last = self.server.records()[-1]
        time.sleep(0.1)
        self.assertEqual(self.server.records()[-1], last)
        self.assertNotIn('closed_early', last)

    def test_records(self):
        self.server.post('responses')
        record = self.server.records()[-1]
        self.assertEqual(set(record), {'listener', 'method', 'path', 'headers', 'body', 'connection'})
        self.assertEqual((record['listener'], record['method'], record['path']),
                         ('main', 'POST', '/v1/responses'))
        self.assertEqual(record['headers']['authorization'], f'Bearer {KEY}')
        self.assertEqual(json.loads(record['body']), body_for('responses'))
        with self.server.connect() as sock:
            sock.sendall(request_for('responses', 'fault:stall-header', temperature=0.5))
            sock.recv(10)
            self.assertIn('0.5', self.server.records()[-1]['body'])


class Streams(Case):
    """Faults that a good reader must not notice, or must notice as what they are."""

    def both(self, model, **more):
        for endpoint in ENDPOINTS:
            with self.subTest(model=model, endpoint=endpoint):
                yield endpoint, self.raw(endpoint, f'fault:{model}', **more)

    def test_line_ends(self):
        for endpoint, answer in self.both('crlf'):
            self.assertNotIn(b'\n', answer.body.replace(b'\r\n', b''))
            self.assertEqual(ending_of(answer.events(b'\r\n')), OVER[endpoint])
            self.assertTrue(any(chunk.endswith(b'\r') for chunk in answer.chunks))
            self.assertTrue(any(chunk == b'\n' for chunk in answer.chunks))
        for endpoint, answer in self.both('cr-only'):
            self.assertNotIn(b'\n', answer.body)
            self.assertEqual(ending_of(answer.events(b'\r')), OVER[endpoint])

    def test_harmless_additions(self):
        for model in ('comments', 'bom', 'empty-data', 'multi-data', 'bytewise', 'json-200', 'usage-chunk',
                      'no-usage', 'empty-choices', 'null-content', 'finish-on-last', 'no-done', 'store-true',
                      'store-missing', 'two-items', 'quotes', 'markdown', 'reasoning', 'harm:fasting'):
            for endpoint, answer in self.both(model):
                self.assertTrue(answer.is_whole or model == 'json-200')
                if model not in ('json-200', 'bom', 'empty-data'):
                    self.assertEqual(ending_of(answer.events()), OVER[endpoint])

    def test_bytes_of_additions(self):
        for _, answer in self.both('comments'):
            self.assertIn(b'\n\n:\n\n', answer.body)
            self.assertIn(b': inside an event\n', answer.body)
        for _, answer in self.both('comments:0.5'):
            self.assertGreaterEqual(answer.reads[-1][0], 0.5)
        for _, answer in self.both('bom'):
            self.assertTrue(answer.body.startswith(b'\xef\xbb\xbf'))
            self.assertNotIn(b'\xef\xbb\xbf', answer.body[3:])
        for _, answer in self.both('multi-data'):
            self.assertGreater(answer.body.count(b'data: '), 5 * answer.body.count(b'\n\n'))
            self.assertEqual(text_of(answer.events()), TEXT)
        for _, answer in self.both('bytewise'):
            self.assertEqual({len(chunk) for chunk in answer.chunks}, {1})
            self.assertEqual(text_of(answer.events()), TEXT)
        for _, answer in self.both('no-last-blank'):
            self.assertTrue(answer.body.endswith(b'}\n') and answer.is_whole)

    def test_json_although_a_stream_was_asked_for(self):
        for endpoint in ENDPOINTS:
            _, headers, body = self.server.post(endpoint, 'fault:json-200', stream=True)
            self.assertEqual(headers['content-type'], 'application/json')
            self.assertIn(TEXT, json.dumps(body))
            self.assertIn('Log in', self.server.post(endpoint, 'fault:html-200', stream=True)[2])

    def test_errors_in_the_stream(self):
        for endpoint, answer in self.both('error-in-stream-flat'):
            last = answer.events()[-1]
            if endpoint == 'responses':
                self.assertEqual((last['type'], last['code']), ('error', 'server_error'))
            else:
                self.assertEqual(set(last['error']), {'message', 'type'})
            self.assertNotIn(b'[DONE]', answer.body)
            self.assertEqual(text_of(answer.events()), 'You said:')
        for _, answer in self.both('error-in-stream-nested:too_many_requests'):
            self.assertEqual(answer.events()[-1]['error']['code'], 'too_many_requests')
        for _, answer in self.both('error-field'):
            self.assertIn(b'\n\nerror: {"code":500', answer.body)
        for _, answer in self.both('ollama-lost-error'):
            self.assertIsNone(ending_of(answer.events()))
            self.assertTrue(answer.is_whole)
        for model, types in (('fault:response-failed', ['response.failed']),
                             ('fault:response-failed:flat', ['error', 'response.failed']),
                             ('fault:response-failed:nested', ['error', 'response.failed'])):
            events = self.raw('responses', model).events()
            self.assertEqual([event['type'] for event in events][-len(types):], types)
            self.assertEqual(events[-1]['response']['error']['code'], 'server_error')
        self.assertIn('error', self.raw('responses', 'fault:response-failed:nested').events()[-2])

    def test_endings(self):
        for model, responses, chat in (('content-filter', 'content_filter', 'content_filter'),
                                       ('length', 'max_output_tokens', 'length'),
                                       ('incomplete-unknown-reason', 'max_tokens', 'max_tokens'),
                                       ('incomplete-unknown-reason:odd', 'odd', 'odd')):
            last = self.raw('responses', f'fault:{model}').events()[-1]
            self.assertEqual(last['type'], 'response.incomplete')
            self.assertEqual(last['response']['incomplete_details'], {'reason': responses})
            self.assertEqual(last['response']['output'][0]['status'], 'incomplete')
            self.assertEqual(ending_of(self.raw('chat/completions', f'fault:{model}').events()), chat)
        events = self.raw('responses', 'fault:refusal').events()
        self.assertEqual(events[-1]['response']['output'][0]['content'][0]['type'], 'refusal')
        events = self.raw('chat/completions', 'fault:refusal').events()
        said = [choice['delta'].get('refusal') or '' for event in events for choice in event['choices']]
        self.assertEqual(''.join(said), 'I cannot help with that.')

    def test_numbers_and_items_are_right_in_faults(self):
        for model in ('error-in-stream-flat', 'error-in-stream-nested', 'response-failed:flat', 'clean-end',
                      'ollama-lost-error', 'lone-surrogate', 'unknown-events', 'reasoning', 'two-items'):
            with self.subTest(model=model):
                events = self.raw('responses', f'fault:{model}').events()
                self.assertEqual([event['sequence_number'] for event in events], sorted(
                    event['sequence_number'] for event in events))
                known = [event['item']['id'] for event in events if event['type'].endswith('item.added')]
                deltas = [event for event in events if event['type'].endswith('_text.delta')]
                self.assertLessEqual({event['item_id'] for event in deltas}, set(known))

    def test_deltas_are_made_when_they_are_due(self):
        with self.server.connect() as sock:
            started = time.monotonic()
            sock.sendall(request_for('responses', 'fault:huge:2000000000', stream=True))
            while b'output_text.delta' not in sock.recv(65536):
                pass
            self.assertLess(time.monotonic() - started, 10)

    def test_broken_data(self):
        for _, answer in self.both('bad-json'):
            with self.assertRaises(json.JSONDecodeError):
                answer.events()
        for _, answer in self.both('invalid-utf8'):
            with self.assertRaises(UnicodeDecodeError):
                answer.body.decode()
        for _, answer in self.both('lone-surrogate'):
            self.assertIn(b'\\ud83c"', answer.body)
        for _, answer in self.both('long-line'):
            last = answer.body.rpartition(b'\n')[2]
            self.assertGreater(len(last), 4 << 20)
            self.assertTrue(answer.is_whole)

    def test_what_must_not_be_shown(self):
        for model in ('reasoning', 'unknown-events'):
            for endpoint, answer in self.both(model):
                self.assertIn(b'Never', answer.body)
                self.assertEqual(text_of(answer.events()), TEXT)
                self.assertEqual(ending_of(answer.events()), OVER[endpoint])
        answer = self.raw('chat/completions', 'fault:after-done')
        self.assertIn(b'Never', answer.body.partition(b'[DONE]')[2])

    def test_items(self):
        output = self.raw('responses', 'fault:two-items').events()[-1]['response']['output']
        self.assertEqual([item['phase'] for item in output], ['commentary', 'final_answer'])
        output = self.raw('responses', 'fault:reasoning').events()[-1]['response']['output']
        self.assertEqual([item['type'] for item in output], ['reasoning', 'message'])
        self.assertIn('second-half', output[0]['encrypted_content'])

    def test_shapes_of_chat_chunks(self):
        def chat(model):
            return self.raw('chat/completions', f'fault:{model}')
        self.assertEqual(chat('empty-choices').events()[0]['choices'], [])
        self.assertIsNone(chat('null-content').events()[0]['choices'][0]['delta']['content'])
        last = chat('finish-on-last').events()[-1]['choices'][0]
        self.assertEqual((last['delta']['content'], last['finish_reason']), (' high', 'stop'))
        self.assertEqual(chat('usage-chunk').events()[-1]['choices'], [])
        self.assertNotIn(b'"usage"', chat('no-usage').body)
        self.assertIsNone(ending_of(chat('done-only').events()))
        self.assertIn(b'[DONE]', chat('done-only').body)
        self.assertNotIn(b'[DONE]', chat('no-done').body)
        self.assertIsNone(self.raw('responses', 'fault:no-usage').events()[-1]['response']['usage'])

    def test_huge(self):
        for _, answer in self.both('huge:100000'):
            events = answer.events()
            self.assertEqual(len(text_of(events)), 100000)
            self.assertEqual(len(text_of(events[6:7])), 4096)

    def test_paced(self):
        for endpoint, answer in self.both('paced:100:200'):
            self.assertEqual(text_of(answer.events()), ' word' * 100)
            self.assertEqual(ending_of(answer.events()), OVER[endpoint])
            self.assertTrue(0.45 < answer.reads[-1][0] < 1.5, answer.reads[-1][0])
            self.assertGreater(len(answer.chunks), 50)

    def test_long_markdown(self):
        for _, answer in self.both('paced:500:5000:markdown'):
            text = text_of(answer.events())
            self.assertEqual(len(text.split()), 500)
            self.assertGreater(text.count('\n## '), 0)

    def test_slowly(self):
        for _, answer in self.both('slowly:40'):
            events = answer.events()
            self.assertEqual(text_of(events), TEXT)
            self.assertGreater(answer.reads[-1][0], 0.02 * len(TEXT.split()))

    def test_stamp(self):
        for _, answer in self.both('echo-first-byte-stamp'):
            stamp, _, rest = text_of(answer.events()).partition(' ')
            self.assertLess(abs(int(stamp) / 1e9 - time.monotonic()), 5)
            self.assertEqual(rest, TEXT)
        begun = time.monotonic()
        self.raw('responses', 'fault:echo-first-byte-stamp:0.3')
        self.assertGreater(time.monotonic() - begun, 0.3)

    def test_texts(self):
        self.assertIn('ten days', text_of(self.raw('responses', 'fault:harm:fasting').events()))
        self.fails(400, None, 'responses', 'fault:harm:other')
        self.assertIn('\n## ', text_of(self.raw('responses', 'fault:markdown').events()))
        plain, escaped = (self.raw('responses', f'fault:quotes{arg}') for arg in ('', ':escaped'))
        self.assertEqual(text_of(plain.events()), text_of(escaped.events()))
        self.assertIn('🌿'.encode(), plain.body)
        self.assertTrue(escaped.body.isascii())


if __name__ == '__main__':
    unittest.main()
