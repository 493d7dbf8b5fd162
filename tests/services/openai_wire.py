# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenAI's two wire formats: how a reply is put into events, or into one JSON value.

usage: wire = Responses(body, size) or Chat(body, size) for one request of that many bytes, then
wire.events(reply), a generator that takes the words of the reply one by one as they are needed, or
wire.whole(reply). Faults change the events on their way.
"""

import dataclasses
import itertools
import json
import random
import re
import secrets
import time

PADDING = 'Zx9N16SG5UiLncOU'
MISSING = object()


def dump(value, **more):
    return json.dumps(value, ensure_ascii=False, separators=(',', ':'), **more)


def words(text):
    """A text in as many pieces as it has words."""
    return re.findall(r'\s*\S+(?:\s+\Z)?', text)


@dataclasses.dataclass
class Event:
    """One event of a stream.

    @kind says what it is to a fault: 'open', 'thought', 'delta', 'done', 'end' (nothing can change
    the answer after it), 'usage' or 'mark' ([DONE]). @data is a dict, or text to be sent as it is."""
    kind: str
    data: object
    name: str = None

    def render(self, eol='\n'):
        payload = self.data if isinstance(self.data, str) else dump(self.data)
        lines = [f'event: {self.name}'] if self.name else []
        lines += [f'data: {line}' for line in payload.split('\n')]
        return eol.join([*lines, '', '']).encode()


@dataclasses.dataclass
class Part:
    """A piece of a reply: @kind is 'text', 'refusal' or 'reasoning', @pieces any iterable of strings."""
    pieces: object
    kind: str = 'text'
    phase: str = None


@dataclasses.dataclass
class Reply:
    """All that is said. @ending is 'stop', 'length', 'content_filter' or a word nobody knows; @usage is
    'asked' (as the request asks), 'always' or 'never'; @store is what the service says it did."""
    parts: list
    ending: str = 'stop'
    usage: str = 'asked'
    store: object = False


class Wire:
    """What both formats know of the request they answer."""
    content_type = 'text/event-stream'
    history = 'messages'

    def __init__(self, body, size):
        self.body = body
        self.model = body.get('model')
        self.input_tokens = size // 4
        self.output_tokens = 0
        options = body.get('stream_options') or {}
        self.obfuscates = options.get('include_obfuscation', True)
        self.usage_asked = bool(options.get('include_usage'))

    def last_message(self):
        """The person's last message."""
        history = self.body.get(self.history, [])
        if isinstance(history, str):
            return history
        said = [item['content'] for item in history if item.get('role') == 'user']
        if not said or isinstance(said[-1], str):
            return said[-1] if said else ''
        return ''.join(part.get('text', '') for part in said[-1])

    def count(self, pieces):
        for piece in pieces:
            self.output_tokens += 1
            yield piece

    def padding(self):
        return {'obfuscation': PADDING[:random.randint(1, len(PADDING))]} if self.obfuscates else {}


class Responses(Wire):
    """POST /responses."""
    content_type = 'text/event-stream; charset=utf-8'
    history = 'input'

    def __init__(self, body, size):
        super().__init__(body, size)
        self.id = f'resp_{secrets.token_hex(24)}'
        self.sequence = itertools.count()
        self.output = []
        self.where = {}
        self.store = False
        self.final = None

    def event(self, kind, name, **fields):
        return Event(kind, {'type': name, **fields, 'sequence_number': next(self.sequence)}, name)

    def response(self, status, **more):
        """The whole response as it stands."""
        value = {'id': self.id, 'object': 'response', 'created_at': int(time.time()), 'status': status,
                 'background': False, 'completed_at': None, 'error': None, 'incomplete_details': None,
                 'instructions': self.body.get('instructions'),
                 'max_output_tokens': self.body.get('max_output_tokens'), 'model': self.model,
                 'output': list(self.output), 'parallel_tool_calls': True, 'previous_response_id': None,
                 'store': self.store, 'temperature': 1, 'top_p': 1, 'tool_choice': 'auto', 'tools': [],
                 'truncation': 'disabled', 'usage': None, 'metadata': {}, **more}
        if self.store is MISSING:
            del value['store']
        return value

    def usage(self):
        return {'input_tokens': self.input_tokens, 'input_tokens_details': {'cached_tokens': 0},
                'output_tokens': self.output_tokens, 'output_tokens_details': {'reasoning_tokens': 0},
                'total_tokens': self.input_tokens + self.output_tokens}

    def events(self, reply):
        self.store = reply.store
        yield self.event('open', 'response.created', response=self.response('in_progress'))
        yield self.event('open', 'response.in_progress', response=self.response('in_progress'))
        for part in reply.parts:
            is_cut = reply.ending != 'stop' and part is reply.parts[-1]
            yield from (self.thoughts(part) if part.kind == 'reasoning' else self.message(part, is_cut))
        yield self.closing(reply)

    def closing(self, reply):
        more = {} if reply.usage == 'never' else {'usage': self.usage()}
        if reply.ending == 'stop':
            status = 'completed'
            more['completed_at'] = int(time.time())
        else:
            status = 'incomplete'
            reason = 'max_output_tokens' if reply.ending == 'length' else reply.ending
            more['incomplete_details'] = {'reason': reason}
        self.final = self.response(status, **more)
        return self.event('end', f'response.{status}', response=self.final)

    def item(self, status, **more):
        return {'id': self.where['item_id'], 'type': 'message', 'status': status, 'role': 'assistant', **more}

    def message(self, part, is_cut):
        """The events of an item with text or a refusal; one that is cut ends without any `.done`."""
        self.where = {'item_id': f'msg_{secrets.token_hex(24)}', 'output_index': len(self.output),
                      'content_index': 0}
        index = self.where['output_index']
        phase = {'phase': part.phase} if part.phase else {}
        member, kind, extra = (('refusal', 'refusal', {}) if part.kind == 'refusal' else
                               ('text', 'output_text', {'annotations': [], 'logprobs': []}))
        yield self.event('open', 'response.output_item.added', output_index=index,
                         item=self.item('in_progress', content=[], **phase))
        yield self.event('open', 'response.content_part.added', **self.where,
                         part={'type': kind, **extra, member: ''})
        said = []
        for piece in self.count(part.pieces):
            said.append(piece)
            yield self.delta(piece) if kind == 'output_text' else self.refusal_delta(piece)
        content = {'type': kind, **extra, member: ''.join(said)}
        item = self.item('incomplete' if is_cut else 'completed', content=[content], **phase)
        self.output.append(item)
        if is_cut:
            return
        logprobs = {'logprobs': []} if kind == 'output_text' else {}
        yield self.event('done', f'response.{kind}.done', **self.where, **logprobs,
                         **{member: content[member]})
        yield self.event('done', 'response.content_part.done', **self.where, part=content)
        yield self.event('done', 'response.output_item.done', output_index=index, item=item)

    def delta(self, text):
        return self.event('delta', 'response.output_text.delta', **self.where, delta=text, logprobs=[],
                          **self.padding())

    def refusal_delta(self, text):
        return self.event('delta', 'response.refusal.delta', **self.where, delta=text)

    def thoughts(self, part):
        """The events of a reasoning item; its `encrypted_content` is whole in the last one only."""
        name = f'rs_{secrets.token_hex(24)}'
        index = len(self.output)
        where = {'item_id': name, 'output_index': index, 'summary_index': 0}
        item = {'id': name, 'type': 'reasoning', 'encrypted_content': 'gAAAA-first-half', 'summary': []}
        said = list(part.pieces)
        summary = {'type': 'summary_text', 'text': ''.join(said)}
        step = 'response.reasoning_summary_part'
        yield self.event('thought', 'response.output_item.added', output_index=index, item=item)
        yield self.event('thought', f'{step}.added', **where, part={'type': 'summary_text', 'text': ''})
        for piece in said:
            yield self.event('thought', 'response.reasoning_summary_text.delta', **where, delta=piece)
        yield self.event('thought', 'response.reasoning_summary_text.done', **where, text=summary['text'])
        yield self.event('thought', f'{step}.done', **where, part=summary)
        where = {'item_id': name, 'output_index': index, 'content_index': 0}
        for piece in said:
            yield self.event('thought', 'response.reasoning_text.delta', **where, delta=piece)
        yield self.event('thought', 'response.reasoning_text.done', **where, text=summary['text'])
        item = {**item, 'encrypted_content': 'gAAAA-first-half-and-second-half', 'summary': [summary]}
        self.output.append(item)
        yield self.event('thought', 'response.output_item.done', output_index=index, item=item)

    def whole(self, reply):
        """The answer without a stream."""
        for _ in self.events(reply):
            pass
        return self.final

    def error(self, code, message, nested=False):
        """The two shapes of an `error` event."""
        if nested:
            event = self.event('end', 'error', error={'type': code, 'code': code, 'message': message,
                                                      'param': None})
        else:
            event = self.event('end', 'error', code=code, message=message, param=None)
        return event

    def failed(self, code, message):
        return self.response('failed', error={'code': code, 'message': message})


class Chat(Wire):
    """POST /chat/completions."""

    def __init__(self, body, size):
        super().__init__(body, size)
        self.head = {'id': f'chatcmpl-{secrets.token_hex(14)}', 'created': int(time.time()),
                     'model': self.model, 'service_tier': 'default', 'system_fingerprint': 'fp_test'}
        self.is_counted = self.usage_asked

    def usage(self):
        return {'prompt_tokens': self.input_tokens, 'completion_tokens': self.output_tokens,
                'total_tokens': self.input_tokens + self.output_tokens}

    def chunk(self, kind, delta, finish=None):
        choice = {'index': 0, 'delta': delta, 'logprobs': None, 'finish_reason': finish}
        return self.bare(kind, choices=[choice], **({'usage': None} if self.is_counted else {}))

    def bare(self, kind, **more):
        return Event(kind, {**self.head, 'object': 'chat.completion.chunk', **more})

    def events(self, reply):
        self.is_counted = reply.usage == 'always' or (reply.usage == 'asked' and self.usage_asked)
        yield self.chunk('open', {'role': 'assistant', 'content': '', 'refusal': None})
        for part in self.shown(reply):
            for piece in part.pieces:
                self.output_tokens += 1
                yield self.piece(part.kind, piece)
        yield self.chunk('end', {}, reply.ending)
        if self.is_counted:
            yield self.bare('usage', choices=[], usage=self.usage())
        yield Event('mark', '[DONE]')

    @staticmethod
    def shown(reply):
        """A commentary has no place in this format."""
        return [part for part in reply.parts if part.phase != 'commentary']

    def piece(self, kind, text):
        if kind == 'reasoning':
            # llama.cpp and Ollama disagree on the name.
            return self.chunk('thought', {'reasoning_content': text, 'reasoning': text})
        event = self.chunk('delta', {'refusal' if kind == 'refusal' else 'content': text})
        event.data.update(self.padding())
        return event

    def delta(self, text):
        return self.piece('text', text)

    def whole(self, reply):
        """The answer without a stream."""
        said = {kind: ''.join(''.join(self.count(part.pieces)) for part in self.shown(reply)
                              if part.kind == kind) or None for kind in ('text', 'refusal', 'reasoning')}
        message = {'role': 'assistant', 'content': said['text'], 'refusal': said['refusal']}
        if said['reasoning']:
            message['reasoning_content'] = said['reasoning']
        choice = {'index': 0, 'message': message, 'logprobs': None, 'finish_reason': reply.ending}
        value = {**self.head, 'object': 'chat.completion', 'choices': [choice]}
        return value if reply.usage == 'never' else {**value, 'usage': self.usage()}

    @staticmethod
    def error(code, message, nested=False):
        """The one shape of an error in mid-stream; a nested one has its `param` and `code` as well."""
        more = {'param': None, 'code': code} if nested else {}
        return Event('end', {'error': {'message': message, 'type': code, **more}})
