# SPDX-License-Identifier: GPL-3.0-or-later
"""Traces every system call of a program that could reach a network."""

import re

CALLS = 'socket,connect,sendto,sendmsg,sendmmsg,bind'
ABROAD = re.compile(r'\bAF_INET6?\b|\bsin6?_addr\b|\bAF_PACKET\b')


def traced(command, file):
    """The words that run @command, with its calls and those of its children written to @file.

    With -D the program is our child and strace its watcher, which keeps standard error open until all is written."""
    return ['strace', '-D', '-f', '-qq', '-e', f'trace={CALLS}', '-o', file, *command]


def read(file):
    """All that was traced, and of it what leaves this computer or goes to a server on it."""
    with open(file, encoding='utf-8', errors='replace') as lines:
        made = lines.read().splitlines()
    return made, [line for line in made if ABROAD.search(line)]
