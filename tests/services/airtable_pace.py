# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast a base may be asked, and how often in a month.

usage: Pace(speed=20) in which a second is a twentieth of one; .admit(base, now) raises Refused with the 429
that is due. Times are seconds of a clock of one's own, from .now(). Not safe for several threads at once.
"""

import collections
import time

from airtable_rules import Refused


def too_fast():
    return Refused(429, 'RATE_LIMIT_REACHED', 'Rate limit exceeded. Please try again later')


def month_spent():
    return Refused(429, 'PUBLIC_API_BILLING_LIMIT_EXCEEDED', "API billing plan limit exceeded. You've reached the "
                   'maximum number of requests allowed for this month.')


class Pace:
    def __init__(self, speed=1, per_second=5, penalty=30, month=None, extends=False):
        self.speed = speed
        self.per_second = per_second
        self.penalty = penalty
        self.month = month
        self.extends = extends
        self.recent = collections.defaultdict(collections.deque)
        self.until = {}
        self.penalties = collections.Counter()
        self.busiest = collections.Counter()

    def now(self):
        return time.monotonic() * self.speed

    def punish(self, base, now):
        self.until[base] = now + self.penalty
        self.penalties[base] += 1
        self.recent[base].clear()

    def admit(self, base, now):
        if now < self.until.get(base, now):
            if self.extends:
                self.until[base] = now + self.penalty
            raise too_fast()
        recent = self.recent[base]
        while recent and recent[0] <= now - 1:
            recent.popleft()
        if len(recent) >= self.per_second:
            self.punish(base, now)
            raise too_fast()
        if self.month is not None:
            if self.month <= 0:
                raise month_spent()
            self.month -= 1
        recent.append(now)
        self.busiest[base] = max(self.busiest[base], len(recent))
