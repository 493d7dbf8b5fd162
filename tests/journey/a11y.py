# SPDX-License-Identifier: GPL-3.0-or-later
"""A program as a screen reader meets it: names, roles, states and texts over the accessibility bus.

Plain D-Bus, because it answers in 50 to 100 ms where the libraries for it take a second and more
for a window with a long list. What GTK 4.8 does not tell (focus inside entries, what is on the
screen) is not asked: a check waits for what a person would read, and says what it waited for."""

import os
import subprocess
import time

from gi.repository import Gio, GLib

PREFIX = 'org.a11y.atspi.'
ROOT = '/org/a11y/atspi/accessible/root'
PROPERTIES = 'org.freedesktop.DBus.Properties'
ROLES = {7: 'check box', 11: 'combo box', 16: 'dialog', 23: 'frame', 27: 'image', 29: 'label', 31: 'list',
         32: 'list item', 35: 'menu item', 37: 'page tab', 43: 'push button', 52: 'spin button', 54: 'status bar', 61: 'text',
         62: 'toggle button', 79: 'entry', 130: 'switch'}
STATES = {1: 'active', 4: 'checked', 16: 'modal', 23: 'selected', 24: 'sensitive'}


class Node:
    """One accessible object as it was when the tree was read."""

    def __init__(self, desktop, item):
        self.desktop = desktop
        self.path = item[0][1]
        self.name = item[6]
        self.role = ROLES.get(item[7], str(item[7]))
        self.states = {name for bit, name in STATES.items() if item[9][bit // 32] >> bit % 32 & 1}

    def call(self, interface, method, signature=None, *arguments):
        return self.desktop.call(self.path, PREFIX + interface, method, signature, *arguments)

    def get(self, interface, name):
        return self.desktop.call(self.path, PROPERTIES, 'Get', '(ss)', PREFIX + interface, name)[0]

    @property
    def text(self):
        return self.call('Text', 'GetText', '(ii)', 0, self.get('Text', 'CharacterCount'))[0]

    @text.setter
    def text(self, value):
        self.call('EditableText', 'SetTextContents', '(s)', value)

    def click(self):
        names = [self.call('Action', 'GetName', '(i)', i)[0] for i in range(self.get('Action', 'NActions'))]
        wanted = next(name for name in ('click', 'toggle') if name in names)
        self.call('Action', 'DoAction', '(i)', names.index(wanted))

    def __repr__(self):
        return f'{self.role} {self.name!r} {sorted(self.states)}'


class Desktop:
    """All windows of one process."""

    def __init__(self, pid, seconds=30):
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self.bus = Gio.DBusConnection.new_for_address_sync(os.environ['AT_SPI_BUS_ADDRESS'], flags, None, None)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for name in self.get_programs():
                if self.get_pid(name) == pid:
                    self.name = name
                    return
            time.sleep(.05)
        raise TimeoutError('the program did not appear on the accessibility bus')

    def get_programs(self):
        self.name = PREFIX + 'Registry'
        return [name for name, _ in self.call(ROOT, PREFIX + 'Accessible', 'GetChildren')[0]]

    def get_pid(self, name):
        self.name = 'org.freedesktop.DBus'
        return self.call('/org/freedesktop/DBus', self.name, 'GetConnectionUnixProcessID', '(s)', name)[0]

    def call(self, path, interface, method, signature=None, *arguments):
        parameters = GLib.Variant(signature, arguments) if signature else None
        return self.bus.call_sync(self.name, path, interface, method, parameters, None, 0, 10000, None).unpack()

    def get_children(self, paths):
        """The children of each path; all are asked at once, one round trip a level."""
        context = GLib.MainContext.default()
        children = {}

        def answered(bus, result, path):
            try:
                children[path] = [child[1] for child in bus.call_finish(result).unpack()[0]]
            except GLib.Error:
                children[path] = []

        for path in paths:
            self.bus.call(self.name, path, PREFIX + 'Accessible', 'GetChildren', None, None, 0, 10000, None,
                          answered, path)
        while len(children) < len(paths):
            context.iteration(True)
        return children

    def read(self, rows=12):
        """The tree from the top, level by level; of a long list, the first rows."""
        level, order = [ROOT], []
        while level:
            children = self.get_children(level)
            level = [child for path in level
                     for child in (children[path] if len(children[path]) <= 60 else children[path][:rows])]
            order += level
        items = {item[0][1]: item for item in self.call('/org/a11y/atspi/cache', PREFIX + 'Cache', 'GetItems')[0]}
        return [Node(self, items[path]) for path in order if path in items]

    def find_all(self, role=None, name=None, where=lambda node: True):
        def fits(node):
            # A button with a mnemonic is called "_Keep Keep".
            return (role in (None, node.role)
                    and (name is None or name == node.name or node.name.endswith(' ' + name) and '_' in node.name)
                    and where(node))
        return [node for node in self.read() if fits(node)]

    def find(self, role=None, name=None, seconds=20, where=lambda node: True):
        end = time.monotonic() + seconds
        while True:
            try:
                found = self.find_all(role, name, where)
            except GLib.Error:
                found = []  # something went away between two questions
            if found:
                return found[0]
            if time.monotonic() > end:
                raise TimeoutError(f'waited in vain for {role or "anything"} {name!r}; there are: '
                                   + ', '.join(repr(node) for node in self.read() if node.name))
            time.sleep(.05)

    def wait(self, what, predicate, seconds=20):
        end = time.monotonic() + seconds
        while not predicate():
            if time.monotonic() > end:
                raise TimeoutError(f'waited in vain until {what}')
            time.sleep(.05)


def press(*keys):
    subprocess.run(['xdotool', 'key', '--delay', '30', *keys], check=True)


def type_text(text):
    for number, line in enumerate(text.split('\n')):
        if number:
            press('Return')
        if line:
            subprocess.run(['xdotool', 'type', '--delay', '30', '--', line], check=True)


def take_picture(name):
    folder = os.path.join(os.environ.get('SHC_TEST_OUTPUT', '/tmp'), 'journey')
    os.makedirs(folder, exist_ok=True)
    subprocess.run(['import', '-window', 'root', os.path.join(folder, name + '.png')], check=True)
