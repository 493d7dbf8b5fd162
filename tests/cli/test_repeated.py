#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that says again what it was sent, key and all: nothing of that is shown, told to a program, or kept."""

import base64
import os
import sys

import canary
import harness
from airtable_journal import KEY as AIRTABLE_KEY, Sharing
from mailchimp_journal import KEY as MAILCHIMP_KEY, LIST, Mailing
from test_typeform import Intake

TYPEFORM_KEY = 'tfp_test-key'
TEXT = 'The heron stood in the reeds for as long as I did.'
SHOUTED = 'HERON_IN_THE_REEDS'
# A plan shows the person's own words, of course; it is what is quoted that may not hold any.
NEVER = ('Parrot', 'The server says', f'“{SHOUTED}', 'Bearer', 'Basic ')


def shows(result, *keys):
    """A command may show none of these, and the beginning of no key."""
    said = result.out + result.err
    found = [word for word in (*NEVER, *(key[:8] for key in keys)) if word in said]
    assert not found, (found, str(result))


def both_ways(j, *args):
    """As people see it, and as programs do."""
    for more in ((), ('--json',)):
        result = j.run(*args, *more)
        assert result.status in (1, 4), str(result)
        yield result


def kept(j, *words):
    """On no page of the vault, free ones too."""
    return canary.Inside(sys.argv[2], j.dir).find([*words])


def folder_of(folder, name):
    path = os.path.join(folder, name)
    os.mkdir(path)
    return path


def prepare(exe, folder):
    j = Sharing(exe, folder, 'airtable', '--unpaced')
    j.ok('secret', 'set', 'airtable', stdin=AIRTABLE_KEY + '\n')
    j.agree()
    j.reflect(TEXT)
    j.reflect(SHOUTED)
    j.mailing = Mailing(exe, folder_of(folder, 'mailchimp'))
    j.intake = Intake(exe, folder_of(folder, 'typeform'))
    return j


def test_airtable_says_it_of_what_is_read(j):
    for kind in ('INVALID_PERMISSIONS', 'UNKNOWN_FIELD_NAME', 'ANYTHING'):
        j.control(faults=[{'name': 'repeats', 'arg': kind}])
        for args in (('share', 'airtable', '--plan'), ('fetch', 'airtable'), ('secret', 'test', 'airtable')):
            for result in both_ways(j, *args):
                shows(result, AIRTABLE_KEY)


def test_airtable_says_it_of_what_is_written(j):
    for kind in ('INVALID_PERMISSIONS', 'UNKNOWN_FIELD_NAME'):
        j.control(faults=[{'name': 'repeats', 'arg': kind, 'method': 'PATCH', 'skip': 1}])
        for result in both_ways(j, 'share', 'airtable', '--run'):
            shows(result, AIRTABLE_KEY)
        for result in both_ways(j, 'share', 'airtable', '--resume'):
            shows(result, AIRTABLE_KEY)
        j.control(faults=[])
        j.share('--resume')
        j.share('--forget', '--yes')


def test_airtable_says_it_in_the_place_of_a_type(j):
    """The receipt holds why a row was refused; what stood in a cell of it is not that."""
    j.control(faults=[{'name': 'repeats', 'arg': 'CELL', 'method': 'PATCH', 'skip': 1}])
    for more in ((), ('--json',)):
        result = j.run('share', 'airtable', '--run', '--yes', *more)
        assert result.status == 1, str(result)
        shows(result, AIRTABLE_KEY)
        j.control(faults=[{'name': 'repeats', 'arg': 'CELL', 'method': 'PATCH'}])
    j.control(faults=[])
    assert kept(j, 'Parrot', AIRTABLE_KEY, f'calls it “{SHOUTED}') == []


def test_what_is_no_secret_is_still_quoted(j):
    """Which column it is helps; nothing of the person's is in that."""
    j.control(faults=[{'name': '403-field'}])
    assert 'Email' in j.fails(4, 'refused', 'share', 'airtable', '--plan')
    j.control(faults=[])
    assert kept(j, 'heron stood') == ['heron stood'], 'looking finds what is there'


def test_mailchimp(j):
    mailing = j.mailing
    mailing.set('mailchimp.list-id', LIST)
    mailing.ok('secret', 'set', 'mailchimp', stdin=MAILCHIMP_KEY + '\n')
    mailing.ok('consent', 'grant', 'mailing')
    header = base64.b64encode(f'key:{MAILCHIMP_KEY}'.encode()).decode()
    for status in (400, 403):
        for method, args in (('GET', ('secret', 'test', 'mailchimp')), ('GET', ('share', 'mailchimp', '--plan')),
                             ('PUT', ('share', 'mailchimp', '--run'))):
            mailing.control(faults=[{'name': 'repeats', 'arg': str(status), 'method': method}])
            for result in both_ways(mailing, *args):
                shows(result, MAILCHIMP_KEY, header[5:])
    mailing.control(faults=[])
    assert kept(mailing, 'Parrot', MAILCHIMP_KEY, header) == []


def test_typeform(j):
    """It quotes nothing at all."""
    intake = j.intake
    intake.set('typeform.form-id', 'u6nXL7')
    intake.ok('secret', 'set', 'typeform', stdin=TYPEFORM_KEY + '\n')
    for status in (400, 401, 403, 404, 418, 500):
        intake.misbehave(f'repeats:{status}')
        for args in (('secret', 'test', 'typeform'), ('fetch', 'typeform', '--take')):
            for result in both_ways(intake, *args):
                shows(result, TYPEFORM_KEY)
    assert kept(intake, 'Parrot', TYPEFORM_KEY) == []


def test_keys_lie_open_nowhere(j):
    """In no file of the session but the keyring’s own, which is encrypted, and what the servers noted."""
    servers = [os.path.realpath(each.server_folder) for each in (j, j.mailing, j.intake)]
    assert canary.in_files([AIRTABLE_KEY, MAILCHIMP_KEY, TYPEFORM_KEY, 'Parrot'], servers) == []


def test_end(j):
    for journal in (j, j.mailing, j.intake):
        journal.server.stdin.close()
        assert journal.server.wait() == 0


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
