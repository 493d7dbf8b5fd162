# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults in streams: how events are written, which of them are missing, and what comes among them."""

import json
import time

from openai_faults import fault, first, only_chat_streams, only_responses, only_streams
from openai_wire import Chat, Event, Responses, dump

LONG_LINE = 4 << 20


@fault('crlf')
@only_streams
def crlf(answer):
    """Each event is cut between a CR and its LF, by turns at its first and at its last line."""
    answer.open()
    for number, event in enumerate(answer.events()):
        data = event.render('\r\n')
        cut = 1 + (data.rindex if number % 2 else data.index)(b'\r')
        answer.write(data[:cut])
        answer.out.pause(0.002)
        answer.put(event, data[cut:])
    answer.end()


@fault('cr-only')
@only_streams
def cr_only(answer):
    answer.open()
    for event in answer.events():
        answer.put(event, event.render('\r'))
    answer.end()


@fault('comments')
@only_streams
def comments(answer):
    """With a number, nothing but comments comes for so many seconds after the first delta."""
    events = answer.events()
    answer.open()
    answer.write(b': ready\n\n', *first(events, 1))
    end = time.monotonic() + answer.number(0)
    while time.monotonic() < end:
        answer.write(b':\n\n')
        answer.out.pause(0.2)
    for event in events:
        answer.put(event, b':\n\n', b': inside an event\n' + event.render())
    answer.end()


@fault('bom')
@only_streams
def bom(answer):
    answer.open()
    answer.write(b'\xef\xbb', b'\xbf', *answer.events())
    answer.end()


@fault('multi-data')
@only_streams
def multi_data(answer):
    """JSON with line breaks where it may have them, one `data:` line for each of its lines."""
    answer.play(Event(event.kind, event.data if isinstance(event.data, str) else
                      json.dumps(event.data, indent=0), event.name) for event in answer.events())


@fault('empty-data')
@only_streams
def empty_data(answer):
    answer.open()
    for event in answer.events():
        answer.write(b'data:\n\n', b'data: \n\n', b'\n\n', event)
    answer.end()


@fault('no-last-blank')
@only_streams
def no_last_blank(answer):
    """The event that ends the answer lacks the blank line behind it."""
    answer.play(event.render()[:-1] if event.kind == 'end' else event for event in answer.events()
                if event.kind not in ('usage', 'mark'))


@fault('bytewise')
@only_streams
def bytewise(answer):
    answer.open()
    for event in answer.events():
        answer.put(event, *(bytes([byte]) for byte in event.render()))
    answer.end()


@fault('long-line')
@only_streams
def long_line(answer):
    answer.open()
    answer.write(*first(answer.events(), 1))
    data = answer.wire.delta('a' * int(answer.number(LONG_LINE))).render().rstrip(b'\n')
    answer.write(*(data[at:at + 65536] for at in range(0, len(data), 65536)))
    answer.end()


def with_extra(answer, change):
    """A stream with one more delta behind its first, @change being what becomes of its bytes."""
    events = answer.events()
    answer.open()
    answer.write(*first(events, 1))
    answer.write(change(answer.wire.delta(' ?').render()), *events)
    answer.end()


@fault('bad-json')
@only_streams
def bad_json(answer):
    with_extra(answer, lambda data: data[:-8] + b'\n\n')


@fault('invalid-utf8')
@only_streams
def invalid_utf8(answer):
    with_extra(answer, lambda data: data.replace(b'?', b'\xff\xc3\x28\xed\xa0\x80'))


@fault('lone-surrogate')
@only_streams
def lone_surrogate(answer):
    with_extra(answer, lambda data: data.replace(b'?', b'\\ud83c'))


@fault('nul')
@only_streams
def nul(answer):
    with_extra(answer, lambda data: data.replace(b'?', b'\\u0000'))


# --- What a stream says -----------------------------------------------------------------------------------

@fault('unknown-events')
@only_streams
def unknown_events(answer):
    """Types, keys, items and lines from a later time; none of their text is part of the answer."""
    secret = 'Never show this.'
    answer.open()
    answer.write(b'id: 7\nretry: 10\nfuture: x\n\n')
    for event in answer.events():
        if isinstance(event.data, dict):
            event.data['future_key'] = {'text': secret}
        if event.kind == 'end' and isinstance(answer.wire, Responses):
            add_later_items(event.data['response'], secret)
        answer.write(event)
        if event.kind == 'delta':
            answer.write(*later_events(answer.wire, secret))
    answer.end()


def later_events(wire, secret):
    if isinstance(wire, Chat):
        delta = wire.chunk('open', {'future_text': secret})
        delta.data['timings'] = {'prompt_ms': 3}
        return [delta, Event('open', {'object': 'chat.completion.future', 'text': secret})]
    item = {'type': 'future_call', 'id': 'fc_1', 'content': [{'type': 'output_text', 'text': secret}]}
    return [wire.event('open', 'response.future_text.delta', item_id='fc_1', output_index=9, delta=secret),
            wire.event('open', 'response.output_item.added', output_index=9, item=item),
            wire.event('open', 'response.output_item.done', output_index=9, item=item)]


def add_later_items(response, secret):
    for item in response['output']:
        item['content'].append({'type': 'future_part', 'text': secret})
    response['output'].append({'type': 'future_call', 'id': 'fc_1', 'content': [{'type': 'output_text',
                                                                                 'text': secret}]})


def ends_after_two(answer, *last):
    """Two deltas, and then what each of @last makes when its turn has come."""
    answer.open()
    answer.write(*first(answer.events(), 2))
    answer.write(*(make() for make in last))
    answer.end()


def error_in_stream(answer, nested):
    code = answer.words[0] or 'server_error'
    ends_after_two(answer, lambda: answer.wire.error(code, 'Something went wrong', nested))


@fault('error-in-stream-flat')
@only_streams
def error_flat(answer):
    error_in_stream(answer, False)


@fault('error-in-stream-nested')
@only_streams
def error_nested(answer):
    error_in_stream(answer, True)


@fault('response-failed')
@only_responses
def response_failed(answer):
    """With the word flat or nested an error event of that shape comes first."""
    shape = answer.words[0]
    opening = list(first(answer.events(), 2))
    if shape:
        opening.append(answer.wire.error('server_error', 'Something went wrong', shape == 'nested'))
    failed = answer.wire.failed('server_error', 'The model failed to generate a response.')
    if answer.is_stream:
        answer.play([*opening, answer.wire.event('end', 'response.failed', response=failed)])
    else:
        answer.json(200, failed)


@fault('done-overrules')
@only_responses
@only_streams
def done_overrules(answer):
    """The pieces are wrong, `output_text.done` is right, and nothing after it tells the text."""
    def events():
        for event in answer.events():
            kind = event.data['type']
            if kind.endswith('.delta'):
                event.data['delta'] = event.data['delta'].upper()
            elif kind in ('response.content_part.done', 'response.output_item.done'):
                continue
            elif kind == 'response.completed':
                event.data['response'] = {**event.data['response'], 'output': []}
            yield event
    answer.play(events())


@fault('end-without-status')
@only_responses
@only_streams
def end_without_status(answer):
    """The last event tells by its type alone how it ended; with a number, it has no response at all."""
    def events():
        for event in answer.events():
            if event.kind == 'end' and answer.number(0):
                del event.data['response']
            elif event.kind == 'end':
                del event.data['response']['status']
            yield event
    answer.play(events())


@fault('error-field')
@only_streams
def error_field(answer):
    error = {'code': 500, 'message': 'Something went wrong', 'type': 'server_error'}
    last = [lambda: Event('mark', '[DONE]')] if isinstance(answer.wire, Chat) else []
    ends_after_two(answer, lambda: b'error: ' + dump(error).encode() + b'\n\n', *last)


@fault('ollama-lost-error')
@only_streams
def lost_error(answer):
    ends_after_two(answer, lambda: answer.wire.delta(''))


@fault('clean-end')
@only_streams
def clean_end(answer):
    answer.play(event for event in answer.events() if event.kind in ('open', 'thought', 'delta'))


@fault('done-only')
@only_chat_streams
def done_only(answer):
    answer.play(event for event in answer.events() if event.kind != 'end')


@fault('no-done')
@only_chat_streams
def no_done(answer):
    answer.play(event for event in answer.events() if event.kind != 'mark')


@fault('after-done')
@only_chat_streams
def after_done(answer):
    answer.play([*answer.events(), answer.wire.delta(' Never show this.'), b'data: no JSON\n\n'])


@fault('bad-end')
@only_chat_streams
def bad_end(answer):
    """The reason why it ends, and then what makes no sense; with a word, an error."""
    last = answer.wire.error('server_error', 'It could not be counted') if answer.words[0] else b'data: [DONE] [DONE]\n\n'
    answer.play([*(event for event in answer.events() if event.kind not in ('usage', 'mark')), last])


@fault('quota-in-stream')
@only_streams
def quota_in_stream(answer):
    """Of an error its type alone says what it is."""
    ends_after_two(answer, lambda: Event('end', {'type': 'error', 'error': {'type': 'insufficient_quota', 'code': None,
                                                                            'message': 'No credit'}}))


@fault('empty-choices')
@only_chat_streams
def empty_choices(answer):
    events = answer.events()
    filters = answer.wire.bare('open', choices=[], prompt_filter_results=[])
    answer.play([filters, *first(events, 1), answer.wire.bare('open', choices=[]), *events])


@fault('null-content')
@only_chat_streams
def null_content(answer):
    events = list(answer.events())
    events[0].data['choices'][0]['delta'] = {'role': 'assistant', 'content': None}
    events[2:2] = [answer.wire.chunk('open', {'content': None}), answer.wire.chunk('open', {})]
    answer.play(events)


@fault('finish-on-last')
@only_chat_streams
def finish_on_last(answer):
    events = [event for event in answer.events() if event.kind != 'end']
    last = [event for event in events if event.kind == 'delta'][-1]
    last.kind = 'end'
    last.data['choices'][0]['finish_reason'] = 'stop'
    answer.play(events)
