# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways in which the server can misbehave, each under the name it is asked for by.

usage: FAULTS[name](answer); the answer (see airtable_server.py) says what was asked and writes what is
sent. answer.well() carries the request out; where it is not called, nothing was done. A fault that changes
what is said of something answers well if there is nothing of the kind in the answer.
"""

import copy
import json

import airtable_rules as rules
from airtable_pace import month_spent, too_fast
from airtable_rules import Refused

HTML = b'<!DOCTYPE html>\n<html><head><title>%s</title></head><body><h1>%s</h1></body></html>\n'
SECRET = 'Never show this'
FAULTS = {}


def fault(*names):
    def register(function):
        FAULTS.update({name: function for name in names})
        return function
    return register


# --- Nothing was done ----------------------------------------------------------------------------------

@fault('429')
def rate_limit(answer):
    answer.refuse(too_fast(), {'Retry-After': answer.words[0]} if answer.words[0] else None)


@fault('429-bare')
def rate_limit_without_a_word(answer):
    answer.whole(429, 'text/plain', b'')


@fault('429-html')
def rate_limit_of_a_proxy(answer):
    answer.whole(429, 'text/html', HTML % (b'Slow down', b'Too many requests'))


@fault('month')
def no_more_this_month(answer):
    answer.refuse(month_spent())


@fault('401')
def wrong_token(answer):
    answer.refuse(Refused(401, 'AUTHENTICATION_REQUIRED', 'Authentication required'))


@fault('403')
def hidden(answer):
    answer.refuse(rules.hidden())


@fault('403-field')
def locked_field(answer):
    answer.refuse(Refused(403, 'INVALID_PERMISSIONS', 'You are not permitted to write cell values in field Email '
                          '(fldEmail000000001)'))


@fault('404')
def gone(answer):
    answer.refuse(Refused(404, 'NOT_FOUND', bare=True))


@fault('404-object')
def gone_as_an_object(answer):
    answer.refuse(Refused(404, 'NOT_FOUND'))


@fault('413')
def too_large(answer):
    answer.refuse(Refused(413, 'REQUEST_TOO_LARGE', 'Request body is too large'))


@fault('422')
def refused(answer):
    """With a message that holds what somebody wrote."""
    answer.refuse(Refused(422, answer.words[0] or 'INVALID_REQUEST_UNKNOWN', f'Cannot parse "{SECRET}"'))


@fault('repeats')
def repeats(answer):
    """Says again what it was sent, key and all, as an error of this type; or in the place of the type, what stands in a cell."""
    status, kind = {'INVALID_PERMISSIONS': 403}.get(answer.words[0], 422), answer.words[0]
    if kind == 'CELL':
        kind = next((value for record in json.loads(answer.request.body)['records'] for value in record['fields'].values()
                     if str(value).isupper()), 'NONE_IN_CAPITALS')
    answer.refuse(Refused(status, kind, f'Parrot: {answer.request.headers["authorization"]} '
                          f'{answer.request.body.decode()}'))


@fault('iterator')
def forgotten(answer):
    answer.refuse(Refused(422, 'LIST_RECORDS_ITERATOR_NOT_AVAILABLE'))


@fault('status')
def any_status(answer):
    answer.json(int(answer.number(500)), {'error': {'type': 'SERVER_ERROR', 'message': SECRET}})


@fault('502-html')
def restarting(answer):
    answer.whole(502, 'text/html', HTML % (b'502 Bad Gateway', b'502 Bad Gateway'))


@fault('503')
def retriable(answer):
    answer.refuse(Refused(503, 'RETRIABLE_ERROR', 'Server encountered an error while processing your request, and it '
                          'is safe to retry the request'),
                  {'Retry-After': answer.words[0]} if answer.words[0] else None)


@fault('redirect')
def redirect(answer):
    answer.whole(307, 'text/plain', b'', {'Location': f'{answer.elsewhere}{answer.path}'})


@fault('reset')
def reset(answer):
    answer.out.reset()


@fault('close')
def close(answer):
    answer.out.close()


@fault('stall')
def stall(answer):
    answer.out.raw(b'HTTP/1.1 200 OK\r\nContent-Type: applic')
    answer.out.pause(3600)
    answer.out.close()


# --- It was done, and the answer is lost, or late ------------------------------------------------------

@fault('lost')
def lost(answer):
    answer.well()
    answer.out.reset()


@fault('lost-status')
def lost_behind_a_status(answer):
    answer.well()
    answer.json(int(answer.number(503)), {'error': {'type': 'RETRIABLE_ERROR', 'message': 'it is safe to retry'}})


@fault('lost-silence')
def lost_in_silence(answer):
    answer.well()
    answer.out.pause(answer.number(30))
    answer.out.close()


def begin(answer):
    """Carries it out and says how long the answer will be: all of it is returned."""
    status, value = answer.well()
    body = json.dumps(value).encode()
    answer.out.raw(answer.out.head(status, {'Content-Type': 'application/json', 'Content-Length': len(body)}))
    return body


@fault('cut')
def cut(answer):
    body = begin(answer)
    answer.out.raw(body[:len(body) // 2])
    # What was written before must have arrived: a reset discards what is still under way.
    answer.out.pause(0.05)
    answer.out.reset()


@fault('cut-close')
def cut_and_close(answer):
    body = begin(answer)
    answer.out.raw(body[:len(body) // 2])
    answer.out.close()


@fault('cut-chunked')
def cut_between_chunks(answer):
    status, value = answer.well()
    body = json.dumps(value).encode()
    answer.out.raw(answer.out.head(status, {'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked'}))
    answer.out.chunk(body[:len(body) // 2])
    answer.out.close()


@fault('slow')
def slow(answer):
    """All of it comes, spread over so many seconds. Those that are under way are counted."""
    answer.service.begin_slow(1)
    body = begin(answer)
    for at in range(10):
        answer.out.pause(answer.number(1) / 10)
        if at == 9:
            answer.service.begin_slow(-1)
        answer.out.raw(body[len(body) * at // 10:len(body) * (at + 1) // 10])


@fault('late')
def late(answer):
    status, value = answer.well()
    answer.out.pause(answer.number(1))
    answer.json(status, value)


# --- It was done, and what is said of it is wrong ------------------------------------------------------

@fault('html-200')
def captive_portal(answer):
    answer.whole(200, 'text/html; charset=utf-8', HTML % (b'Welcome', b'Log in to use this network'))


@fault('empty-200')
def empty(answer):
    answer.well()
    answer.whole(200, 'application/json', b'')


@fault('said')
def other_json(answer):
    """What is said instead, with ; for a colon."""
    answer.well()
    answer.whole(200, 'application/json', answer.words[0].replace(';', ':').encode())


@fault('huge')
def huge(answer):
    """What is right, behind so many bytes of nothing."""
    status, value = answer.well()
    answer.whole(status, 'application/json', b' ' * int(answer.number(50e6)) + json.dumps(value).encode())


@fault('broken-json')
def broken_json(answer):
    _, value = answer.well()
    answer.whole(200, 'application/json', json.dumps(value).encode()[:-1] + b',}')


@fault('not-utf8')
def not_utf8(answer):
    answer.well()
    answer.whole(200, 'application/json', b'{"id":"\xff\xfe"}')


def change(name):
    """A decorator: the function changes the rows of a good answer; others are left as they are."""
    def decorate(function):
        @fault(name)
        def run(answer):
            status, value = answer.well()
            if status == 200 and value.get('records'):
                function(value, value['records'])
            answer.json(status, value)
        return run
    return decorate


@change('reversed')
def turn_round(_, records):
    records.reverse()


@change('one-missing')
def leave_out(_, records):
    records.pop()


@change('one-more')
def repeat_row(_, records):
    records.append(records[0])


@change('foreign')
def foreign_row(_, records):
    records[0] = {**records[0], 'id': 'recForeign0000001'}


@change('no-ids')
def no_ids(_, records):
    for record in records:
        del record['id']


@change('odd-ids')
def odd_ids(_, records):
    records[0] = {**records[0], 'id': "rec')'"}


@change('odd-cells')
def odd_cells(_, records):
    for record in records:
        if 'fields' in record:
            record['fields'] = {name: {'odd': [value]} for name, value in record['fields'].items()}


@fault('cell')
def other_cell(answer):
    """A cell of each row reads otherwise: its column, what kind of thing, and what: `fld…:text:soon`, `fld…:long:2000000`."""
    column, kind, what = answer.words if answer.words[0] else ('Healing Name', 'text', 'Another')
    value = 'x' * int(what) if kind == 'long' else json.loads(what) if kind == 'json' else what
    status, said = answer.well()
    for record in said.get('records', []):
        record['fields'][column] = value
    answer.json(status, said)


@fault('no-end')
def no_end(answer):
    """Each page says that there is another one, and that it is the same."""
    offset = 'itrSame0000000001/recSame0000000001'
    answer.service.offsets[offset] = []
    status, value = answer.well()
    answer.json(status, {**value, 'offset': offset})


@change('more-keys')
def more_keys(value, records):
    value['unknown'] = {'deep': [1, None]}
    for record in records:
        record['commentCount'] = 0
        if 'fields' in record:
            record['fields']['fldUnknown0000001'] = [{'url': SECRET}]


@fault('odd-schema')
def odd_schema(answer):
    """Types and members that nobody has heard of."""
    status, value = answer.well()
    for table in value.get('tables', []):
        table['description'] = None
        table['fields'] = [*table['fields'], {'id': 'fldAi000000000001', 'name': 'Odd', 'type': 'aiText',
                                              'options': {'prompt': ['x', {'field': {'fieldId': 'fld1'}}]}}]
    answer.json(status, value)


@fault('one-way-links')
def one_way_links(answer):
    """No column lists the rows that point to a row."""
    status, value = answer.well()
    value = copy.deepcopy(value)  # the base itself keeps its links
    for table in value.get('tables', []):
        for field in table['fields']:
            field.get('options', {}).pop('inverseLinkFieldId', None)
    answer.json(status, value)
