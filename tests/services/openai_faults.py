# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways in which the server can misbehave, each under the name a model asks for it: fault:NAME[:ARG].

usage: FAULTS[name](answer); the answer (see openai_server.py) says what was asked and writes what is
sent. Here are errors before any stream, and connections that fail; openai_streams.py has the faults in
streams, openai_replies.py what else can be said. A fault of streams answers well when no stream was asked
for, and one that only exists in one of the two formats answers well in the other.
"""

import functools
import math
import time
from email.utils import formatdate

from openai_wire import Chat, Responses

HTML = b'<!DOCTYPE html>\n<html><head><title>%s</title></head><body><h1>%s</h1></body></html>\n'
FAULTS = {}


def fault(*names):
    def register(function):
        FAULTS.update({name: function for name in names})
        return function
    return register


def otherwise_well(condition):
    """A decorator: the function runs only if @condition holds for the answer."""
    def decorate(function):
        @functools.wraps(function)
        def run(answer):
            if condition(answer):
                function(answer)
            else:
                answer.say(answer.echo())
        return run
    return decorate


only_streams = otherwise_well(lambda answer: answer.is_stream)
only_chat = otherwise_well(lambda answer: isinstance(answer.wire, Chat))
only_responses = otherwise_well(lambda answer: isinstance(answer.wire, Responses))
only_chat_streams = otherwise_well(lambda answer: answer.is_stream and isinstance(answer.wire, Chat))


def first(events, deltas):
    """The events up to and including so many deltas; the rest stays in @events."""
    for event in events:
        yield event
        deltas -= event.kind == 'delta'
        if not deltas:
            return


# --- Refusals and errors before any stream -------------------------------------------------------------

@fault('401')
def wrong_key(answer):
    answer.fail(401, 'Incorrect API key provided.', code='invalid_api_key')


@fault('403')
def wrong_country(answer):
    answer.fail(403, 'Country, region, or territory not supported', 'request_forbidden',
                'unsupported_country_region_territory')


@fault('404-model')
def no_model(answer):
    answer.fail(404, f'The model `{answer.wire.model}` does not exist or you do not have access to it.',
                code='model_not_found')


@fault('404-ollama')
def no_local_model(answer):
    answer.fail(404, f'model "{answer.wire.model}" not found, try pulling it first', 'not_found_error')


@fault('404-path')
def no_address(answer):
    """What llama.cpp says of an address that it has not."""
    answer.json(404, {'error': {'code': 404, 'message': 'File Not Found', 'type': 'not_found_error'}})


@fault('404-bare')
def no_address_at_all(answer):
    answer.whole(404, 'text/plain', b'404 page not found')


@fault('error-text')
def error_as_text(answer):
    """An error that is a text, as LM Studio has it, with a status that says that all is well, or another."""
    answer.json(int(answer.number(200)), {'error': 'Unexpected endpoint or method.'})


@fault('400-context')
def too_long(answer):
    answer.fail(400, "This model's maximum context length is 8192 tokens.", code='context_length_exceeded',
                param=answer.wire.history)


@fault('400-context-llama')
def too_long_for_llama(answer):
    answer.json(400, {'error': {'code': 400, 'message': 'the request exceeds the available context size',
                                'type': 'exceed_context_size_error', 'n_prompt_tokens': 9000, 'n_ctx': 8192}})


@fault('400-unsupported')
def unsupported(answer):
    """Refuses the key that is named, and answers well without it."""
    key = answer.words[0]
    if key not in answer.wire.body:
        answer.say(answer.echo())
        return
    answer.fail(400, f"Unsupported parameter: '{key}' is not supported with this model.",
                code='unsupported_parameter', param=key)


def rate_limit(answer, headers):
    answer.fail(429, 'Rate limit reached for requests', 'requests', 'rate_limit_exceeded', headers=headers)


@fault('429', '429-seconds')
def wait_seconds(answer):
    rate_limit(answer, {'Retry-After': answer.words[0] or '1'})


@fault('429-ms')
def wait_milliseconds(answer):
    """The seconds contradict the milliseconds: a client that overlooks the latter waits visibly long."""
    rate_limit(answer, {'retry-after-ms': answer.words[0] or '50', 'Retry-After': '50'})


@fault('429-date')
def wait_until(answer):
    rate_limit(answer, {'Retry-After': formatdate(math.ceil(time.time() + answer.number(2)), usegmt=True)})


@fault('429-long')
def wait_long(answer):
    rate_limit(answer, {'Retry-After': '3600'})


@fault('429-bare')
def wait_somehow(answer):
    answer.fail(429, 'Slow down', 'rate_limit_error', 'slow_down')


@fault('429-quota')
def no_credit(answer):
    answer.fail(429, 'You exceeded your current quota, please check your plan and billing details.',
                'insufficient_quota', answer.words[0] or 'credit_balance_exhausted')


def server_error(answer, status=500, headers=None):
    answer.fail(status, 'The server had an error while processing your request.', 'server_error',
                headers=headers)


@fault('500')
def broken(answer):
    server_error(answer)


@fault('status')
def any_status(answer):
    server_error(answer, int(answer.number(500)))


@fault('retry-forbidden')
def retry_forbidden(answer):
    server_error(answer, headers={'x-should-retry': 'false'})


@fault('retry-demanded')
def retry_demanded(answer):
    answer.fail(400, 'Try that again.', headers={'x-should-retry': 'true'})


@fault('503-overloaded')
def overloaded(answer):
    answer.fail(503, 'The engine is currently overloaded', 'service_unavailable_error',
                'server_is_overloaded')


@fault('503-wait')
def wait_till_tomorrow(answer):
    server_error(answer, 503, {'Retry-After': answer.words[0] or '86400'})


@fault('repeats-key')
def repeats_key(answer):
    """What is said of an error repeats the header that came; with the word cut, all but the last of it fits into 300
    characters."""
    key = answer.service.key
    said = 'x' * (300 - len(key)) + f' {key}' if answer.words[0] == 'cut' else f'Authorization: Bearer {key} is not for this.'
    answer.fail(400, said)


@fault('repeats-text')
def repeats_text(answer):
    """It repeats what the person wrote, in capitals and with a mark between all words."""
    answer.fail(400, f'Cannot read: {"_".join(answer.wire.last_message().upper().split())}')


@fault('escapes')
def escapes(answer):
    """What is said of an error would colour a terminal."""
    answer.fail(400, '\x1b[31mRed\x07\x9b1m')


@fault('204')
def nothing(answer):
    answer.whole(204, answer.words[0] or 'text/html', b'')


@fault('empty')
def empty(answer):
    """An answer of no byte, as JSON or, with a word, as a stream."""
    if answer.words[0]:
        answer.open()
        answer.end()
    else:
        answer.whole(200, 'application/json', b'')


@fault('502-html')
def bad_gateway(answer):
    answer.whole(502, 'text/html', HTML % (b'502 Bad Gateway', b'502 Bad Gateway'))


@fault('html-200')
def captive_portal(answer):
    answer.whole(200, 'text/html; charset=utf-8', HTML % (b'Welcome', b'Log in to use this network'))


@fault('json-200')
def ignores_stream(answer):
    answer.json(200, answer.wire.whole(answer.echo()))


@fault('json-endless')
def tells_no_reason(answer):
    """The whole at once, without a word on why it ends."""
    value = answer.wire.whole(answer.echo())
    for choice in value.get('choices', []):
        choice['finish_reason'] = None
    answer.json(200, value)


@fault('json-other')
def other_json(answer):
    answer.json(200, {'detail': 'Nothing to see here.'})


@fault('redirect-other')
def redirect_abroad(answer):
    answer.redirect(f'{answer.elsewhere}{answer.moved}')


@fault('redirect-same')
def redirect_home(answer):
    answer.redirect(answer.moved)


# --- The connection ------------------------------------------------------------------------------------

@fault('reset')
def reset(answer):
    answer.out.reset()


@fault('close-before-headers')
def close_at_once(answer):
    answer.out.close()


@fault('stall-header')
def stall(answer):
    answer.out.raw(b'HTTP/1.1 200 OK\r\nContent-Type: text/ev')
    answer.out.pause(3600)
    answer.out.close()


@fault('slow-first')
def slow_first(answer):
    answer.out.pause(answer.number(5))
    answer.say(answer.echo())


@fault('silence')
@only_streams
def silence(answer):
    events = answer.events()
    answer.open()
    answer.write(*first(events, 1))
    answer.out.pause(answer.number(5))
    answer.write(*events)
    answer.end()


@fault('cut-mid-event')
@only_streams
def cut_event(answer):
    events = answer.events()
    answer.open()
    answer.write(*first(events, 1))
    data = next(events).render()
    answer.out.raw(b'%x\r\n' % len(data) + data[:len(data) // 2])
    # What was written before must have arrived: a reset discards what is still under way.
    answer.out.pause(0.05)
    answer.out.reset()


@fault('cut-mid-character')
@only_streams
def cut_character(answer):
    leaf = '🌿'.encode()
    answer.open()
    answer.write(*first(answer.events(), 1))
    data = answer.wire.delta(f' {leaf.decode()}').render()
    answer.write(data[:data.index(leaf) + 2])
    answer.out.close()


@fault('cut-between-events')
@only_streams
def cut_between(answer):
    answer.open()
    answer.write(*first(answer.events(), 2))
    answer.out.close()
