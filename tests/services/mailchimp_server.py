#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTPS server on loopback that speaks as Mailchimp does, and misbehaves when it is asked to.

usage: mailchimp_server.py FOLDER [--key KEY]

Prints one line of JSON when it is ready: {"port", "ca", "other_host_port", "expired_port", "list"}; the last
is the id of the audience. It serves until standard input ends or TERM comes. The base URL is
https://127.0.0.1:PORT/3.0.

FOLDER gets the certificates (once) and requests.jsonl, one line for each request, written before it is
answered: {"listener","method","path","headers","body","connection"}. What breaks the rules of the service is
refused as it would; an address in a path, or a key in the wrong place, ends the connection.

PUT /control, which needs no key, takes any of these members:

  {"faults": [{"name","arg","method","path","skip","times"}], "members": {EMAIL: {"status","tags",...}},
   "columns": {TAG: required}}

Of "faults", which replace the ones before, the first that fits a request is carried out: its method and the end
of its path may be named, it passes over so many of them and then counts for so many, or for ever (see
mailchimp_faults.py). GET /control gives {"members": {EMAIL: {...}}, "erased": [...], "mails": [...]}: to whom
a mail that asks for confirmation went.
"""

import argparse
import base64
import json
import os
import pathlib
import signal
import sys
import threading
from urllib.parse import parse_qs

import mailchimp_audience as rules
import openai_certificates
import openai_server
from mailchimp_faults import FAULTS


class Answer:
    """The answer to one request, and the ways to answer it."""

    def __init__(self, service, out, request, arg=''):
        self.service = service
        self.out = out
        self.request = request
        self.arg = arg
        self.elsewhere = service.elsewhere

    def number(self, default):
        return float(self.arg) if self.arg else default

    def well(self):
        """What is right: a status and a value. Carries the request out."""
        try:
            return self.service.carry_out(self.request)
        except rules.Refused as refused:
            return refused.status, refused.body

    def whole(self, status, content_type, body, headers=None):
        length = {} if status == 204 else {'Content-Type': content_type, 'Content-Length': len(body)}
        self.out.raw(self.out.head(status, {**length, **(headers or {})}) + body)

    def json(self, status, value):
        kind = 'application/json' if status < 400 else 'application/problem+json'
        self.whole(status, f'{kind}; charset=utf-8', b'' if value is None else json.dumps(value).encode())

    def refuse(self, refused):
        self.json(refused.status, refused.body)

    def say(self):
        self.json(*self.well())


class Service(openai_server.Service):
    """The key, the audience, the faults; one request is looked at after the other."""

    def __init__(self, folder, key):
        super().__init__(folder, key, False)
        self.audience = rules.Audience()
        self.faults = []
        self.state = threading.RLock()

    def control(self, answer):
        with self.state:
            if answer.request.method == 'PUT':
                wanted = json.loads(answer.request.body)
                rules.check_keys(wanted, ('faults', 'members', 'columns'))
                self.faults = [{'seen': 0, **one} for one in wanted.get('faults', self.faults)]
                if unknown := [one['name'] for one in self.faults if one['name'] not in FAULTS]:
                    raise AssertionError(f'no such fault: {unknown[0]}')
                self.audience.columns = wanted.get('columns', self.audience.columns)
                for email, state in wanted.get('members', {}).items():
                    self.audience.put(email, **state)
            answer.json(200, self.audience.report())

    def find_fault(self, request):
        path = request.path.partition('?')[0]
        with self.state:
            for one in self.faults:
                if one.get('method', request.method) != request.method or not path.endswith(one.get('path', '')):
                    continue
                one['seen'] += 1
                ordinal = one['seen'] - one.get('skip', 0)
                if 0 < ordinal <= one.get('times', ordinal):
                    return one
        return None

    def carry_out(self, request):
        path, _, query = request.path.partition('?')
        count = int(parse_qs(query).get('count', ['10'])[0])
        if count > 1000:
            raise rules.Refused(400, 'Invalid Resource', 'count is at most 1000')
        body = None
        if request.body:
            if request.headers.get('content-type', '').partition(';')[0] != 'application/json':
                raise rules.Refused(415, 'Unsupported Media Type', 'JSON is wanted.')
            try:
                body = json.loads(request.body)
            except ValueError as error:
                raise rules.Refused(400, 'JSON Parse Error', 'We encountered an unspecified JSON error.') from error
        with self.state:
            return self.audience.carry_out(request.method, path.removeprefix('/3.0/').split('/'), body, count)

    def has_key(self, request):
        kind, _, encoded = request.headers.get('authorization', '').partition(' ')
        if kind != 'Basic':
            return False
        return base64.b64decode(encoded).decode().partition(':')[2] == self.key

    def answer(self, out, request):
        answer = Answer(self, out, request)
        try:
            if request.path == '/control':
                self.control(answer)
            elif not request.path.startswith('/3.0/'):
                answer.refuse(rules.not_found())
            elif not self.has_key(request):
                answer.refuse(rules.Refused(401, 'API Key Invalid', "Your API key may be invalid, or you've attempted "
                                            'to access the wrong datacenter.'))
            elif one := self.find_fault(request):
                FAULTS[one['name']](Answer(self, out, request, one.get('arg', '')))
            else:
                answer.say()
        except (AssertionError, ValueError, KeyError) as error:
            print(f'mailchimp_server: {error}', file=sys.stderr, flush=True)
            out.reset()


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('\n')[2].removeprefix('usage: '))
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--key', default='0123456789abcdef0123456789abcdef-us19')
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    openai_certificates.make(folder)
    ready = openai_server.start(folder, Service(folder, options.key))
    print(json.dumps({**ready, 'list': rules.LIST}), flush=True)
    while sys.stdin.buffer.read1():
        pass
    os._exit(0)


if __name__ == '__main__':
    main()
