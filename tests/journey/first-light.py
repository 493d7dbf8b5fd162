# SPDX-License-Identifier: GPL-3.0-or-later
"""From the first run to what was written being found again, as a person does it: keys, buttons,
words on the screen. On the way the program is killed one second after the last key."""

import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from a11y import Desktop, press, take_picture, type_text  # noqa: E402

PROGRAM = sys.argv[1]
EDITOR = 'Your reflection'
number = 0


def ok(what):
    global number
    number += 1
    print(f'ok {number} {what}', flush=True)


def start():
    environment = dict(os.environ, G_DEBUG='fatal-criticals', GSETTINGS_BACKEND='memory')
    process = subprocess.Popen([PROGRAM], env=environment)
    return process, Desktop(process.pid)


def first_run(desktop):
    desktop.find('push button', 'Begin')
    take_picture('01-welcome')
    desktop.find('push button', 'Begin').click()
    desktop.find(where=lambda node: node.role in ('text', 'entry')
                 and node.name.startswith('Healing Name')).text = 'River'
    take_picture('02-you')
    desktop.find('push button', 'Next', where=lambda node: 'sensitive' in node.states).click()
    make = desktop.find('push button', 'Make My Journal', where=lambda node: 'sensitive' in node.states)
    take_picture('03-how-it-opens')
    make.click()
    desktop.find('label', 'Your Recovery Code')
    ok('the first run leads to the recovery code')
    type_code_back(desktop)


def type_code_back(desktop):
    def read_words():
        labels = [node.name.split('. ', 1) for node in desktop.find_all('label')]
        return {int(parts[0]): parts[1] for parts in labels if len(parts) == 2 and parts[0].isdigit()}

    desktop.wait('the nine words are shown', lambda: len(read_words()) == 9)
    words = read_words()
    take_picture('04-recovery-code')
    desktop.find('push button', 'Next', where=lambda node: 'sensitive' in node.states).click()
    fields = desktop.find_all(where=lambda node: node.role in ('text', 'entry') and node.name.startswith('Word '))
    assert len(fields) >= 3, fields
    for field in fields:
        field.text = words[int(field.name.split()[1])]
    take_picture('05-typed-back')
    for button in ('Next', 'Done', 'Open My Journal', 'Finish'):
        found = desktop.find_all('push button', button, lambda node: 'sensitive' in node.states)
        if found:
            found[0].click()
            break
    desktop.find('text', EDITOR)
    ok('typed back in part, the code lets one in')


def is_greeted(node):
    return node.name.startswith('Good ') and 'River' in node.name


def write_and_keep(desktop):
    desktop.find('label', where=is_greeted)
    editor = desktop.find('text', EDITOR, where=lambda node: 'sensitive' in node.states)
    type_text('A heron by the *river*, very still.')
    desktop.wait('what was typed is in the editor', lambda: editor.text.endswith('very still.'))
    desktop.find(where=lambda node: node.name.startswith('Kept as a draft'))
    take_picture('06-writing')
    press('ctrl+s')
    desktop.find('label', 'Kept in your reflections.')
    desktop.wait('the editor is empty', lambda: editor.text == '')
    ok('written with the keyboard alone, kept with Ctrl+S')


def survive_a_kill(desktop, process):
    editor = desktop.find('text', EDITOR)
    typed = 'I was in the middle of a sent'
    type_text(typed)
    desktop.wait('what was typed is in the editor', lambda: editor.text == typed)
    time.sleep(1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process, desktop = start()
    editor = desktop.find('text', EDITOR, where=lambda node: 'sensitive' in node.states)
    desktop.wait('the draft is back', lambda: editor.text == typed)
    desktop.find('label', where=lambda node: node.name.startswith('You were writing this'))
    take_picture('07-after-the-kill')
    type_text('ence.')
    press('ctrl+s')
    desktop.wait('it is kept', lambda: editor.text == '')
    ok('what was typed one second before kill -9 is there again')
    return process, desktop


def search(desktop):
    press('ctrl+f')
    desktop.find(None, 'Search in all reflections')
    type_text('hero')
    desktop.find('label', where=lambda node: 'heron' in node.name)
    desktop.wait('only that one is found', lambda: not [
        node for node in desktop.find_all('label') if 'sentence' in node.name])
    press('Down')
    reader = desktop.find('text', 'Reflection')
    desktop.wait('it is read', lambda: reader.text == 'A heron by the river, very still.')
    desktop.find('label', '1 of 1')
    take_picture('08-found-again')
    ok('found again by the beginning of a word, read without its marks')


def change(desktop):
    press('ctrl+e')
    editor = desktop.find('text', EDITOR, where=lambda node: 'heron' in node.text)
    press('ctrl+End')
    type_text(' Then it flew.')
    desktop.wait('what was typed is in the editor', lambda: editor.text.endswith('flew.'))
    take_picture('09-changing')
    press('ctrl+s')
    reader = desktop.find('text', 'Reflection')
    desktop.wait('the new text is read', lambda: reader.text.endswith('Then it flew.'))
    desktop.find('push button', 'Earlier versions', where=lambda node: 'sensitive' in node.states).click()
    desktop.find('push button', 'Bring this one back', where=lambda node: 'sensitive' in node.states)
    take_picture('10-earlier-versions')
    press('Escape')
    ok('changed in place; the text from before is kept')


def throw_away_and_undo(desktop):
    desktop.wait('the dialog is gone', lambda: not desktop.find_all('push button', 'Bring this one back'))
    desktop.find('push button', 'Move to the trash').click()
    undo = desktop.find('push button', 'Undo')
    take_picture('11-trash-toast')
    undo.click()
    desktop.find('label', 'It is back in your reflections.')
    desktop.find('label', where=lambda node: 'heron' in node.name)
    ok('thrown away, and taken back by the toast')


def look_at_the_journey(desktop):
    press('ctrl+3')
    desktop.find('push button', where=lambda node: node.name.endswith(', written'))
    take_picture('12-journey')
    ok('the journey shows the day as written')


def main():
    print('1..8', flush=True)
    process, desktop = start()
    first_run(desktop)
    write_and_keep(desktop)
    process, desktop = survive_a_kill(desktop, process)
    search(desktop)
    change(desktop)
    throw_away_and_undo(desktop)
    look_at_the_journey(desktop)
    press('ctrl+w')
    assert process.wait(30) == 0, f'the program ended with {process.returncode}'


if __name__ == '__main__':
    try:
        main()
    except BaseException:
        take_picture('failure')
        raise
