# SPDX-License-Identifier: GPL-3.0-or-later
"""Sharing with a base in the real window, by the keyboard alone, as a screen reader hears it; the base is a server on this computer."""

import os
import re
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'cli')]
import airtable_journal  # noqa: E402
from a11y import PREFIX, Desktop, press, take_picture  # noqa: E402

from gi.repository import Gio, GLib  # noqa: E402

SHC, WINDOW = sys.argv[1:3]
ENVIRONMENT = dict(os.environ, G_DEBUG='fatal-criticals', GSETTINGS_BACKEND='memory')
number = 0


def ok(what):
    global number
    number += 1
    print(f'ok {number} {what}', flush=True)


class Listener:
    """What a screen reader is told of names that change, in order."""

    def __init__(self, desktop):
        self.heard = []
        self.desktop = desktop
        self.id = desktop.bus.signal_subscribe(desktop.name, PREFIX + 'Event.Object', 'PropertyChange', None, None,
                                               Gio.DBusSignalFlags.NONE, self.changed)
        desktop.read()

    def changed(self, _bus, _sender, _path, _interface, _name, parameters):
        kind, _, _, value, _ = parameters.unpack()
        if kind == 'accessible-name' and isinstance(value, str):
            self.heard.append(value)

    def close(self):
        context = GLib.MainContext.default()
        while context.iteration(False):
            pass
        self.desktop.bus.signal_unsubscribe(self.id)
        return self.heard


class Sheet:
    """The window on a journal, and its sheet for sharing."""

    def __init__(self, journal):
        self.journal = journal
        self.process = subprocess.Popen([WINDOW, '--vault', journal.dir], env=ENVIRONMENT)
        self.desktop = Desktop(self.process.pid)
        self.desktop.find('text', 'Your reflection', where=lambda node: 'sensitive' in node.states)

    def open(self):
        frame = self.desktop.find('frame')
        names = [frame.call('Action', 'GetName', '(i)', i)[0] for i in range(frame.get('Action', 'NActions'))]
        frame.call('Action', 'DoAction', '(i)', names.index('win.share'))

    def find_button(self, name):
        return self.desktop.find('push button', name, where=lambda node: 'sensitive' in node.states)

    def find_text(self, text):
        return self.desktop.find(where=lambda node: text in node.name)

    def close(self):
        press('ctrl+w')
        assert self.process.wait(30) == 0, f'the window ended with {self.process.returncode}'


def sent_by_keyboard(sheet):
    sheet.open()
    sheet.find_button('Look')
    time.sleep(.5)
    press('Return')
    sheet.find_button('Send 26 Rows to Airtable')
    take_picture('40-plan')
    press('Down')
    press('space')
    sheet.find_button('Send 25 Rows to Airtable')
    press('space')
    sheet.find_button('Send 26 Rows to Airtable')
    press('Return')
    sheet.find_text('Hide the fields: ')
    take_picture('41-fields')
    press('Return')
    ok('arrows go through the plan, space ticks, and Return unfolds')
    listener = Listener(sheet.desktop)
    # The tick, what unfolds it, and out of the list.
    press('Tab', 'Tab', 'Tab')
    press('Return')
    sheet.find_text('26 rows were made.')
    heard = [text for text in listener.close() if re.fullmatch(r'\d+ of 26 rows', text)]
    take_picture('42-receipt')
    assert len(sheet.journal.texts()) == 25
    # One for the beginning, the person's own row, and each batch.
    assert len(heard) == len(set(heard)) and 2 <= len(heard) <= 6, heard
    ok('Tab leaves the plan for its button, and each step is told once')
    press('Escape')
    sheet.desktop.wait('the sheet is gone', lambda: not sheet.desktop.find_all('frame', 'Share With Airtable'))
    assert sheet.process.poll() is None


def escape_stops(sheet):
    sheet.journal.write_all([f'Another page, {n}.' for n in range(1, 26)])
    sheet.open()
    sheet.find_button('Look')
    time.sleep(.5)
    press('Return')
    sheet.find_button('Send 25 Rows to Airtable')
    sheet.journal.control(faults=[{'name': 'slow', 'arg': '3', 'method': 'PATCH', 'skip': 1}])
    press('Down')
    press('Tab', 'Tab', 'Tab')
    press('Return')
    sheet.find_text('10 of 25 rows')
    press('Escape')
    sheet.find_text('A Run Has Not Ended')
    sheet.journal.control(faults=[])
    take_picture('43-not-ended')
    sheet.find_button('Go On')
    press('Return')
    sheet.find_text('rows were made.')
    assert len(sheet.journal.texts()) == 50 == len(set(sheet.journal.texts()))
    ok('Escape stops a run, and Return goes on with it')
    press('Escape')


def main():
    print('1..3', flush=True)
    with tempfile.TemporaryDirectory(prefix='shc-sharing-') as folder:
        journal = airtable_journal.ready(SHC, folder, 'main')
        journal.agree()
        journal.write_all()
        journal.set('airtable.mapping', 'fasting.Some = A few times')
        sheet = Sheet(journal)
        sent_by_keyboard(sheet)
        escape_stops(sheet)
        sheet.desktop.wait('the sheet is gone', lambda: not sheet.desktop.find_all('frame', 'Share With Airtable'))
        sheet.close()
        journal.server.stdin.close()
        journal.server.wait()


if __name__ == '__main__':
    try:
        main()
    except BaseException:
        take_picture('failure-sharing')
        raise
