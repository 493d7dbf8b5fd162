# SPDX-License-Identifier: GPL-3.0-or-later
"""A journal whose keeper is on a mailing list at Mailchimp, for the tests that need one."""

import json
import os
import pathlib
import ssl
import subprocess
import urllib.request

import harness

SERVICES = pathlib.Path(__file__).resolve().parent.parent / 'services'
KEY = '0123456789abcdef0123456789abcdef-us19'
LIST = '9e67587f52'
EMAIL = 'river@example.org'


class Mailing(harness.Journal):
    """A journal, and a server that speaks as Mailchimp does."""

    def __init__(self, exe, folder):
        super().__init__(exe, folder)
        self.server_folder = os.path.join(folder, 'server')
        self.server = subprocess.Popen(['/usr/bin/python3', SERVICES / 'mailchimp_server.py', self.server_folder],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = json.loads(self.server.stdout.readline())
        self.tls = ssl.create_default_context(cafile=self.address['ca'])
        self.init('--email', EMAIL, '--goals', 'goalword')
        self.set('network.extra-ca-file', self.address['ca'])
        self.set('mailchimp.base-url', f'https://127.0.0.1:{self.address["port"]}/3.0')

    def set(self, key, value):
        self.ok('settings', 'set', key, value)

    def control(self, **wanted):
        """Tells the server how to be; what it knows."""
        request = urllib.request.Request(f'https://127.0.0.1:{self.address["port"]}/control', method='PUT',
                                         data=json.dumps(wanted).encode())
        with urllib.request.urlopen(request, context=self.tls) as answer:
            return json.load(answer)

    def member(self, email=EMAIL):
        return self.control()['members'].get(email)

    def requests(self):
        """Method and path of each request, without those of the test's own."""
        path = os.path.join(self.server_folder, 'requests.jsonl')
        with open(path, encoding='utf-8') as lines:
            found = [entry for entry in map(json.loads, lines) if 'method' in entry]
        return [entry for entry in found if entry['path'] != '/control']

    def writes(self, since=0):
        return [one['method'] for one in self.requests()[since:] if one['method'] != 'GET']

    def share(self, *args, **more):
        return self.ok('share', 'mailchimp', *args, **more)

    def left(self, *args):
        """A run that ends with something that was not done."""
        result = self.run('share', 'mailchimp', *args, '--json')
        assert result.status == 1, str(result)
        return result.json['failed']


def prepare(exe, folder):
    return Mailing(exe, folder)
