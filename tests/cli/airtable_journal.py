# SPDX-License-Identifier: GPL-3.0-or-later
"""A journal and the base it shares with, which is a server on this computer that can misbehave."""

import json
import os
import pathlib
import ssl
import subprocess
import urllib.request

import harness

SERVER = pathlib.Path(__file__).resolve().parent.parent / 'services' / 'airtable_server.py'
KEY = 'patTest.0123456789abcdef'
TEXTS = [f'Day {n}. The walnut tree and the river, page {n}.' for n in range(1, 26)]


class Sharing(harness.Journal):
    """A journal whose base is the server of the test."""

    def __init__(self, exe, folder, name, *options):
        own = os.path.join(folder, name)
        os.mkdir(own)
        super().__init__(exe, own)
        self.server_folder = os.path.join(own, 'server')
        self.server = subprocess.Popen(['/usr/bin/python3', SERVER, self.server_folder, '--token', KEY, *options],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = json.loads(self.server.stdout.readline())
        self.init('--adult', 'yes', '--goals', 'To sleep again.', '--email', 'river@example.org',
                  '--fasting-experience', 'some', '--journey-start', '2020-01-01')
        self.set('airtable.base-url', f'https://127.0.0.1:{self.address["port"]}/v0')
        self.set('airtable.base-id', self.address['base'])
        self.set('network.extra-ca-file', self.address['ca'])

    def set(self, key, value):
        self.ok('settings', 'set', key, value)

    def requests(self, method=None):
        path = os.path.join(self.server_folder, 'requests.jsonl')
        if not os.path.exists(path):
            return []
        with open(path, encoding='utf-8') as lines:
            found = [entry for entry in map(json.loads, lines) if entry.get('method') and '/control' not in entry['path']]
        return [entry for entry in found if method in (None, entry['method'])]

    def control(self, **wanted):
        """Tells the server to misbehave; what it holds now."""
        context = ssl.create_default_context(cafile=self.address['ca'])
        request = urllib.request.Request(f'https://127.0.0.1:{self.address["port"]}/control',
                                         data=json.dumps(wanted).encode() if wanted else None,
                                         method='PUT' if wanted else 'GET')
        with urllib.request.urlopen(request, context=context, timeout=10) as answer:
            return json.load(answer)

    def there(self, method, table, body=None, query=''):
        """What somebody else does in the base; the rows that it is about."""
        context = ssl.create_default_context(cafile=self.address['ca'])
        request = urllib.request.Request(
            f'https://127.0.0.1:{self.address["port"]}/v0/{self.address["base"]}/{table}{query}',
            data=json.dumps(body).encode() if body else None, method=method,
            headers={'Authorization': 'Bearer ' + KEY, 'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, context=context, timeout=10) as answer:
            return json.load(answer)['records']

    def add(self, table='Reflections', **fields):
        """A row that somebody else adds; its id. Names of columns have _ for a space."""
        fields = {name.replace('_', ' '): value for name, value in fields.items()}
        return self.there('POST', table, {'records': [{'fields': fields}]})[0]['id']

    def change(self, row, table='Reflections', **fields):
        fields = {name.replace('_', ' '): value for name, value in fields.items()}
        self.there('PATCH', table, {'records': [{'id': row, 'fields': fields}]})

    def remove(self, row, table='Reflections'):
        self.there('DELETE', table, query=f'?records[]={row}')

    def find(self, text):
        """The id of the row with this text."""
        row, = [row for row, fields in self.rows().items() if fields.get('Reflection Text') == text]
        return row

    def rows(self, table='Reflections'):
        return self.control()['rows'][table]

    def texts(self):
        return sorted(row['Reflection Text'] for row in self.rows().values())

    def share(self, *args, **more):
        return self.ok('share', 'airtable', *args, **more)

    def reflect(self, text, *args):
        return self.ok('reflect', '-', *args, stdin=text)['id']

    def agree(self):
        self.ok('consent', 'grant', 'storage')

    def write_all(self, texts=None):
        lines = [json.dumps({'date': f'2020-01-{n:02}T08:00:00', 'text': text, 'milestone': f'Day {n}'})
                 for n, text in enumerate(texts or TEXTS, 1)]
        self.ok('import', self.write('in.jsonl', '\n'.join(lines) + '\n'))


def own_row(j):
    """The id of the person's own row."""
    (row, _), = [item for item in j.rows('Users').items() if item[1]['Healing Name'] == 'River']
    return row


def ready(exe, folder, name, *options):
    journal = Sharing(exe, folder, name, '--unpaced', *options)
    assert journal.ok('secret', 'set', 'airtable', stdin=KEY + '\n')['stored']
    return journal


def prepare(exe, folder):
    journals = []

    def make(name, *options):
        journals.append(ready(exe, folder, name, *options))
        return journals[-1]

    journal = make('main')
    journal.make = make
    journal.journals = journals
    return journal
