# SPDX-License-Identifier: GPL-3.0-or-later
"""`shc` on a terminal of its own: what is typed, what is shown, whether the echo is on."""

import os
import pty
import select
import signal
import termios
import time

import harness

LIMIT = 30


class Terminal:
    """One run; the pseudo-terminal is its controlling terminal."""

    def __init__(self, command, env=None, columns=80):
        self.shown = b''
        self.seen = 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({**harness.quick_env(), **(env or {})})
            os.environ['COLUMNS'] = str(columns)
            os.execv(command[0], command)

    def read(self, seconds):
        """Takes what there is; False at the end of the output."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return True
        try:
            chunk = os.read(self.fd, 65536)
        except OSError:
            return False
        self.shown += chunk
        return bool(chunk)

    def wait_for(self, text):
        """Reads until `text` was shown after what was waited for before."""
        wanted = text.encode()
        end = time.monotonic() + LIMIT
        while wanted not in self.shown[self.seen:]:
            if not self.read(0.2) or time.monotonic() > end:
                raise AssertionError(f'{text!r} was never shown: {self.text!r}')
        self.seen = self.shown.index(wanted, self.seen) + len(wanted)

    def wait_until(self, condition):
        end = time.monotonic() + LIMIT
        while not condition():
            assert time.monotonic() < end, f'it never came to be: {self.text!r}'
            self.read(0.02)

    def type(self, text):
        os.write(self.fd, text.encode())

    @property
    def text(self):
        return self.shown.decode(errors='replace')

    def echoes(self):
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

    def kill(self, number=signal.SIGKILL):
        os.kill(self.pid, number)

    def end(self):
        """Waits for the end; the exit status, negative for a signal."""
        end = time.monotonic() + LIMIT
        while self.read(0.1) and time.monotonic() < end:
            pass
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.fd)
        return status
