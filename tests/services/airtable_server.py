#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTPS server on loopback that speaks as Airtable does, and misbehaves when it is asked to.

usage: airtable_server.py FOLDER [--plain] [--token TOKEN] [--speed N] [--per-second N] [--penalty S]
                          [--month N] [--empty] [--unpaced]

Prints one line of JSON when it is ready: {"port", "ca", "other_host_port", "expired_port", "base"}; the
last is the id of the base, which has the two tables of a practitioner, or none with --empty. It serves
until standard input ends or TERM comes. --plain speaks HTTP; the members of certificates are then null.
With --speed a second of its pace lasts so many times less; --unpaced lets everything through, at any speed.

FOLDER gets the certificates (once) and requests.jsonl, one line for each request, written before it is
answered: {"listener","method","path","headers","body","connection"}.

A fault (see airtable_faults.py) is put before the base path, for all requests that go there:
https://127.0.0.1:PORT/fault:NAME[:ARG]/v0, and with NAME-once only the first time that the same is
asked; or, for requests to the plain path, told beforehand by PUT /control, which needs no token, with
any of these members:

  {"faults": [{"name","arg","method","path","skip","times"}], "scopes": ["data.records:read", ...],
   "gone": "404"|"403"|"422", "month": N|null, "forget": true, "rows": {"TABLE": [{"FIELD": value}]}}

Of "faults", which replace the ones before, the first that fits a request is carried out: its method and a
part of its path may be named, it passes over so many of them and then counts for so many, or for ever.
"scopes" are what the token may do, "forget" makes all offsets expire, "rows" are added. GET /control
gives {"rows": {"TABLE": {ID: {FIELD: value}}}, "penalties": N, "busiest": N, "slow_at_once": N}.
"""

import argparse
import json
import os
import pathlib
import re
import signal
import sys
import threading
from urllib.parse import parse_qs, unquote, urlsplit

import airtable_rules as rules
import openai_certificates
import openai_server
from airtable_base import Base
from airtable_faults import FAULTS
from airtable_pace import Pace
from airtable_rules import Refused

BASE = 'appHealing0000001'
# There too, but not in the list of bases.
OTHER_BASE = 'appHealing0000002'
USER = 'usrX9e810wHn3mMLz'
SCOPES = ('data.records:read', 'data.records:write', 'schema.bases:read', 'schema.bases:write')


class Answer:
    """The answer to one request: what was asked, and the ways to answer it (see airtable_faults.py)."""

    def __init__(self, service, out, request, path):
        self.service = service
        self.out = out
        self.request = request
        self.path = path
        self.elsewhere = service.elsewhere
        self.words = ['']

    def number(self, default):
        return float(self.words[0]) if self.words[0] else default

    @property
    def is_write(self):
        return self.request.method in ('PATCH', 'DELETE') or (self.request.method == 'POST' and
                                                               not self.path.endswith('/listRecords'))

    def well(self):
        """What is right: a status and a value. Carries the request out."""
        try:
            return 200, self.service.carry_out(self.request, self.path)
        except Refused as refused:
            return refused.status, refused.body

    def json(self, status, value, headers=None):
        self.whole(status, 'application/json; charset=utf-8', json.dumps(value).encode(), headers)

    def whole(self, status, content_type, body, headers=None):
        head = self.out.head(status, {'Content-Type': content_type, 'Content-Length': len(body), **(headers or {})})
        self.out.raw(head + body)

    def refuse(self, refused, headers=None):
        self.json(refused.status, refused.body, headers)

    def say(self):
        self.json(*self.well())


class Service(openai_server.Service):
    """The endpoints, the token, the pace; one request is looked at after the other."""

    def __init__(self, folder, options):
        super().__init__(folder, options.token, options.plain)
        self.bases = {BASE: Base(BASE, [] if options.empty else None), OTHER_BASE: Base(OTHER_BASE, seed=2)}
        self.pace = None if options.unpaced else Pace(options.speed, options.per_second, options.penalty,
                                                      options.month)
        self.state = threading.RLock()
        self.scopes = SCOPES
        self.faults = []
        self.slow = self.slow_at_once = 0
        self.offsets = {}

    # --- Asked for by a test ---------------------------------------------------------------------------

    def control(self, out, request):
        answer = Answer(self, out, request, '/control')
        try:
            if request.method == 'PUT':
                self.change(json.loads(request.body))
            answer.json(200, self.report())
        except (ValueError, KeyError, TypeError, Refused) as error:
            answer.json(400, {'error': f'{type(error).__name__}: {error}'})

    def change(self, wanted):
        base = self.bases[BASE]
        with self.state:
            rules.check_keys(wanted, ('faults', 'scopes', 'gone', 'month', 'forget', 'rows'))
            if unknown := [one['name'] for one in wanted.get('faults', []) if one['name'] not in FAULTS]:
                raise ValueError(f'no such fault: {unknown[0]}')
            self.faults = [{'seen': 0, **one} for one in wanted.get('faults', self.faults)]
            self.scopes = wanted.get('scopes', self.scopes)
            base.gone = wanted.get('gone', base.gone)
            if 'month' in wanted:
                self.pace.month = wanted['month']
            if wanted.get('forget'):
                self.offsets.clear()
            for name, rows in wanted.get('rows', {}).items():
                for fields in rows:
                    table = base.table(name)
                    base.apply(table, None, base.check_fields(table, fields))

    def begin_slow(self, more):
        """One more slow answer is under way, or one less."""
        with self.state:
            self.slow += more
            self.slow_at_once = max(self.slow_at_once, self.slow)

    def report(self):
        with self.state:
            base = self.bases[BASE]
            rows = {table.name: {record_id: table.show(record_id)['fields'] for record_id in table.rows}
                    for table in base.tables}
            told = {'rows': rows, 'slow_at_once': self.slow_at_once}
            if self.pace is None:
                return told
            return {**told, 'penalties': self.pace.penalties[BASE], 'busiest': self.pace.busiest[BASE]}

    def find_fault(self, request, path, prefix):
        """Its name and argument, if there is one for this request."""
        if prefix:
            name, _, arg = unquote(prefix).removeprefix('fault:').partition(':')
            if not name.endswith('-once'):
                return name, arg
            return (name.removesuffix('-once'), arg) if self.is_first(request) else None
        with self.state:
            for one in self.faults:
                if one.get('method', request.method) != request.method or one.get('path', '') not in path:
                    continue
                one['seen'] += 1
                number = one['seen'] - one.get('skip', 0)
                if number > 0 and ('times' not in one or number <= one['times']):
                    return one['name'], str(one.get('arg', ''))
        return None

    # --- Answers ---------------------------------------------------------------------------------------

    def answer(self, out, request):
        if request.path == '/control':
            self.control(out, request)
            return
        prefix, path = re.fullmatch(r'(?:/(fault:[^/]+))?([^?]*).*', request.path).groups()
        answer = Answer(self, out, request, path)
        try:
            self.admit(request, path)
            fault = self.find_fault(request, path, prefix)
        except Refused as refused:
            answer.refuse(refused)
            return
        if not fault:
            answer.say()
        elif fault[0] in FAULTS:
            answer.words = fault[1].split(':')
            FAULTS[fault[0]](answer)
        else:
            answer.json(400, {'error': f'no such fault: {fault[0]}'})

    def admit(self, request, path):
        """The token, and the pace; what is about the token itself is not counted for a base."""
        if request.headers.get('authorization') != f'Bearer {self.key}':
            raise Refused(401, 'AUTHENTICATION_REQUIRED', 'Authentication required')
        base = re.search('app[A-Za-z0-9]+', path)
        if self.pace and base:
            with self.state:
                self.pace.admit(base[0], self.pace.now())

    def need(self, scope):
        if scope not in self.scopes:
            raise rules.hidden()

    def find_base(self, base_id):
        if base_id not in self.bases:
            raise rules.hidden()
        return self.bases[base_id]

    def carry_out(self, request, path):
        parts = [unquote(part) for part in path.split('/')[1:]]
        query = parse_qs(urlsplit(request.path).query, keep_blank_values=True)
        if len(request.path) > rules.URL_MAX:
            raise Refused(414, 'URI_TOO_LONG', bare=True)
        if parts[:1] != ['v0'] or not all(parts):
            raise Refused(404, 'NOT_FOUND', bare=True)
        with self.state:
            if parts[1:2] == ['meta']:
                return self.carry_out_meta(request, parts[2:])
            if len(parts) in (3, 4) and re.fullmatch('app[A-Za-z0-9]+', parts[1]):
                return self.carry_out_rows(request, parts[1:], query)
        raise Refused(404, 'NOT_FOUND', bare=True)

    def carry_out_meta(self, request, parts):
        what = (request.method, len(parts), parts[0], parts[2:3])
        if what == ('GET', 1, 'whoami', []):
            return {'id': USER}
        if what == ('GET', 1, 'bases', []):
            self.need('schema.bases:read')
            return {'bases': [{'id': base.id, 'name': base.name, 'permissionLevel': 'create'}
                              for base in self.bases.values() if base.id != OTHER_BASE]}
        if parts[0] != 'bases' or parts[2:3] != ['tables']:
            raise Refused(404, 'NOT_FOUND', bare=True)
        self.need('schema.bases:read' if request.method == 'GET' else 'schema.bases:write')
        base = self.find_base(parts[1])
        if request.method == 'GET' and len(parts) == 3:
            return base.schema()
        if request.method == 'POST' and len(parts) == 3:
            return base.create_table(self.parse(request))
        if request.method == 'POST' and len(parts) == 5 and parts[4] == 'fields':
            return base.create_field(base.table(parts[3]), self.parse(request))
        raise Refused(404, 'NOT_FOUND', bare=True)

    @staticmethod
    def parse(request):
        if request.headers.get('content-type', '').partition(';')[0].strip() != 'application/json':
            raise Refused(400, 'INVALID_REQUEST_BODY', 'Could not parse request body')
        return rules.parse(request.body)

    def carry_out_rows(self, request, parts, query):
        """@parts: the base, a table, and perhaps a row or "listRecords"."""
        is_listing = request.method == 'POST' and parts[2:] == ['listRecords']
        is_reading = is_listing or request.method == 'GET'
        self.need('data.records:read' if is_reading else 'data.records:write')
        base = self.find_base(parts[0])
        table = base.table(parts[1])
        if is_listing:
            return self.list(base, table, self.parse(request))
        if request.method == 'GET' and len(parts) == 3:
            return base.get(table, parts[2], query.get('returnFieldsByFieldId') == ['true'])
        if request.method == 'GET':
            return self.list(base, table, self.listing_of(query))
        if len(parts) == 3:
            raise Refused(404, 'NOT_FOUND', bare=True)
        if request.method == 'DELETE':
            rules.check_delete(query)
            return base.delete(table, query['records[]'])
        if request.method not in ('POST', 'PATCH'):
            raise rules.invalid('PUT clears what is not named', is_ours=True)
        body = self.parse(request)
        rules.check_write(body, request.method == 'PATCH')
        return base.write(table, body)

    @staticmethod
    def listing_of(query):
        kinds = {'pageSize': int, 'maxRecords': int, 'returnFieldsByFieldId': lambda text: text == 'true'}
        try:
            listing = {name: kinds.get(name, str)(values[0]) for name, values in query.items() if name != 'fields[]'}
        except ValueError as error:
            raise rules.invalid() from error
        return {**listing, **({'fields': query['fields[]']} if 'fields[]' in query else {})}

    def list(self, base, table, wanted):
        """A page; an offset stands for the rows that were still to come when it was given."""
        rules.check_list(wanted)
        if 'offset' in wanted:
            if wanted['offset'] not in self.offsets:
                raise Refused(422, 'LIST_RECORDS_ITERATOR_NOT_AVAILABLE')
            ids = [record_id for record_id in self.offsets.pop(wanted['offset']) if record_id in table.rows]
        else:
            ids = base.find(table, wanted)
        size = wanted.get('pageSize', rules.PAGE)
        only = {table.field(name)['id'] for name in wanted['fields']} if 'fields' in wanted else None
        page = {'records': [table.show(record_id, wanted.get('returnFieldsByFieldId', False), only)
                            for record_id in ids[:size]]}
        if ids[size:]:
            page['offset'] = f'{base.new_id("itr")}/{ids[size]}'
            self.offsets[page['offset']] = ids[size:]
        return page


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('\n\n')[1].removeprefix('usage: '))
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--plain', action='store_true')
    parser.add_argument('--token', default='patTest.0123456789')
    parser.add_argument('--speed', type=float, default=1)
    parser.add_argument('--per-second', type=int, default=5)
    parser.add_argument('--penalty', type=float, default=30)
    parser.add_argument('--month', type=int)
    parser.add_argument('--empty', action='store_true')
    parser.add_argument('--unpaced', action='store_true')
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # Nothing needs tidying up, and threads in the middle of an answer cannot hold up the end.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    if not options.plain:
        openai_certificates.make(folder)
    ready = openai_server.start(folder, Service(folder, options))
    print(json.dumps({**ready, 'base': BASE}), flush=True)
    while sys.stdin.buffer.read1():
        pass
    os._exit(0)


if __name__ == '__main__':
    main()
