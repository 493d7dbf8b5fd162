# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window and the real `shc` on one vault: killed, brought back from a backup while somebody
writes, and without room on the disk. Nothing typed is lost, and nothing typed lies open anywhere."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'cli')]
import canary  # noqa: E402
import harness  # noqa: E402
from a11y import Desktop, press, take_picture, type_text  # noqa: E402

SHC, WINDOW = sys.argv[1:3]
EDITOR = 'Your reflection'
CANARY = 'kestrelcanary'
CONTROL = 'plainlywritten'
ROOM = 8_000_000
CHECKOUT = os.path.realpath(os.path.join(HERE, '..', '..'))
BUILT = os.path.realpath(os.path.join(os.path.dirname(WINDOW), '..'))
# File systems keep a coarser clock than this program's.
BEGUN = time.time() - 2
number = 0


def ok(what):
    global number
    number += 1
    print(f'ok {number} {what}', flush=True)


class Side:
    """A vault of its own, `shc` on it, and the window when it is open."""

    def __init__(self, folder, *words):
        self.journal = harness.Journal(SHC, folder)
        self.journal.init(*words)

    def open(self):
        environment = dict(os.environ, G_DEBUG='fatal-criticals', GSETTINGS_BACKEND='memory')
        self.process = subprocess.Popen([WINDOW, '--vault', self.journal.dir], env=environment)
        self.desktop = Desktop(self.process.pid)
        self.editor = self.desktop.find('text', EDITOR, where=lambda node: 'sensitive' in node.states)

    def type(self, text, whole=None):
        type_text(text)
        self.wait_text(whole or text)

    def wait_text(self, text):
        self.desktop.wait(f'the editor holds {text!r}', lambda: self.editor.text == text)

    def keep(self):
        press('ctrl+s')
        self.wait_text('')

    def close(self):
        press('ctrl+w')
        assert self.process.wait(30) == 0, f'the window ended with {self.process.returncode}'

    def texts(self):
        return [reflection['text'] for reflection in self.journal.ok('list', '--limit', '1000')]


def places_with(word):
    """Every file of the session, its folder for temporary files too, that holds @word. The checkout, wherever it is, is no
    part of a session, nor is what was there before this program began."""
    return sorted({path for top in (os.environ['RUN_HEADLESS_DIR'], '/var/tmp')
                   for path, content in canary.read_files(top, (CHECKOUT, BUILT), BEGUN) if canary.holds(content, word)})


def typed_and_killed(side):
    """A draft, a tag and a search by the window; then it is killed."""
    side.open()
    side.type(f'The {CANARY} hangs in the wind.')
    side.keep()
    side.type(f'Once more the {CANARY} of the')
    side.desktop.find(where=lambda node: node.name.startswith('Kept as a draft'))
    press('ctrl+f')
    side.desktop.find(None, 'Search in all reflections')
    type_text(CANARY)
    side.desktop.find('label', where=lambda node: CANARY in node.name)
    side.process.send_signal(signal.SIGKILL)
    side.process.wait()
    control = side.journal.write('control', CONTROL)
    assert places_with(CONTROL) == [os.path.realpath(control)], f'what lies open is found: {places_with(CONTROL)}'
    found = places_with(CANARY)
    assert not found, f'what was typed lies open in {found}'
    ok('killed, the window leaves nothing of what was typed in the clear')


def brought_back_meanwhile(side):
    """`shc restore` while the window is open with a thought half written."""
    backup = os.path.join(side.journal.folder, 'before.shcbackup')
    side.open()
    side.wait_text(f'Once more the {CANARY} of the')
    press('ctrl+End')
    side.type(' cliff.', f'Once more the {CANARY} of the cliff.')
    side.keep()
    side.journal.ok('backup', backup)
    side.type('Kept after the backup.')
    side.keep()
    side.type('Half a thou')
    told = side.journal.ok('restore', backup)
    assert told['moved_aside'], 'what was there is moved aside'
    side.desktop.wait('the window has the journal again', lambda: 'sensitive' in side.desktop.find('text', EDITOR).states)
    side.editor = side.desktop.find('text', EDITOR)
    side.wait_text('Half a thou')
    take_picture('20-after-a-restore')
    press('ctrl+End')
    side.type('ght.', 'Half a thought.')
    side.keep()
    assert sorted(side.texts()) == sorted(['Half a thought.', f'Once more the {CANARY} of the cliff.',
                                           f'The {CANARY} hangs in the wind.']), side.texts()
    side.close()
    aside = side.journal.run('list', '--vault', told['moved_aside'], '--json')
    assert aside.status == 0 and 'Kept after the backup.' in [r['text'] for r in json.loads(aside.out)], str(aside)
    ok('restored while somebody writes: the backup is there, the half thought too, the rest is aside')


def written_on_both_sides(side):
    side.open()
    press('ctrl+2')
    side.desktop.find('label', where=lambda node: node.name.startswith('Half a thought'))
    side.journal.ok('reflect', 'Written in the terminal.')
    side.desktop.find('label', where=lambda node: node.name.startswith('Written in the terminal'))
    ok('the window shows what shc has written')
    press('ctrl+1')
    side.close()


def fill_up(side):
    """Leaves no room, neither beside the journal nor in what it has of the disk already; its filler."""
    filler = os.path.join(side.journal.folder, 'filler')
    stat = os.statvfs(side.journal.folder)
    with open(filler, 'wb') as file:
        file.write(b'x' * (stat.f_bavail * stat.f_bsize))
    for size in (100_000, 10_000, 1):
        for _ in range(100):
            result = side.journal.run('reflect', '-', '--json', stdin='x ' * size)
            if result.status != 0:
                break
        assert result.json['error']['code'] == 'no-room', str(result)
    return filler


def without_room(side):
    """No room on the disk: it is said, the text stays, and it is kept when there is room again."""
    side.open()
    side.type('Before the disk was full.')
    side.keep()
    filler = fill_up(side)
    side.type('While it was full.')
    press('ctrl+s')
    side.desktop.find('label', where=lambda node: 'room' in node.name)
    take_picture('21-no-room')
    time.sleep(1)
    assert side.editor.text == 'While it was full.', 'the text stays'
    os.unlink(filler)
    side.keep()
    side.close()
    texts = [text for text in side.texts() if not text.startswith('x ')]
    assert texts == ['While it was full.', 'Before the disk was full.'], texts
    ok('a full disk is said, and what was typed is kept when there is room')


def enter_small():
    """Starts this program again with a small file system of its own in place of a folder."""
    place = os.path.join(os.environ['TMPDIR'], 'small')
    os.makedirs(place, exist_ok=True)
    os.environ['SHC_TEST_SMALL'] = place
    os.execvp('bwrap', ['bwrap', '--dev-bind', '/', '/', '--size', str(ROOM), '--tmpfs', place,
                        sys.executable, *sys.argv])


def main():
    print('1..4', flush=True)
    with tempfile.TemporaryDirectory(prefix='shc-beside-') as folder:
        side = Side(folder)
        typed_and_killed(side)
        brought_back_meanwhile(side)
        written_on_both_sides(side)
    without_room(Side(os.environ['SHC_TEST_SMALL']))


if __name__ == '__main__':
    if 'SHC_TEST_SMALL' not in os.environ:
        enter_small()
    try:
        main()
    except BaseException:
        take_picture('failure-beside-shc')
        raise
