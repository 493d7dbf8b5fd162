# SPDX-License-Identifier: GPL-3.0-or-later
"""How a server of Mailchimp's misbehaves: FAULTS has a function of one answer for each name."""

import json

from mailchimp_audience import Refused, compliance, forgotten, invalid, not_found

FAULTS = {}


def fault(function):
    FAULTS[function.__name__.replace('_', '-')] = function
    return function


@fault
def throttle(answer):
    """More than ten connections."""
    answer.refuse(Refused(429, 'Too Many Requests', 'You have exceeded the limit of 10 simultaneous connections.'))


@fault
def throttle_silent(answer):
    """At high volume there is no JSON, and it is not the key's fault."""
    answer.whole(403, 'text/html', b'<html><body>Access denied</body></html>')


@fault
def empty_429(answer):
    answer.whole(429, 'text/plain', b'')


@fault
def gone(answer):
    """As in the account of another key: no such list, nor anybody in it."""
    answer.refuse(not_found())


@fault
def account(answer):
    answer.refuse(Refused(403, 'Forbidden', 'The API key is not allowed to do that.'))


@fault
def repeats(answer):
    """Says again what it was sent, key and all, with this status."""
    answer.refuse(Refused(int(answer.number(400)), 'Invalid Resource',
                          f'Parrot: {answer.request.headers["authorization"]} {answer.request.body.decode()}'))


@fault
def broken(answer):
    """Not carried out, as far as anybody can tell."""
    answer.refuse(Refused(500, 'Internal Server Error', 'An unexpected internal error has occurred.'))


@fault
def broken_after(answer):
    """Carried out, and broken after that."""
    answer.well()
    answer.refuse(Refused(503, 'Service Unavailable', 'Please try again.'))


@fault
def lost(answer):
    """Carried out; the connection goes before the answer."""
    answer.well()
    answer.out.reset()


@fault
def lost_late(answer):
    """The same, after so many seconds."""
    answer.well()
    answer.out.pause(answer.number(3))
    answer.out.reset()


@fault
def refused_connection(answer):
    """The connection goes before anything was done."""
    answer.out.reset()


@fault
def slow(answer):
    """Carried out, but nobody hears of it in time."""
    answer.well()
    answer.out.pause(answer.number(3))


@fault
def deaf(answer):
    """Not carried out, and no answer for so long."""
    answer.out.pause(answer.number(3))


@fault
def cut(answer):
    """Half of the answer."""
    status, value = answer.well()
    body = json.dumps(value).encode() if value is not None else b'x' * 100
    head = answer.out.head(status if value is not None else 200, {'Content-Type': 'application/json',
                                                                  'Content-Length': len(body)})
    answer.out.raw(head + body[:len(body) // 2])
    answer.out.close()


@fault
def page(answer):
    """A network that wants somebody to log in first."""
    answer.whole(200, 'text/html', b'<html><body>Please log in</body></html>')


@fault
def shape(answer):
    """JSON, but of another shape."""
    answer.json(200, ['not', 'an', 'object'])


@fault
def huge(answer):
    """Fifty megabytes."""
    answer.out.raw(answer.out.head(200, {'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked'}))
    answer.out.chunk(b'{"status":"')
    for _ in range(50):
        answer.out.chunk(b'a' * (1 << 20))
    answer.out.chunk(b'"}')
    answer.out.chunk(b'')


@fault
def redirect(answer):
    answer.whole(307, 'text/plain', b'', {'Location': f'{answer.elsewhere}/3.0/ping'})


@fault
def left_earlier(answer):
    answer.refuse(compliance('somebody@example.org'))


@fault
def erased(answer):
    answer.refuse(forgotten('somebody@example.org'))


@fault
def fake(answer):
    answer.refuse(invalid('somebody@example.org looks fake or invalid, please enter a real email address.',
                          'email_address'))


@fault
def signed_up(answer):
    answer.refuse(invalid("somebody@example.org has signed up to a lot of lists very recently; we're not allowing "
                          'more signups for now'))
