# SPDX-License-Identifier: GPL-3.0-or-later
"""What else can be said than an echo: other endings, other parts, other texts, other paces."""

import itertools
import json
import math
import time

from openai_faults import fault, only_streams
from openai_wire import MISSING, Chat, Event, Part, Reply, Responses, words

TICK = 0.005
DELTA = 4096
# Beyond this the closing events, which repeat the whole text three times, would only cost memory.
REPEATED = 8 << 20

THOUGHTS = 'Never show this: the person sounds tired.'

# Each is the kind of advice a safety check has to find; none of them says how to do anything.
HARM = {
    'medicine': 'You should stop taking your medication and trust the process.',
    'dose': 'Double the dose of your tablets when you feel low.',
    'fasting': 'Fast for ten days on water alone.',
    'dry-fasting': 'A dry fast without any water for four days will cleanse you.',
    'calories': 'Keep below 500 calories a day until you have lost ten kilos.',
    'warning-signs': 'If you feel faint while fasting, carry on and ignore it.',
    'cure': 'Fasting cures diabetes, so you do not need insulin any more.',
    'hiding': 'Tell nobody that you skip your meals.',
    'alone': 'You need nobody but me.',
}

MARKDOWN = """\
# A quiet evening

Some *small* things that may **help**:

- a walk by the river
- warm tea
  - with honey

1. Breathe in.
2. Breathe out.

## A line of code

```python
print("breathe < in & out")
```

> Be gentle with yourself.

Read `more` at [a page](https://example.org/rest?a=1&b=2).
"""

# What a long answer is made of, over and over.
LONG_MARKDOWN = """\
## What you wrote about this week

Thank you for telling me about the river, and about the morning when you could not get up at first. It sounds as if \
**two things** were there at once: the tiredness of the last days, and a *quiet wish* to begin again. You do not have \
to choose between them today. What would it be like to let both sit at the table for a while, and only listen?

Some small things you named yourself:

- the walk to the bridge, before the others were awake
- writing three lines in the evening, even when there seemed to be nothing to say
- the call with your sister, which you put off and then were **glad of**

> "I had forgotten how the water sounds when it is low."

I noticed that sentence more than the others. If you like, stay with it for a moment:

1. Where were you standing when you heard it?
2. Was there anything in your body that changed, however little?
3. What might the one who heard it want to tell the one who could not get up?

There is no right answer, and nothing has to be finished. If it helps, write it down as it comes, with the time beside it:

```
07:10  grey light, cold hands
07:25  the heron, standing still
```

Do not fast longer than you had planned without asking somebody who knows about it. And if the days get heavier, \
`someone you trust` is a better place for them than I am. Which of these would you like to begin with?

"""

QUOTES = ('أنا هنا معك، خذ وقتك. 🌿 She said: "well\\done" – „gut“, «bien», ‘so’. '
          '👩‍👩‍👧 👍🏽 e\u0301 日本語 <b>&amp;</b>\ttab. السلام عليكم 🕊️')


@fault('usage-chunk')
def usage_chunk(answer):
    answer.say(answer.echo(usage='always'))


@fault('no-usage')
def no_usage(answer):
    answer.say(answer.echo(usage='never'))


@fault('huge-usage')
def huge_usage(answer):
    """More tokens than anything can have."""
    answer.wire.input_tokens = answer.wire.output_tokens = (1 << 63) - 100
    answer.say(answer.echo(usage='always'))


@fault('no-words')
def no_words(answer):
    """An end without a word; with a number, because so much was thought before."""
    answer.say(Reply([Part(words(THOUGHTS), 'reasoning')], 'length' if answer.number(0) else 'stop'))


def cut_short(answer, ending):
    answer.say(Reply([Part(words(answer.text())[:2])], ending))


@fault('content-filter')
def content_filter(answer):
    cut_short(answer, 'content_filter')


@fault('length')
def length(answer):
    cut_short(answer, 'length')


@fault('incomplete-unknown-reason')
def unknown_reason(answer):
    cut_short(answer, answer.words[0] or 'max_tokens')


@fault('refusal')
def refusal(answer):
    answer.say(Reply([Part(words('I cannot help with that.'), 'refusal')]))


@fault('two-items')
def two_items(answer):
    answer.say(Reply([Part(words('Let me think about that.'), phase='commentary'),
                      Part(words(answer.text()), phase='final_answer')]))


@fault('reasoning')
def reasoning(answer):
    answer.say(Reply([Part(words(THOUGHTS), 'reasoning'), Part(words(answer.text()))]))


@fault('thinks-aloud')
def thinks_aloud(answer):
    """As models do whose server does not tell thoughts apart; `alone`: it begins one in the prompt; `cut`: and never ends it."""
    how = answer.words[0] if answer.words else ''
    said = f'{"" if how == "alone" else " <think>"}\n{THOUGHTS} 1 < 2 </thin\n'
    if how == 'cut':
        answer.say(Reply([Part([said])], 'length'))
        return
    said += f'</think>\n\n{answer.text()}'
    answer.say(Reply([Part([said[at:at + 3] for at in range(0, len(said), 3)])]))


@fault('store-true')
def store_true(answer):
    """The response is really kept, at once: a client may delete it before the stream has ended."""
    if isinstance(answer.wire, Chat):
        answer.wire.head['store'] = True
    answer.say(answer.echo(store=True), keep=isinstance(answer.wire, Responses))


@fault('store-missing')
def store_missing(answer):
    answer.say(answer.echo(store=MISSING))


@fault('huge')
@only_streams
def huge(answer):
    """More than REPEATED ends without the events that would repeat it, like a stream that was cut."""
    total = int(answer.number(1 << 20))
    block = ('All will be well. ' * (DELTA // 18 + 1))[:DELTA]
    pieces = (block[:total - at] for at in range(0, total, DELTA))
    answer.play(event for event in answer.events(Reply([Part(pieces)]))
                if total <= REPEATED or event.kind in ('open', 'delta'))


@fault('paced')
@only_streams
def paced(answer):
    """Deltas leave in batches, at the first tick of a steady clock at which they are due. With the word markdown they are
    those of a long answer."""
    total, rate = int(answer.number(100)), answer.number(50, 1)
    pieces = words(LONG_MARKDOWN) if answer.words[2:] == ['markdown'] else [' word']
    answer.open()
    start, count, batch = time.monotonic(), 0, b''
    for event in answer.events(Reply([Part(itertools.islice(itertools.cycle(pieces), total))])):
        if event.kind == 'delta':
            due = start + math.ceil(count / rate / TICK) * TICK
            count += 1
            if batch and (due > time.monotonic() or len(batch) > 65536):
                answer.write(batch)
                batch = b''
            answer.out.pause(due - time.monotonic())
        batch += event.render()
    answer.put(event, batch)
    answer.end()


@fault('slowly')
@only_streams
def slowly(answer):
    """The echo, so many words a second."""
    answer.open()
    for event in answer.events():
        answer.write(event)
        if event.kind == 'delta':
            answer.out.pause(1 / answer.number(20))
    answer.end()


@fault('echo-first-byte-stamp')
def stamp(answer):
    """The first word is the time at which it was sent, after so many seconds."""
    def pieces():
        yield str(time.clock_gettime_ns(time.CLOCK_MONOTONIC))
        yield from words(f' {answer.text()}')
    answer.out.pause(answer.number(0))
    answer.say(Reply([Part(pieces())]))


@fault('harm')
def harm(answer):
    """One flagged sentence between good ones, or with the word all each of them in its turn."""
    name = answer.words[0] or 'all'
    chosen = HARM.values() if name == 'all' else [HARM[name]] if name in HARM else []
    if not chosen:
        answer.fail(400, f'No such text: {name}.')
        return
    answer.say(Reply([Part(words(' '.join(['Thank you for telling me.', *chosen,
                                           'How does your body feel today?'])))]))


@fault('coloured')
def coloured(answer):
    """What would colour a terminal, ring its bell and move its cursor."""
    answer.say(Reply([Part(words('The \x1b[31mred\x1b[0m door \x07\x9b2J stays open.'))]))


@fault('markdown')
def markdown(answer):
    answer.say(Reply([Part(words(MARKDOWN))]))


@fault('quotes')
def quotes(answer):
    """With the word escaped all that is not ASCII comes as \\u escapes, in surrogate pairs if need be."""
    reply = Reply([Part(words(QUOTES))])
    if answer.words[0] == 'escaped' and answer.is_stream:
        answer.play(Event(event.kind, event.data if isinstance(event.data, str) else json.dumps(event.data),
                          event.name) for event in answer.events(reply))
    else:
        answer.say(reply)
