# SPDX-License-Identifier: GPL-3.0-or-later
"""As much of Airtable's formulas as a client of ours needs: AND, OR, NOT, RECORD_ID(), {Field name}, strings,
numbers, = and !=. A field is named by its name: that ids work as well is not promised.

usage: Formula(text, names) raises ValueError if it is none, or names a field that is not among @names;
.holds(record_id, cells), cells by name, says whether it is true of a row.
"""

import re

TOKEN = re.compile(r'''\s*(?:(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|\{(?P<field>(?:[^}\\]|\\.)*)\}'''
                   r'''|(?P<number>\d+)|(?P<word>[A-Z_]+)|(?P<sign>!=|[=(),]))''', re.S)
ESCAPES = {'n': '\n', 't': '\t', 'r': '\r'}


def unescape(text):
    return re.sub(r'\\(.)', lambda match: ESCAPES.get(match[1], match[1]), text, flags=re.S)


def same(left, right):
    return ('' if left is None else left) == ('' if right is None else right)


class Formula:
    def __init__(self, text, names):
        self.names = names
        self.tokens = []
        at = 0
        while at < len(text.rstrip()):
            match = TOKEN.match(text, at)
            if not match:
                raise ValueError(f'character {at}')
            self.tokens.append((match.lastgroup, match[match.lastgroup]))
            at = match.end()
        self.tree = self.comparison()
        if self.tokens:
            raise ValueError('more than one formula')

    def take(self, kind, text=None):
        if self.tokens and self.tokens[0][0] == kind and text in (None, self.tokens[0][1]):
            return self.tokens.pop(0)[1]
        return None

    def need(self, kind, text=None):
        taken = self.take(kind, text)
        if taken is None:
            raise ValueError(f'{text or kind} expected')
        return taken

    def comparison(self):
        left = self.value()
        sign = self.take('sign', '=') or self.take('sign', '!=')
        if not sign:
            return left
        right = self.value()
        return lambda row: same(left(row), right(row)) == (sign == '=')

    def value(self):
        if (string := self.take('string')) is not None:
            text = unescape(string[1:-1])
            return lambda row: text
        if (field := self.take('field')) is not None:
            name = unescape(field)
            if name not in self.names:
                raise ValueError(f'Unknown field names: {name.lower()}')
            return lambda row: row[1].get(name)
        if (number := self.take('number')) is not None:
            return lambda row: int(number)
        return self.call(self.need('word'))

    def call(self, name):
        self.need('sign', '(')
        arguments = []
        while not self.take('sign', ')'):
            if arguments:
                self.need('sign', ',')
            arguments.append(self.comparison())
        if name == 'RECORD_ID' and not arguments:
            return lambda row: row[0]
        if name in ('AND', 'OR') and arguments:
            join = all if name == 'AND' else any
            return lambda row: join(argument(row) for argument in arguments)
        if name == 'NOT' and len(arguments) == 1:
            return lambda row: not arguments[0](row)
        raise ValueError(f'Unknown function: {name}')

    def holds(self, record_id, cells):
        return bool(self.tree((record_id, cells)))
