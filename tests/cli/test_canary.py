# SPDX-License-Identifier: GPL-3.0-or-later
"""After talking with the companion: no word of it in any file, argument, environment or log, and none on a decrypted page
where it must be gone; the key is in the keyring alone."""

import os
import subprocess
import sys
import time

import canary
import harness
from test_chat import KEY, Chat

PROMPT = 'Speak like the osprey of canaryprompt.'
REFLECTION = 'The canaryreflection was high today.'
SLOW = 'fault:slow-first:1'
ENDLESS = 'fault:paced:100000:50'
REPLY_OF_ENDLESS = 'word word word word'
AGE = 'UPDATE conversation SET started_us = started_us - 40 * 86400000000, expires_us = expires_us - 40 * 86400000000'


class Watched(Chat):
    def __init__(self, exe, folder):
        super().__init__(exe, folder)
        self.inside = canary.Inside(sys.argv[2], self.dir)
        self.told = set()  # all words of all conversations so far

    def words(self, name, included=False):
        """The words of one conversation: what is said, and what the server says to it."""
        words = [f'canary{name} of the walnut tree',
                 'You said: A reflection that' if included else f'You said: The canary{name}']
        self.told.update(words)
        return words

    def text(self, name):
        return f'The canary{name} of the walnut tree.'

    def begin(self, name, *args, model=SLOW):
        command = [self.exe, 'chat', '-', '--vault', self.dir, '--model', model, *args]
        run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env={**harness.quick_env(), 'G_MESSAGES_DEBUG': 'all'})
        run.stdin.write(self.text(name).encode())
        run.stdin.close()
        return run

    def talk(self, name, *args):
        """One exchange, looked at from all sides while it lasts."""
        words = self.words(name, '--include' in args)
        run = self.begin(name, *args)
        seen = canary.watch(run)
        out, err = run.stdout.read(), run.stderr.read()
        assert run.returncode == 0, err
        assert canary.holds(out, words[1]), out
        assert b'--model' in seen and SLOW.encode() in seen, 'the program was looked at while it ran'
        for word in (*words, KEY, PROMPT, REFLECTION):
            assert not canary.holds(seen, word), f'{word!r} in the arguments or environment of a program'
            assert not canary.holds(err, word), f'{word!r} in the log'
        assert not canary.holds(out, KEY)
        return words

    def killed(self, name, *args):
        """kill -9 in the middle of a reply."""
        words = self.words(name)
        run = self.begin(name, *args, model=ENDLESS)
        out = b''
        while REPLY_OF_ENDLESS.encode() not in out:
            more = os.read(run.stdout.fileno(), 4096)
            assert more, run.stderr.read()
            out += more
        run.kill()
        run.wait()
        err = run.stderr.read()
        assert not any(canary.holds(err, word) for word in (*words, KEY, REPLY_OF_ENDLESS)), err
        run.stdout.close()
        return words

    def lies_open(self):
        return canary.in_files([*self.told, KEY, PROMPT, REFLECTION, REPLY_OF_ENDLESS], [self.server_folder])


def prepare(exe, folder):
    j = Watched(exe, folder)
    assert j.ok('secret', 'set', 'openai', stdin=KEY)['stored']
    j.ok('settings', 'set', 'companion.prompt', '-', stdin=PROMPT)
    j.reflection = j.ok('reflect', '-', stdin=REFLECTION)['id']
    j.ok('consent', 'grant', 'companion')
    return j


def test_the_search_finds(j):
    """The test of the test: what lies open, in either spelling, is found, in arguments and environments too."""
    for encoding in ('utf-8', 'utf-16-le', 'utf-16-be'):
        path = j.write('control', 'xx canarycontrol xx'.encode(encoding))
        assert canary.in_files(['canarycontrol']) == [('canarycontrol', os.path.realpath(path))], encoding
    os.unlink(path)
    with subprocess.Popen(['canaryargument', '60'], executable='/usr/bin/sleep', env={'CONTROL': 'canaryenviron'}) as run:
        # Between the one look and the other it may still have become what it is now: both are waited for.
        limit = time.monotonic() + 20
        while not all(word in canary.surroundings() for word in (b'canaryargument', b'canaryenviron')):
            assert time.monotonic() < limit
            time.sleep(0.01)
        run.terminate()
    assert j.inside.find([PROMPT, REFLECTION, 'no such word']) == sorted([PROMPT, REFLECTION])


def test_without_consent(j):
    words = j.talk('without', '--include', j.reflection)
    sent = j.requests()[-1]
    assert sent['headers']['authorization'] == 'Bearer ' + KEY, 'the server did get the key'
    assert 'canarywithout' in sent['body'] and 'canaryprompt' in sent['body'] and 'canaryreflection' in sent['body']
    assert j.lies_open() == []
    assert j.inside.find(words) == []


def test_without_consent_killed(j):
    words = j.killed('cut')
    assert j.lies_open() == []
    assert j.inside.find([*words, REPLY_OF_ENDLESS]) == []
    assert j.ok('conversations') == []
    assert j.lies_open() == [] and j.inside.find([*words, REPLY_OF_ENDLESS]) == []


def test_with_consent(j):
    j.ok('consent', 'grant', 'chat-history')
    words = j.talk('with')
    assert j.lies_open() == []
    assert j.inside.find(words) == sorted(words), 'it is kept, and pages are really read'
    assert len(j.ok('conversations')) == 1


def test_with_consent_and_not_wanted(j):
    words = j.talk('unkept', '--no-save')
    assert j.lies_open() == [] and j.inside.find(words) == []


def test_over(j):
    """Out of sight the moment its time is over, and gone from every page with the next thing that is done."""
    words = ['canarywith of the walnut tree', 'You said: The canarywith']
    assert j.inside.find(words, AGE) == sorted(words), 'it is over, and nobody was there to remove it'
    assert j.ok('conversations') == []
    assert j.inside.find(words) == [] and j.inside.log_size() == 0
    assert j.lies_open() == []


def test_deleted(j):
    words = j.talk('deleted')
    j.ok('conversation', 'delete', j.ok('conversations')[0]['id'])
    assert j.inside.find(words) == [] and j.inside.log_size() == 0
    assert j.lies_open() == []


def test_killed_and_withdrawn(j):
    """What the person wrote is kept before it goes; with the consent all of it goes, to the last byte."""
    words = j.killed('killed')
    assert j.lies_open() == []
    assert j.inside.find([*words, REPLY_OF_ENDLESS]) == words[:1]
    kept = j.talk('kept')
    assert len(j.ok('conversations')) == 2
    j.ok('backup', '--auto')
    j.ok('consent', 'withdraw', 'chat-history')
    assert j.ok('conversations') == []
    assert j.inside.find([*words, *kept, REPLY_OF_ENDLESS]) == [] and j.inside.log_size() == 0
    assert j.lies_open() == []
    after = j.talk('after')
    assert j.inside.find(after) == [] and j.lies_open() == []


def test_errors_do_not_tell(j):
    """Neither the key nor what was written is in what is said about an error, whatever the server says."""
    for model in ('fault:401', 'fault:html-200', 'fault:error-in-stream-flat', 'fault:cut-mid-event', 'fault:reset',
                  'fault:repeats-key', 'fault:repeats-text'):
        name = model.replace(':', '')
        words = j.words(name)
        run = j.begin(name, '--json', model=model)
        out, err = run.stdout.read(), run.stderr.read()
        assert run.wait() == 4, (out, err)
        assert not any(canary.holds(out + err, word) for word in (words[0], KEY, PROMPT)), (out, err)
    assert j.lies_open() == []


def test_key_is_nowhere(j):
    assert j.inside.find([KEY]) == []
    assert all(not canary.holds(content, KEY) for _, content in canary.session_files([j.server_folder]))
    for words in (['secret', 'list'], ['secret', 'test', 'openai'], ['settings'], ['doctor'], ['activity'], ['models']):
        told = str(j.run(*words, env={'G_MESSAGES_DEBUG': 'all'}))
        assert KEY not in told and ('canary' in told) == (words == ['settings']), told
    j.ok('secret', 'clear', 'openai')
    j.server.stdin.close()
    assert j.server.wait() == 0


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
