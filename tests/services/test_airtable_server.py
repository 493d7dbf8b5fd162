#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests airtable_server.py itself: what it refuses, its pages, its links, its pace, its faults, its record.

usage: test_airtable_server.py [-v] [TEST]...
"""

import http.client
import json
import pathlib
import ssl
import subprocess
import tempfile
import time
import unittest
from urllib.parse import quote

from airtable_faults import FAULTS
from airtable_formula import Formula
from airtable_pace import Pace
from airtable_rules import Refused

HERE = pathlib.Path(__file__).resolve().parent
TOKEN = 'patTest.0123456789'
BASE = 'appHealing0000001'
USERS = f'/v0/{BASE}/tblUsers000000001'
REFLECTIONS = f'/v0/{BASE}/tblReflections001'
TABLES = f'/v0/meta/bases/{BASE}/tables'
# Those that keep a client waiting for long, or close the connection without an answer.
SILENT = ('stall', 'lost-silence')
CUT = ('reset', 'close', 'lost', 'cut', 'cut-close', 'cut-chunked')


class Server:
    """One run of the program."""

    def __init__(self, *options):
        # pylint: disable=consider-using-with
        self.temporary = tempfile.TemporaryDirectory(prefix='airtable-server-')
        self.folder = pathlib.Path(self.temporary.name)
        self.process = subprocess.Popen(['/usr/bin/python3', HERE / 'airtable_server.py', self.folder, *options],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ready = json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        status = self.process.wait(10)
        self.process.stdout.close()
        self.temporary.cleanup()
        return status

    def connect(self):
        port = self.ready['port']
        if not self.ready['ca']:
            return http.client.HTTPConnection('127.0.0.1', port, timeout=8)
        context = ssl.create_default_context(cafile=self.ready['ca'])
        return http.client.HTTPSConnection('127.0.0.1', port, timeout=8, context=context)

    def exchange(self, method, path, body=None, token=TOKEN):
        """Status, headers and bytes."""
        client = self.connect()
        headers = {'Content-Type': 'application/json', **({'Authorization': f'Bearer {token}'} if token else {})}
        try:
            client.request(method, path, body if body is None else json.dumps(body), headers)
            answer = client.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            client.close()

    def ask(self, method, path, body=None, **more):
        """Status and value."""
        status, _, data = self.exchange(method, path, body, **more)
        return status, json.loads(data)

    def control(self, **wanted):
        status, report = self.ask('PUT', '/control', wanted, token=None)
        assert status == 200, report
        return report


class Case(unittest.TestCase):
    options = ('--plain', '--unpaced')

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.options)

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0

    def good(self, method, path, body=None):
        status, value = self.server.ask(method, path, body)
        self.assertEqual(status, 200, value)
        return value

    def bad(self, expected, kind, method, path, body=None, **more):
        status, value = self.server.ask(method, path, body, **more)
        self.assertEqual(status, expected, value)
        error = value['error']
        self.assertEqual(error['type'] if isinstance(error, dict) else error, kind)
        return error

    def create(self, path, *rows):
        records = [{'fields': row} for row in rows]
        return [record['id'] for record in self.good('POST', path, {'records': records})['records']]


class Good(Case):
    def test_meta(self):
        self.assertTrue(self.good('GET', '/v0/meta/whoami')['id'].startswith('usr'))
        self.assertEqual(self.good('GET', '/v0/meta/bases')['bases'][0]['id'], BASE)
        names = [table['name'] for table in self.good('GET', TABLES)['tables']]
        self.assertEqual(names[:2], ['Users', 'Reflections'])

    def test_rows(self):
        user, = self.create(USERS, {'Healing Name': 'River', 'Consent to Data Storage': False})
        # By name or by id; what is empty is left out.
        row = self.good('GET', f'{USERS}/{user}?returnFieldsByFieldId=true')
        self.assertEqual(row['fields'], {'fldHealingName001': 'River'})
        reflection, = self.create(REFLECTIONS, {'fldRText000000001': 'Clear', 'User': [user], 'Date': '2026-08-08'})
        self.assertEqual(self.good('GET', f'{USERS}/{user}')['fields']['Reflections'], [reflection])
        change = {'id': reflection, 'fields': {'Date': None}}
        self.good('PATCH', REFLECTIONS, {'records': [change]})
        fields = self.good('GET', f'{REFLECTIONS}/{reflection}')['fields']
        self.assertEqual(fields, {'Reflection Text': 'Clear', 'User': [user]})
        gone = self.good('DELETE', f'{USERS}?records%5B%5D={user}')
        self.assertEqual(gone, {'records': [{'id': user, 'deleted': True}]})
        self.assertNotIn('User', self.good('GET', f'{REFLECTIONS}/{reflection}')['fields'])

    def test_upsert(self):
        def body(*keys):
            return {'performUpsert': {'fieldsToMergeOn': ['Local ID']},
                    'records': [{'fields': {'Local ID': key, 'Milestone': 'Day 7'}} for key in keys]}
        first = self.good('PATCH', REFLECTIONS, body('a', 'b'))
        self.assertEqual((len(first['createdRecords']), first['updatedRecords']), (2, []))
        second = self.good('PATCH', REFLECTIONS, body('b', 'c'))
        self.assertEqual(second['updatedRecords'], first['createdRecords'][1:])
        self.create(REFLECTIONS, {'Local ID': 'b'})
        before = self.server.control()['rows']
        self.bad(422, 'INVALID_REQUEST_UNKNOWN', 'PATCH', REFLECTIONS, body('new', 'b'))
        self.assertEqual(self.server.control()['rows'], before)

    def test_pages(self):
        keys = {f'page-{number}' for number in range(250)}
        self.server.control(rows={'Reflections': [{'Local ID': key, 'Milestone': 'pages'} for key in keys]})
        wanted = {'filterByFormula': '{Milestone}="pages"', 'fields': ['Local ID']}
        seen = []
        while True:
            page = self.good('POST', f'{REFLECTIONS}/listRecords', wanted)
            seen += [record['fields']['Local ID'] for record in page['records']]
            self.assertLessEqual(len(page['records']), 100)
            if 'offset' not in page:
                break
            wanted['offset'] = page['offset']
        self.assertEqual((len(seen), set(seen)), (250, keys))
        offset = self.good('GET', f'{REFLECTIONS}?pageSize=10')['offset']
        self.good('GET', f'{REFLECTIONS}?offset={quote(offset, safe="")}')
        self.server.control(forget=True)
        self.bad(422, 'LIST_RECORDS_ITERATOR_NOT_AVAILABLE', 'GET', f'{REFLECTIONS}?offset={quote(offset, safe="")}')

    def test_formulas(self):
        def holds(text, **cells):
            return Formula(text, ['Text', 'a}b']).holds('recA', cells)
        self.assertTrue(holds("OR(RECORD_ID()='recB',RECORD_ID()='recA')"))
        self.assertFalse(holds('AND({Text}="a",NOT({Text}!="b"))', Text='a'))
        self.assertTrue(holds('{Text}="a \\"b\\" \\\\ \\n"', Text='a "b" \\ \n'))
        self.assertTrue(holds('{Text}=""'))
        self.assertTrue(Formula('{a\\}b}="x"', ['a}b']).holds('recA', {'a}b': 'x'}))
        for text in ('', '{Other}=1', '"open', 'RECORD_ID(', 'NOW()', '1 2', 'fldText=1'):
            with self.assertRaises(ValueError):
                Formula(text, ['Text'])

    def test_new_tables(self):
        text = {'name': 'Text', 'type': 'multilineText'}
        table = self.good('POST', TABLES, {'name': 'Notes', 'fields': [text]})
        link = {'name': 'Whose', 'type': 'multipleRecordLinks', 'options': {'linkedTableId': table['id']}}
        field = self.good('POST', f'{TABLES}/tblUsers000000001/fields', link)
        back = self.good('GET', TABLES)['tables'][-1]['fields'][-1]
        self.assertEqual((back['name'], back['id']), ('Users', field['options']['inverseLinkFieldId']))
        self.bad(422, 'DUPLICATE_TABLE_NAME', 'POST', TABLES, {'name': 'Notes', 'fields': [text]})
        self.bad(422, 'DUPLICATE_OR_EMPTY_FIELD_NAME', 'POST', f'{TABLES}/{table["id"]}/fields',
                 {**text, 'name': 'text'})


class Refusals(Case):
    def test_token_and_rights(self):
        self.bad(401, 'AUTHENTICATION_REQUIRED', 'GET', TABLES, token=None)
        self.bad(401, 'AUTHENTICATION_REQUIRED', 'GET', TABLES, token='patOther')
        hidden = 'INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND'
        self.bad(403, hidden, 'GET', '/v0/meta/bases/appOther00000001/tables')
        self.bad(403, hidden, 'GET', f'/v0/{BASE}/tblOther000000001')
        self.server.control(scopes=['data.records:read'])
        self.bad(403, hidden, 'GET', TABLES)
        self.bad(403, hidden, 'POST', USERS, {'records': [{'fields': {}}]})
        self.good('GET', USERS)
        self.server.control(scopes=['data.records:read', 'data.records:write', 'schema.bases:read',
                                    'schema.bases:write'])
        self.assertEqual(self.bad(404, 'NOT_FOUND', 'GET', '/v0/other'), 'NOT_FOUND')

    def test_bodies(self):
        too_many = [{'fields': {}}] * 11
        for kind, method, body in (
                ('INVALID_RECORDS', 'POST', {'records': []}),
                ('INVALID_RECORDS', 'POST', {'records': too_many}),
                ('INVALID_REQUEST_UNKNOWN', 'POST', {'records': [{'fields': {}}], 'typecast': True}),
                ('INVALID_REQUEST_UNKNOWN', 'PUT', {'records': [{'fields': {}}]}),
                ('INVALID_REQUEST_UNKNOWN', 'PATCH', {'records': [{'fields': {}}]}),
                ('UNKNOWN_FIELD_NAME', 'POST', {'records': [{'fields': {'healing name': 'x'}}]})):
            self.bad(422, kind, method, USERS, body)
        self.assertEqual(self.server.exchange('POST', USERS, None)[0], 400)
        ids = '&'.join(['records[]=rec00000000000001'] * 11)
        self.bad(422, 'INVALID_REQUEST_UNKNOWN', 'DELETE', f'{USERS}?{ids}')
        self.assertEqual(self.server.exchange('GET', f'{USERS}?filterByFormula={"x" * 16000}')[0], 414)

    def test_cells(self):
        for kind, cells in (
                ('INVALID_VALUE_FOR_COLUMN', {'Created At': '8 August'}),
                ('INVALID_REQUEST_UNKNOWN', {'Created At': '2026-08-08T00:00:00Z'}),
                ('INVALID_VALUE_FOR_COLUMN', {'Healing Name': 7}),
                ('INVALID_VALUE_FOR_COLUMN', {'Healing Goals': 'x' * 100001}),
                ('INVALID_VALUE_FOR_COLUMN', {'Consent to Data Storage': 'yes'}),
                ('INVALID_VALUE_FOR_COLUMN', {'Reflections': 'River'}),
                ('ROW_DOES_NOT_EXIST', {'Reflections': ['rec00000000000001']}),
                ('INVALID_MULTIPLE_CHOICE_OPTIONS', {'Experience with Fasting': 'Sometimes'})):
            self.bad(422, kind, 'POST', USERS, {'records': [{'fields': {'Healing Name': 'x', **cells}}]})
        self.assertEqual(self.server.control()['rows']['Users'], {})

    def test_rows_that_are_gone(self):
        body = {'records': [{'id': 'rec00000000000001', 'fields': {}}]}
        for how, kind in (('403', 'INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND'), ('422', 'ROW_DOES_NOT_EXIST'),
                          ('404', 'NOT_FOUND')):
            self.server.control(gone=how)
            self.bad(int(how), kind, 'PATCH', USERS, body)
            self.bad(int(how), kind, 'GET', f'{USERS}/rec00000000000001')


class Faults(Case):
    def test_each_does_something(self):
        self.server.control(rows={'Users': [{'Healing Name': 'River'}, {'Healing Name': 'Ash'}]})
        well = self.server.exchange('GET', USERS)[2]
        schema = self.server.exchange('GET', TABLES)[2]
        for name in FAULTS:
            if name in SILENT:
                continue
            with self.subTest(name=name):
                path = (TABLES if name in ('odd-schema', 'one-way-links') else USERS)
                started = time.monotonic()
                try:
                    status, _, data = self.server.exchange('GET', f'/fault:{name}{path}')
                except (http.client.HTTPException, OSError):
                    self.assertIn(name, CUT)
                    continue
                self.assertNotIn(name, CUT)
                self.assertTrue(status != 200 or data not in (well, schema) or time.monotonic() - started > 0.9)

    def test_lost_is_done_and_refused_is_not(self):
        def rows():
            return self.server.control()['rows']['Reflections']
        for name in ('lost', 'lost-status', 'cut', 'cut-close', 'cut-chunked', 'html-200', '503', 'month', 'reset'):
            before = len(rows())
            try:
                self.server.exchange('POST', f'/fault:{name}{REFLECTIONS}', {'records': [{'fields': {}}]})
            except (http.client.HTTPException, OSError):
                pass
            is_done = name.startswith(('lost', 'cut'))
            self.assertEqual(len(rows()) - before, int(is_done), name)

    def test_once_and_control(self):
        path = f'/fault:503-once{USERS}?pageSize=7'
        self.assertEqual([self.server.exchange('GET', path)[0] for _ in range(3)], [503, 200, 200])
        self.server.control(faults=[{'name': '429', 'arg': 7, 'method': 'GET', 'path': 'tblUsers', 'skip': 1, 'times': 2}])
        self.assertEqual([self.server.exchange('GET', USERS)[0] for _ in range(4)], [200, 429, 429, 200])
        self.server.control(faults=[{'name': '429', 'arg': 7}])
        self.assertEqual(self.server.exchange('GET', REFLECTIONS)[1]['retry-after'], '7')
        self.server.control(faults=[])
        self.assertEqual(self.server.ask('PUT', '/control', {'faults': [{'name': 'none'}]})[0], 400)

    def test_record(self):
        self.server.exchange('GET', f'{USERS}?pageSize=9')
        lines = (self.server.folder / 'requests.jsonl').read_text(encoding='utf-8').splitlines()
        last = json.loads(lines[-1])
        self.assertEqual(set(last), {'listener', 'method', 'path', 'headers', 'body', 'connection'})
        self.assertEqual((last['method'], last['path']), ('GET', f'{USERS}?pageSize=9'))


class Paces(unittest.TestCase):
    def admit(self, pace, *times):
        """Which of them are let in."""
        let_in = []
        for now in times:
            try:
                pace.admit('app', now)
                let_in.append(now)
            except Refused as refused:
                self.assertEqual(refused.status, 429)
        return let_in

    def test_pace(self):
        self.assertEqual(self.admit(Pace(), 0, 0.1, 0.2, 0.3, 0.4, 0.9, 10, 30.8, 31), [0, 0.1, 0.2, 0.3, 0.4, 31])
        self.assertEqual(self.admit(Pace(extends=True), 0, 0, 0, 0, 0, 0, 29, 31, 60, 91), [0, 0, 0, 0, 0, 91])
        self.assertEqual(self.admit(Pace(month=2), 0, 1, 2, 3), [0, 1])

    def test_server(self):
        server = Server('--speed=2', '--penalty=2', '--month=6')
        try:
            statuses = [server.exchange('GET', '/v0/meta/whoami')[0] for _ in range(8)]
            self.assertEqual(set(statuses), {200})
            server.control(month=None)
            client = server.connect()
            statuses = []
            for _ in range(30):
                client.request('GET', USERS, headers={'Authorization': f'Bearer {TOKEN}'})
                answer = client.getresponse()
                answer.read()
                statuses.append(answer.status)
            client.close()
            self.assertIn(429, statuses)
            self.assertGreater(server.control()['penalties'], 0)
            time.sleep(1.2)
            server.control(month=0)
            status, value = server.ask('GET', USERS)
            self.assertEqual((status, value['error']['type']), (429, 'PUBLIC_API_BILLING_LIMIT_EXCEEDED'))
        finally:
            server.stop()


if __name__ == '__main__':
    unittest.main()
