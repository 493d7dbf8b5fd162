#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTPS server on loopback that speaks as Typeform does, and misbehaves when it is asked to.

usage: typeform_server.py FOLDER [--plain] [--paced]

Prints one line of JSON when it is ready and writes requests.jsonl, as openai_server.py does, whose connections it
uses. Its forms and responses are those of typeform_forms.py. --paced allows two requests a second, as the service does.

Tokens: tfp_test-key may do everything, tfp_no-forms lacks "forms:read", tfp_no-me lacks "accounts:read".
What breaks the published rules of a request is refused with 400 and the rule.

A base path of /fault:NAME[:ARG] has every request below it answered like this; with NAME-once only the first of
each address:
  STATUS            that status with Typeform's body for it; 429 takes ARG as its Retry-After
  bare-STATUS       the same with no body
  repeats:STATUS    an error that says the token again
  page              a web page, as networks that want a log-in send
  not-json, cut-json, list, no-items, huge      what is not an answer of the service
  cut, reset        the connection ends in the middle
  slow              nothing comes for ten seconds
  all-items         every response of the form, whatever was asked for
  ignored-fields    answers to all questions, whatever was asked for
  same-page         the first page again and again
"""

import argparse
import collections
import json
import os
import pathlib
import re
import signal
import sys
import time
from urllib.parse import parse_qs, urlsplit

import openai_certificates
import typeform_forms
from openai_server import Service, start

TOKENS = {'tfp_test-key': {'accounts:read', 'forms:read', 'responses:read'},
          'tfp_no-forms': {'accounts:read', 'responses:read'},
          'tfp_no-me': {'forms:read', 'responses:read'}}
PARAMETERS = {'page_size', 'since', 'until', 'after', 'before', 'included_response_ids', 'excluded_response_ids',
              'response_type', 'sort', 'query', 'fields', 'answered_fields'}
ERRORS = {400: ('VALIDATION_ERROR', 'invalid parameter'),
          401: ('AUTHENTICATION_FAILED', 'Authentication credentials not found on the Request Headers'),
          403: ('AUTHENTICATION_ERROR', 'Invalid token or missing scope'),
          404: ('FORM_NOT_FOUND', 'non existing form'),
          429: ('TOO_MANY_REQUESTS', 'Rate limit exceeded')}


class Refused(Exception):
    def __init__(self, status, rule=None):
        super().__init__(status, rule)
        self.status = status
        self.rule = rule


def error_body(status, rule=None):
    code, description = ERRORS.get(status, ('INTERNAL_SERVER_ERROR', 'Please try again'))
    return {'code': code, 'description': rule or description}


def read_parameters(query):
    """As published: what may stand in a request for responses."""
    given = parse_qs(query, keep_blank_values=True, strict_parsing=bool(query))
    parameters = {}
    for name, values in given.items():
        if name not in PARAMETERS or len(values) != 1:
            raise Refused(400, f'{name} is not a parameter, or stands twice')
        parameters[name] = values[0]
    if not 1 <= int(parameters.get('page_size', '25')) <= 1000:
        raise Refused(400, 'page_size is 1 to 1000')
    if 'sort' in parameters and ('before' in parameters or 'after' in parameters):
        raise Refused(400, 'before and after do not go with sort')
    if not all(parameters.values()):
        raise Refused(400, 'a parameter is empty')
    kinds = parameters.get('response_type', 'completed').split(',')
    if set(kinds) - {'started', 'partial', 'completed'}:
        raise Refused(400, 'response_type is started, partial or completed')
    return parameters


def keep_fields(item, fields):
    answers = [a for a in item['answers'] or [] if a and a['field']['id'] in fields]
    return {**item, 'answers': answers or None}


class Typeform(Service):
    """Answers requests; the record, the listeners and the connections are another server's."""

    def __init__(self, folder, is_plain, is_paced):
        super().__init__(folder, None, is_plain)
        self.is_paced = is_paced
        self.recent = collections.deque()

    def answer(self, out, request):
        fault, path, query = re.fullmatch(r'(?:/fault:([^/]+))?(/[^?]*)(?:\?(.*))?', request.path).groups()
        name, _, arg = (fault or '').partition(':')
        if name.endswith('-once'):
            name = name.removesuffix('-once') if self.is_first(request) else ''
        try:
            self.check_pace()
            scopes = TOKENS.get(request.headers.get('authorization', '').removeprefix('Bearer '))
            if scopes is None:
                raise Refused(403)
            if request.method != 'GET' or request.body:
                raise Refused(400, 'nothing but GET is asked for here')
            if name and self.misbehave(out, request, name, arg):
                return
            self.json(out, 200, self.find(path, query or '', scopes, name))
        except Refused as refused:
            self.json(out, refused.status, error_body(refused.status, refused.rule))

    def check_pace(self):
        now = time.monotonic()
        while self.recent and self.recent[0] < now - 1:
            self.recent.popleft()
        if self.is_paced and len(self.recent) >= 2:
            raise Refused(429)
        self.recent.append(now)

    def find(self, path, query, scopes, fault):
        """What the address names."""
        if path == '/me':
            self.check_scope(scopes, 'accounts:read')
            return {'alias': 'Willow House', 'email': 'owner@example.org', 'language': 'en'}
        if path == '/forms':
            self.check_scope(scopes, 'forms:read')
            forms = [{'id': form['id'], 'title': form['title']} for form in typeform_forms.FORMS.values()]
            return {'total_items': len(forms), 'page_count': 1, 'items': forms}
        found = re.fullmatch('/forms/([A-Za-z0-9_-]+)(/responses)?', path)
        if not found:
            raise Refused(404, 'no such address')
        self.check_scope(scopes, 'responses:read' if found[2] else 'forms:read')
        if found[1] not in typeform_forms.FORMS:
            raise Refused(404)
        if not found[2]:
            return typeform_forms.FORMS[found[1]]
        return self.page(typeform_forms.RESPONSES[found[1]], read_parameters(query), fault)

    def check_scope(self, scopes, scope):
        if scope not in scopes:
            raise Refused(403)

    def page(self, items, parameters, fault):
        size = int(parameters.get('page_size', '25'))
        kinds = parameters.get('response_type', 'completed').split(',')
        items = [item for item in items if item['response_type'] in kinds]
        total = len(items)
        if 'included_response_ids' in parameters and fault != 'all-items':
            wanted = parameters['included_response_ids'].split(',')
            items = [item for item in items if item['response_id'] in wanted]
            total = len(items)
        if 'before' in parameters and fault != 'same-page':
            places = [i for i, item in enumerate(items) if item['token'] == parameters['before']]
            if not places:
                raise Refused(400, 'before is no token of this form')
            # Pages may overlap: the one that was named comes again.
            items = items[places[0]:]
        if 'fields' in parameters and fault != 'ignored-fields':
            items = [keep_fields(item, parameters['fields'].split(',')) for item in items]
        return {'total_items': total, 'page_count': -(-total // size), 'items': items[:size]}

    def json(self, out, status, value, headers=None):
        self.whole(out, status, 'application/json; charset=utf-8', json.dumps(value).encode(), headers)

    def whole(self, out, status, kind, body, headers=None):
        out.raw(out.head(status, {'Content-Type': kind, 'Content-Length': len(body), **(headers or {})}) + body)

    def misbehave(self, out, request, name, arg):
        """Whether this was the answer."""
        bare = name.removeprefix('bare-')
        bodies = {'not-json': b'{"items": [nothing]}', 'cut-json': b'{"total_items": 1, "items": [{"respo',
                  'list': b'[]', 'no-items': b'{"total_items": 1}'}
        if name == 'repeats':
            said = 'Parrot: ' + request.headers['authorization']
            self.json(out, int(arg), {'code': said, 'description': said, 'details': [{'description': said}]})
        elif bare.isdigit():
            status = int(bare)
            headers = {'Retry-After': arg} if arg else {}
            body = b'' if bare != name else json.dumps(error_body(status)).encode()
            self.whole(out, status, 'application/json', body, headers)
        elif name in bodies:
            self.whole(out, 200, 'application/json', bodies[name])
        elif name == 'page':
            self.whole(out, 200, 'text/html', b'<!DOCTYPE html><title>Log in</title>')
        elif name == 'huge':
            self.huge(out)
        elif name in ('cut', 'reset'):
            out.raw(out.head(200, {'Content-Type': 'application/json', 'Content-Length': 1000}) + b'{"items": [')
            if name == 'reset':
                out.reset()
            else:
                out.close()
        elif name == 'slow':
            out.pause(10)
        else:
            return False
        return True

    def huge(self, out):
        size = 50_000_000
        out.raw(out.head(200, {'Content-Type': 'application/json', 'Content-Length': size}))
        for _ in range(0, size, 1_000_000):
            out.raw(b' ' * 1_000_000)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('\n')[2].removeprefix('usage: '))
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--plain', action='store_true')
    parser.add_argument('--paced', action='store_true')
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # Nothing needs tidying up, and threads in the middle of an answer cannot hold up the end.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    if not options.plain:
        openai_certificates.make(folder)
    print(json.dumps(start(folder, Typeform(folder, options.plain, options.paced))), flush=True)
    while sys.stdin.buffer.read1():
        pass
    os._exit(0)


if __name__ == '__main__':
    main()
