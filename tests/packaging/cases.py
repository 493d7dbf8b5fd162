# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the functions of a checking program one by one and reports them as TAP."""

import subprocess
import sys


class Wrong(Exception):
    """What is wrong, in words for whoever has to mend it."""


def need(condition, words):
    if not condition:
        raise Wrong(words)


def output_of(*command, env=None, cwd=None):
    """(exit status, standard output and error together)"""
    done = subprocess.run(command, text=True, stdin=subprocess.DEVNULL, env=env, cwd=cwd,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def quiet(*command, env=None, cwd=None):
    """Runs COMMAND, which has to succeed and to have nothing to say."""
    status, words = output_of(*command, env=env, cwd=cwd)
    need(status == 0 and not words.strip(),
         f'{command[0]} ended with status {status}\n{words.strip()}')


def run(*cases):
    failed = 0
    print(f'1..{len(cases)}')
    for number, case in enumerate(cases, 1):
        name = case.__name__.replace('_', '-')
        try:
            case()
            print(f'ok {number} - {name}')
        except (Wrong, OSError) as wrong:
            failed += 1
            print(f'not ok {number} - {name}')
            for line in str(wrong).splitlines():
                print(f'# {line}')
        sys.stdout.flush()
    return 1 if failed else 0
