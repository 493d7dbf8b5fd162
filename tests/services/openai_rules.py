# SPDX-License-Identifier: GPL-3.0-or-later
"""What a request to OpenAI may say: the published schema, and our own rule that nothing is stored.

usage: check(endpoint, body, local) raises Refused for the first thing that breaks a rule; @endpoint is
'responses' or 'chat/completions', @body the parsed JSON, @local true for a server on this computer,
which may go without `store`. Keys that are not known are refused, as the service does.
"""

FORBIDDEN = ('previous_response_id', 'conversation', 'background', 'metadata', 'user', 'prompt')
PHASES = ('commentary', 'final_answer')
STATES = ('in_progress', 'completed', 'incomplete')
EFFORTS = ('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max')


class Refused(Exception):
    """A request that breaks a rule, as the members of OpenAI's error."""

    def __init__(self, message, param=None, code=None):
        super().__init__(message)
        self.error = {'message': message, 'type': 'invalid_request_error', 'param': param, 'code': code}


def fails(path, expected, code='invalid_type'):
    raise Refused(f"Invalid value for '{path}': expected {expected}.", path, code)


def text(longest=None):
    def check(value, path):
        if not isinstance(value, str):
            fails(path, 'a string')
        if longest is not None and len(value) > longest:
            fails(path, f'at most {longest} characters', 'string_above_max_length')
    return check


def name(value, path):
    text()(value, path)
    if not value:
        fails(path, 'a name that is not empty', 'invalid_value')


def number(low=None, high=None, kind=(int, float)):
    def check(value, path):
        # Python takes true and false for numbers, JSON does not.
        if isinstance(value, bool) or not isinstance(value, kind):
            fails(path, 'an integer' if kind is int else 'a number')
        if (low is not None and value < low) or (high is not None and value > high):
            fails(path, f'a number between {low} and {high}', 'invalid_value')
    return check


def integer(low=None, high=None):
    return number(low, high, int)


def boolean(value, path):
    if not isinstance(value, bool):
        fails(path, 'a boolean')


def only_false(value, path):
    if value is not False:
        fails(path, 'false: nothing may be stored', 'invalid_value')


def forbidden(_, path):
    raise Refused(f"'{path}' must not be sent.", path, 'unsupported_parameter')


def one_of(*words):
    def check(value, path):
        if value not in words:
            fails(path, f'one of {", ".join(words)}', 'invalid_value')
    return check


def or_null(check):
    return lambda value, path: None if value is None else check(value, path)


def either(as_text, otherwise):
    """A string, or what the second check takes."""
    return lambda value, path: (as_text if isinstance(value, str) else otherwise)(value, path)


def array(each, least=0, most=None):
    def check(value, path):
        if not isinstance(value, list) or len(value) < least:
            fails(path, f'an array of at least {least} items' if least else 'an array')
        if most is not None and len(value) > most:
            fails(path, f'an array of at most {most} items', 'array_above_max_length')
        for index, item in enumerate(value):
            each(item, f'{path}[{index}]')
    return check


def record(known, required=()):
    """An object with these keys and no other; @known maps each to its check."""
    def check(value, path=''):
        if not isinstance(value, dict):
            fails(path or 'body', 'an object')
        before = f'{path}.' if path else ''
        for key in required:
            if key not in value:
                raise Refused(f"Missing required parameter: '{before}{key}'.", before + key,
                              'missing_required_parameter')
        for key, member in value.items():
            if key not in known:
                raise Refused(f"Unknown parameter: '{before}{key}'.", before + key, 'unknown_parameter')
            known[key](member, before + key)
    return check


def by(key, kinds, otherwise=None):
    """An object whose member @key says which check applies."""
    def check(value, path):
        if not isinstance(value, dict):
            fails(path, 'an object')
        kind = value.get(key, otherwise)
        if not isinstance(kind, str) or kind not in kinds:
            fails(f'{path}.{key}', f'one of {", ".join(kinds)}', 'invalid_value')
        kinds[kind](value, path)
    return check


def anything(_, __):
    pass


def part(kind, member, **more):
    return record({'type': one_of(kind), member: text(), **more},
                  ['type', member, *(key for key in more if key != 'prompt_cache_breakpoint')])


BREAKPOINT = {'prompt_cache_breakpoint': record({'mode': one_of('explicit')}, ['mode'])}
INPUT_PARTS = by('type', {'input_text': part('input_text', 'text', **BREAKPOINT),
                          'output_text': part('output_text', 'text', annotations=array(anything),
                                              logprobs=array(anything)),
                          'refusal': part('refusal', 'refusal')})
MESSAGE = record({'type': one_of('message'), 'role': one_of('user', 'assistant', 'system', 'developer'),
                  'content': either(text(), array(INPUT_PARTS)), 'phase': or_null(one_of(*PHASES)),
                  'status': one_of(*STATES), 'id': text()}, ['role', 'content'])
REASONING = record({'type': one_of('reasoning'), 'id': text(), 'encrypted_content': or_null(text()),
                    'summary': array(part('summary_text', 'text')),
                    'content': array(part('reasoning_text', 'text')), 'status': one_of(*STATES)},
                   ['id', 'summary', 'type'])
INPUT_ITEM = by('type', {'message': MESSAGE, 'reasoning': REASONING}, 'message')

TEXT_PART = by('type', {'text': part('text', 'text', **BREAKPOINT)})
ANSWER_PART = by('type', {'text': part('text', 'text', **BREAKPOINT), 'refusal': part('refusal', 'refusal')})
ASKED = record({'role': anything, 'content': either(text(), array(TEXT_PART, 1)), 'name': text()},
               ['role', 'content'])
ANSWERED = record({'role': anything, 'content': or_null(either(text(), array(ANSWER_PART, 1))),
                   'refusal': or_null(text()), 'name': text()}, ['role'])
CHAT_MESSAGE = by('role', {'system': ASKED, 'developer': ASKED, 'user': ASKED, 'assistant': ANSWERED})

COMMON = {
    **{key: forbidden for key in FORBIDDEN},
    'model': name,
    'store': only_false,
    'stream': or_null(boolean),
    'temperature': or_null(number(0, 2)),
    'top_p': or_null(number(0, 1)),
    'top_logprobs': integer(0, 20),
    'safety_identifier': or_null(text(64)),
    'prompt_cache_key': or_null(text()),
    'prompt_cache_retention': or_null(one_of('in_memory', '24h')),
    'prompt_cache_options': record({'ttl': one_of('30m'), 'mode': one_of('implicit', 'explicit')}),
    'moderation': record({'model': text()}, ['model']),
}
TIERS = ('auto', 'default', 'flex', 'scale', 'priority', 'fast')
RESPONSES = {
    **COMMON,
    'input': either(text(), array(INPUT_ITEM)),
    'instructions': or_null(text()),
    'max_output_tokens': or_null(integer(16)),
    'include': or_null(array(one_of('reasoning.encrypted_content', 'message.output_text.logprobs'))),
    'truncation': or_null(one_of('auto', 'disabled')),
    'service_tier': or_null(one_of(*TIERS, 'ultrafast')),
    'stream_options': or_null(record({'include_obfuscation': boolean})),
    'reasoning': or_null(record({'mode': text(), 'effort': or_null(one_of(*EFFORTS)),
                                 'summary': or_null(one_of('auto', 'concise', 'detailed')),
                                 'context': or_null(one_of('auto', 'current_turn', 'all_turns')),
                                 'generate_summary': or_null(one_of('auto', 'concise', 'detailed'))})),
    'text': record({'format': anything, 'verbosity': or_null(one_of('low', 'medium', 'high'))}),
}
CHAT = {
    **COMMON,
    'messages': array(CHAT_MESSAGE, 1),
    'max_completion_tokens': or_null(integer()),
    'max_tokens': or_null(integer()),
    'frequency_penalty': or_null(number(-2, 2)),
    'presence_penalty': or_null(number(-2, 2)),
    'logprobs': or_null(boolean),
    'n': or_null(integer(1, 128)),
    'seed': or_null(integer()),
    'stop': or_null(either(text(), array(text(), 1, 4))),
    'service_tier': or_null(one_of(*TIERS)),
    'verbosity': or_null(one_of('low', 'medium', 'high')),
    'reasoning_effort': or_null(one_of(*EFFORTS)),
    'stream_options': or_null(record({'include_usage': boolean, 'include_obfuscation': boolean})),
}
ENDPOINTS = {'responses': (RESPONSES, 'input'), 'chat/completions': (CHAT, 'messages')}


def check(endpoint, body, local=False):
    """Raises Refused unless @body keeps all rules of @endpoint."""
    known, history = ENDPOINTS[endpoint]
    record(known, ['model', history] + ([] if local else ['store']))(body)
