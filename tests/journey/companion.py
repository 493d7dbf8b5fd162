# SPDX-License-Identifier: GPL-3.0-or-later
"""The companion in the real window, with a server on this computer: nothing is called before a person says so, what the sheet
shows is what is sent, a screen reader hears the reply a sentence at a time, and kill -9 in the middle leaves nothing behind."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'cli')]
import calls  # noqa: E402
import canary  # noqa: E402
import harness  # noqa: E402
from a11y import PREFIX, Desktop, press, take_picture, type_text  # noqa: E402

from gi.repository import Gio, GLib  # noqa: E402

SHC, WINDOW, LOOK_INSIDE = sys.argv[1:4]
SERVER = pathlib.Path(HERE).parent / 'services' / 'openai_server.py'
KEY = 'sk-test-key'
ENTRY = 'Your message to the companion'
SENTENCES = ['You said: The canaryheron stood still.', 'Did it fly?', 'It did!', 'It did!', 'Then it was quiet.']
MESSAGE = ' '.join(SENTENCES).removeprefix('You said: ')
CUT = 'The canarykestrel fell silent'
ENVIRONMENT = dict(os.environ, G_DEBUG='fatal-criticals', GSETTINGS_BACKEND='memory')
# Longer than anything waits that happens by itself when a page is shown.
A_WHILE = 3
number = 0


def ok(what):
    global number
    number += 1
    print(f'ok {number} {what}', flush=True)


def open_page(desktop, role, name):
    """From Today to the companion's page; what is looked for there."""
    desktop.find('text', 'Your reflection', where=lambda node: 'sensitive' in node.states)
    press('ctrl+4')
    return desktop.find(role, name)


class Talking:
    """A journal that may ask the server, and the window on it."""

    def __init__(self, folder):
        self.folder = folder
        self.journal = harness.Journal(SHC, folder)
        self.server_folder = os.path.join(folder, 'server')
        self.server = subprocess.Popen(['/usr/bin/python3', SERVER, self.server_folder], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, text=True)
        address = json.loads(self.server.stdout.readline())
        self.journal.init('--adult', 'yes')
        for key, value in (('openai.base-url', f'https://127.0.0.1:{address["port"]}/v1'),
                           ('network.extra-ca-file', address['ca']), ('openai.protocol', 'responses')):
            self.journal.ok('settings', 'set', key, value)
        self.journal.ok('consent', 'grant', 'companion')
        self.journal.ok('secret', 'set', 'openai', stdin=KEY)

    def open(self, model):
        self.journal.ok('settings', 'set', 'openai.model', model)
        self.process = subprocess.Popen([WINDOW, '--vault', self.journal.dir], env=ENVIRONMENT)
        self.desktop = Desktop(self.process.pid)
        self.entry = open_page(self.desktop, 'text', ENTRY)

    def send(self, text):
        """Up to the open envelope."""
        type_text(text)
        self.desktop.wait('what was typed is in the entry', lambda: self.entry.text == text)
        press('ctrl+Return')
        # The page has a button of that name, too, which cannot be pressed while the envelope is open.
        self.desktop.find('push button', 'Cancel')
        return self.desktop.find('push button', 'Send', where=lambda node: 'sensitive' in node.states)

    def requests(self):
        with open(os.path.join(self.server_folder, 'requests.jsonl'), encoding='utf-8') as lines:
            return [entry for entry in map(json.loads, lines) if 'method' in entry]

    def close(self):
        press('ctrl+w')
        assert self.process.wait(30) == 0, f'the window ended with {self.process.returncode}'


class Listener:
    """What a screen reader is told of the labels that say what is going on, in order, with the time at which it came."""

    def __init__(self, desktop):
        self.heard = []
        self.desktop = desktop
        self.paths = {node.path for node in desktop.find_all('status bar')}
        assert self.paths, 'there are such labels'
        self.id = desktop.bus.signal_subscribe(desktop.name, PREFIX + 'Event.Object', 'PropertyChange', None, None,
                                               Gio.DBusSignalFlags.NONE, self.changed)
        # The bus answers in order: from here on nothing is missed.
        desktop.read()

    def changed(self, _bus, _sender, path, _interface, _name, parameters):
        kind, _, _, value, _ = parameters.unpack()
        if path in self.paths and kind == 'accessible-name' and isinstance(value, str) and value:
            self.heard.append((time.monotonic(), value))

    def wait(self, count, seconds=30):
        end = time.monotonic() + seconds
        context = GLib.MainContext.default()
        while len(self.heard) < count and time.monotonic() < end:
            context.iteration(False)
            time.sleep(.005)

    def close(self):
        self.desktop.bus.signal_unsubscribe(self.id)


def calls_nobody(folder, vault, what, role, name):
    """The page is opened and looked at, under a trace of its system calls."""
    trace = os.path.join(folder, 'trace')
    command = calls.traced([WINDOW, '--vault', vault], trace)
    process = subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE)
    open_page(Desktop(process.pid, seconds=60), role, name)
    time.sleep(A_WHILE)
    take_picture('30-' + what.replace(' ', '-'))
    press('ctrl+w')
    assert process.wait(30) == 0, process.returncode
    process.stderr.read()  # until the trace is whole
    made, abroad = calls.read(trace)
    assert any('AF_UNIX' in line for line in made), 'the window did come up'
    assert not abroad, abroad[:5]
    ok(f'{what}, the page is opened and makes no connection')


def before_it_is_asked(talking):
    fresh = os.path.join(talking.folder, 'fresh')
    os.mkdir(fresh)
    journal = harness.Journal(SHC, fresh)
    journal.init('--adult', 'yes')
    calls_nobody(fresh, journal.dir, 'after a fresh start', 'push button', 'Preferences')
    talking.journal.ok('settings', 'set', 'openai.model', 'gpt-test')
    calls_nobody(talking.folder, talking.journal.dir, 'with all that is needed', 'text', ENTRY)
    assert talking.requests() == []


def heard_as_it_comes(talking):
    talking.open('fault:slowly:12')
    desktop = talking.desktop
    send = talking.send(MESSAGE)
    press('alt+x')
    body = desktop.find('text', 'Exactly as it is sent')
    shown = body.text
    take_picture('31-open-envelope')
    listener = Listener(desktop)
    send.click()
    listener.wait(len(SENTENCES))
    last = time.monotonic()
    listener.wait(len(SENTENCES) + 1, 1)
    listener.close()
    heard = [sentence for _, sentence in listener.heard]
    assert heard == SENTENCES, heard
    # At twelve words a second: not all at the end.
    assert last - listener.heard[0][0] > 0.8, listener.heard
    take_picture('32-reply')
    ok('a screen reader hears the reply a sentence at a time, as it comes')
    sent = talking.requests()[-1]
    assert sent['body'] == shown and 'canaryheron' in shown, (sent['body'], shown)
    ok('what was sent is what the sheet showed, byte for byte')
    talking.close()


def killed_in_the_middle(talking):
    talking.open('fault:paced:100000:50')
    talking.send(CUT).click()
    talking.desktop.find(where=lambda node: 'word word word' in node.name)
    take_picture('33-before-the-kill')
    arguments = canary.surroundings()
    talking.process.send_signal(signal.SIGKILL)
    talking.process.wait()
    words = ['canaryheron', 'canarykestrel', 'word word word', KEY]
    assert WINDOW.encode() in arguments
    assert not [word for word in words if canary.holds(arguments, word)], 'words in the arguments of a program'
    control = talking.journal.write('control', 'canarycontrol')
    assert canary.in_files(['canarycontrol']) == [('canarycontrol', os.path.realpath(control))]
    assert canary.in_files(words, [talking.server_folder]) == []
    inside = canary.Inside(LOOK_INSIDE, talking.journal.dir)
    assert inside.find([*words, '127.0.0.1']) == ['127.0.0.1'], 'nothing of it is in the journal'
    ok('kill -9 in the middle of a reply leaves nothing of the conversation anywhere')


def main():
    print('1..5', flush=True)
    with tempfile.TemporaryDirectory(prefix='shc-companion-') as folder:
        talking = Talking(folder)
        before_it_is_asked(talking)
        heard_as_it_comes(talking)
        killed_in_the_middle(talking)
        talking.server.stdin.close()
        talking.server.wait()


if __name__ == '__main__':
    try:
        main()
    except BaseException:
        take_picture('failure-companion')
        raise
