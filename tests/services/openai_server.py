#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTPS server on loopback that speaks OpenAI's wire formats, and misbehaves when it is asked to.

usage: openai_server.py FOLDER [--plain] [--key KEY]

Prints one line of JSON when it is ready: {"port", "ca", "other_host_port", "expired_port"}; the last
two are ports with a certificate for another host and with an expired one. It serves until standard
input ends or TERM comes. --plain speaks HTTP without a key, like servers on one's own computer; the
other members are then null and `store` may be left out.

FOLDER gets the certificates (once) and requests.jsonl, one line for each request, written before it is
answered: {"listener","method","path","headers","body","connection"}, and one with "closed_early" if the
client went away during an answer. Listeners are main, other_host, expired, and redirect: that one is
where fault:redirect-other leads to, the same port on 127.0.0.2.

The model says what is answered. gpt-test says "You said: " and the last message; fault:NAME[:ARG] does
what openai_faults.py, openai_streams.py or openai_replies.py has under that name; with NAME-once the same
request is answered well from the second time on. Where there is no model, or to have a fault with any
model, put it before the base path: https://127.0.0.1:PORT/fault:500/v1/models.
"""

import argparse
import dataclasses
import itertools
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import struct
import sys
import threading
import time
from email.utils import formatdate
from http import HTTPStatus

import openai_certificates
import openai_replies  # pylint: disable=unused-import
import openai_rules
import openai_streams  # pylint: disable=unused-import
from openai_faults import FAULTS
from openai_wire import Chat, Event, Part, Reply, Responses, Wire, dump, words

HOME = '127.0.0.1'
ELSEWHERE = '127.0.0.2'
MODELS = [
    {'id': 'gpt-test', 'object': 'model', 'created': 1753357673, 'owned_by': 'openai'},
    {'id': 'gpt-test-mini', 'object': 'model', 'created': 1767874658, 'owned_by': 'system'},
    {'id': 'gpt-test-old', 'object': 'model', 'created': 1686935002, 'owned_by': 'openai',
     'shutdown_date': '2030-01-31'},
]
# Display only, and never a number: clients must not compute with them.
LIMITS = {'x-ratelimit-limit-requests': '500', 'x-ratelimit-remaining-requests': '499',
          'x-ratelimit-reset-requests': '120ms', 'x-ratelimit-limit-tokens': '200000',
          'x-ratelimit-remaining-tokens': '-1', 'x-ratelimit-reset-tokens': '6m0s'}


class Gone(Exception):
    """The client closed the connection while it was being answered."""


@dataclasses.dataclass
class Request:
    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def is_last(self):
        return self.headers.get('connection', '').lower() == 'close'


class Connection:
    """One connection: reads requests, and writes exactly what it is told to, when it is told to."""

    def __init__(self, sock, number):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = sock
        self.number = number
        self.ahead = b''
        self.is_open = True
        # Once all that counts has been written, a client may leave without being noted.
        self.is_told = False

    def more(self):
        data = self.sock.recv(65536)
        if not data:
            raise EOFError
        self.ahead += data

    def take_until(self, end):
        while end not in self.ahead:
            self.more()
        data, _, self.ahead = self.ahead.partition(end)
        return data

    def take(self, size):
        while len(self.ahead) < size:
            self.more()
        data, self.ahead = self.ahead[:size], self.ahead[size:]
        return data

    def take_body(self, headers):
        if headers.get('expect', '').lower() == '100-continue':
            self.sock.sendall(b'HTTP/1.1 100 Continue\r\n\r\n')
        if headers.get('transfer-encoding', '').lower() != 'chunked':
            return self.take(int(headers.get('content-length', 0)))
        body = b''
        while size := int(self.take_until(b'\r\n').split(b';')[0], 16):
            body += self.take(size)
            self.take_until(b'\r\n')
        while self.take_until(b'\r\n'):
            pass
        return body

    def read(self):
        """The next request; None at the end of the connection."""
        try:
            head = self.take_until(b'\r\n\r\n').decode('latin-1').split('\r\n')
            method, path, _ = head[0].split(' ')
            headers = {}
            for line in head[1:]:
                name, _, value = line.partition(':')
                name = name.strip().lower()
                headers[name] = f'{headers[name]}, {value.strip()}' if name in headers else value.strip()
            return Request(method, path, headers, self.take_body(headers))
        except (OSError, EOFError, ValueError):
            return None

    def has_client(self, seconds):
        """Listens for so long whether the client goes away; what it sends is kept for later."""
        self.sock.settimeout(max(seconds, 0))
        try:
            data = self.sock.recv(65536)
            self.ahead += data
            return bool(data)
        except (TimeoutError, BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False
        finally:
            self.sock.settimeout(None)

    def pause(self, seconds):
        """Waits for so long, or until the client goes away."""
        end = time.monotonic() + seconds
        while True:
            if not self.has_client(end - time.monotonic()):
                raise Gone
            if time.monotonic() >= end:
                return

    def raw(self, data):
        """One write."""
        self.pause(0)
        try:
            self.sock.sendall(data)
        except OSError as error:
            raise Gone from error

    def chunk(self, data):
        """One chunk in one write; an empty one ends the body."""
        self.raw(b'%x\r\n%b\r\n' % (len(data), data))

    def head(self, status, headers):
        lines = [f'HTTP/1.1 {status} {HTTPStatus(status).phrase}', f'Date: {formatdate(usegmt=True)}']
        lines += [f'{name}: {value}' for name, value in headers.items()]
        return '\r\n'.join([*lines, '', '']).encode()

    def reset(self):
        """Ends the connection by RST: to linger for no time throws away what is left."""
        self.is_open = False
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        os.close(self.sock.detach())

    def close(self):
        """Ends the connection in good order, with TLS's own goodbye if there is TLS."""
        if not self.is_open:
            return
        self.is_open = False
        self.sock.settimeout(0)
        try:
            if isinstance(self.sock, ssl.SSLSocket):
                self.sock.unwrap()
        except (OSError, ValueError):
            # The client's goodbye is not waited for.
            pass
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.sock.close()


class ModelList(Wire):
    """GET /models: the same whatever is said."""

    def whole(self, _):
        return {'object': 'list', 'data': MODELS}


class Answer:
    """The answer to one request: what was asked, and the ways to answer it (see openai_faults.py)."""

    def __init__(self, service, out, wire, arg='', moved='/'):
        self.service = service
        self.out = out
        self.wire = wire
        self.words = arg.split(':')
        self.is_stream = bool(wire.body.get('stream'))
        self.elsewhere = service.elsewhere
        self.moved = moved

    def number(self, default, index=0):
        """A number among the words behind the fault's name."""
        return float(self.words[index]) if len(self.words) > index and self.words[index] else default

    def text(self):
        return f'You said: {self.wire.last_message()}'

    def echo(self, **more):
        return Reply([Part(words(self.text()))], **more)

    def events(self, reply=None):
        return self.wire.events(reply or self.echo())

    def headers(self):
        limits = {} if self.service.is_plain else LIMITS
        return {'x-request-id': f'req_{self.out.number}', **limits}

    def whole(self, status, content_type, body, headers=None):
        """An answer that is not a stream, in one write."""
        head = self.out.head(status, {'Content-Type': content_type, 'Content-Length': len(body),
                                      **self.headers(), **(headers or {})})
        self.out.raw(head + body)

    def json(self, status, value, headers=None):
        self.whole(status, 'application/json', dump(value).encode(), headers)

    def fail(self, status, message, kind='invalid_request_error', code=None, param=None, headers=None):
        error = {'message': message, 'type': kind, 'param': param, 'code': code}
        self.json(status, {'error': error}, headers)

    def redirect(self, location):
        self.whole(307, 'text/plain', b'', {'Location': location})

    def say(self, reply, keep=False):
        """Says it in the way that was asked for."""
        if keep:
            self.service.kept[self.wire.id] = self.wire.response('in_progress', store=True)
        if self.is_stream:
            self.play(self.events(reply))
        else:
            self.json(200, self.wire.whole(reply))
        if keep and self.wire.id in self.service.kept:
            self.service.kept[self.wire.id] = self.wire.final

    def play(self, events):
        """Each event is asked for only when the one before it has been written."""
        self.open()
        for event in events:
            self.write(event)
        self.end()

    def open(self):
        self.out.raw(self.out.head(200, {'Content-Type': self.wire.content_type,
                                         'Cache-Control': 'no-cache', 'Transfer-Encoding': 'chunked',
                                         **self.headers()}))

    def put(self, event, *pieces):
        """One event, in chunks that were made of it."""
        for piece in pieces:
            self.out.chunk(piece)
        self.out.is_told |= event.kind in ('end', 'usage', 'mark')

    def write(self, *events):
        """Each event, or piece of bytes, as a chunk of its own."""
        for event in events:
            if isinstance(event, Event):
                self.put(event, event.render())
            else:
                self.out.chunk(event)

    def end(self):
        self.out.chunk(b'')


class Service:
    """What all listeners share: the endpoints, the key, the record of requests."""

    def __init__(self, folder, key, is_plain):
        self.key = key
        self.is_plain = is_plain
        self.elsewhere = None
        self.kept = {}
        self.seen = set()
        self.lock = threading.Lock()
        self.numbers = itertools.count(1)
        self.record = os.open(folder / 'requests.jsonl', os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, **line):
        data = json.dumps(line).encode() + b'\n'
        with self.lock:
            os.write(self.record, data)

    def serve(self, listener, connection):
        while connection.is_open and (request := connection.read()):
            self.note(listener=listener, method=request.method, path=request.path, headers=request.headers,
                      body=request.body.decode(errors='replace'), connection=connection.number)
            connection.is_told = False
            try:
                self.answer(connection, request)
            except Gone:
                if not connection.is_told:
                    self.note(listener=listener, closed_early=True, connection=connection.number)
                return
            if request.is_last:
                return

    def answer(self, out, request):
        prefix, path = re.fullmatch(r'(?:/(fault:[^/]+))?([^?]*).*', request.path).groups()
        path = path.replace('/v1/moved/', '/v1/')
        plain = Answer(self, out, ModelList({}, 0))
        if not self.is_plain and request.headers.get('authorization') != f'Bearer {self.key}':
            FAULTS['401'](plain)
        elif (request.method, path) in (('POST', '/v1/responses'), ('POST', '/v1/chat/completions')):
            self.talk(out, request, path.removeprefix('/v1/'), prefix)
        elif (request.method, path) == ('GET', '/v1/models'):
            self.choose(out, request, ModelList({}, 0), prefix or 'gpt-test')
        elif re.fullmatch('/v1/responses/[^/]+', path) and request.method in ('GET', 'DELETE'):
            self.look_up(plain, request.method, path.rpartition('/')[2])
        else:
            plain.fail(404, f'Invalid URL ({request.method} {path})')

    def talk(self, out, request, endpoint, prefix):
        plain = Answer(self, out, ModelList({}, 0))
        try:
            if request.headers.get('content-type', '').partition(';')[0].strip() != 'application/json':
                raise openai_rules.Refused('The body must be application/json.')
            body = json.loads(request.body)
            openai_rules.check(endpoint, body, self.is_plain)
        except openai_rules.Refused as refused:
            plain.json(400, {'error': refused.error})
        except ValueError:
            plain.fail(400, 'We could not parse the JSON body of your request.')
        else:
            format_of = {'responses': Responses, 'chat/completions': Chat}
            self.choose(out, request, format_of[endpoint](body, len(request.body)), prefix or body['model'])

    def choose(self, out, request, wire, model):
        """Answers well, or in the way that the model's name asks for."""
        word, _, rest = model.partition(':')
        name, _, arg = rest.partition(':')
        moved = f'/v1/moved/{request.path.partition("/v1/")[2]}'
        answer = Answer(self, out, wire, arg, moved)
        is_fault = word == 'fault'
        if is_fault and name.endswith('-once'):
            name = name.removesuffix('-once')
            is_fault = self.is_first(request)
        if is_fault and '/v1/moved/' in request.path and name.startswith('redirect-'):
            is_fault = False
        if is_fault and name not in FAULTS:
            answer.fail(400, f'No such fault: {name}.')
        elif is_fault:
            FAULTS[name](answer)
        elif word == 'fault' or model in (known['id'] for known in MODELS):
            answer.say(answer.echo())
        else:
            FAULTS['404-ollama' if self.is_plain else '404-model'](answer)

    def is_first(self, request):
        key = (request.method, request.path, request.body)
        with self.lock:
            is_new = key not in self.seen
            self.seen.add(key)
        return is_new

    def look_up(self, answer, method, name):
        found = self.kept.get(name)
        if not found:
            answer.fail(404, f"Response with id '{name}' not found.")
        elif method == 'GET':
            answer.json(200, found)
        else:
            del self.kept[name]
            answer.json(200, {'id': name, 'object': 'response', 'deleted': True})


class Listener:
    """One port, with one certificate or none; every connection has a thread of its own."""

    def __init__(self, name, service, context, address=(HOME, 0)):
        self.name = name
        self.service = service
        self.context = context
        self.sock = socket.create_server(address, backlog=64)
        self.port = self.sock.getsockname()[1]

    def start(self):
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            sock, _ = self.sock.accept()
            number = next(self.service.numbers)
            threading.Thread(target=self.serve, args=(sock, number), daemon=True).start()

    def serve(self, sock, number):
        if self.context:
            try:
                sock.settimeout(30)
                sock = self.context.wrap_socket(sock, server_side=True)
            except OSError:
                # The client did not like the certificate, or was never there.
                sock.close()
                return
            sock.settimeout(None)
        connection = Connection(sock, number)
        try:
            self.service.serve(self.name, connection)
        finally:
            connection.close()


def listen_twice(service, context, context_elsewhere):
    """The main listener, and one on the same port of the other address."""
    while True:
        main = Listener('main', service, context)
        try:
            return main, Listener('redirect', service, context_elsewhere, (ELSEWHERE, main.port))
        except OSError:
            main.sock.close()


def start(folder, service):
    """Starts all listeners; the line that says where they are."""
    ready = {'ca': None, 'other_host_port': None, 'expired_port': None}
    contexts = {name: None for name in openai_certificates.LEAVES}
    listeners = []
    if not service.is_plain:
        contexts = {name: openai_certificates.context(folder, name) for name in contexts}
        ready['ca'] = str(folder / 'ca.pem')
        for name in ('other_host', 'expired'):
            listeners.append(Listener(name, service, contexts[name]))
            ready[f'{name}_port'] = listeners[-1].port
    listeners += listen_twice(service, contexts['good'], contexts['elsewhere'])
    service.elsewhere = f'{"http" if service.is_plain else "https"}://{ELSEWHERE}:{listeners[-1].port}'
    for listener in listeners:
        listener.start()
    return {'port': listeners[-1].port, **ready}


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('\n')[2].removeprefix('usage: '))
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--plain', action='store_true')
    parser.add_argument('--key', default='sk-test-key')
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # Nothing needs tidying up, and threads in the middle of an answer cannot hold up the end.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    if not options.plain:
        openai_certificates.make(folder)
    print(json.dumps(start(folder, Service(folder, options.key, options.plain))), flush=True)
    while sys.stdin.buffer.read1():
        pass
    os._exit(0)


if __name__ == '__main__':
    main()
