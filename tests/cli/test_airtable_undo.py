#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`shc share airtable --undo` where somebody else was at work in the base meanwhile."""

import subprocess
import sys

import harness
from airtable_journal import own_row, prepare  # pylint: disable=unused-import

OTHERS = 'By another hand.'


def begin(j, name, *texts):
    """A journal that has shared these, one run for all."""
    journal = j.make(name)
    journal.agree()
    for text in texts:
        journal.reflect(text)
    assert journal.share('--run')['created'] == len(texts) + 1
    return journal


def belonging(j):
    """The texts of the rows that belong to the person's own row: nothing belongs to nobody."""
    own = own_row(j)
    assert all(row.get('User') == [own] for row in j.rows().values()), j.rows()
    return j.texts()


def test_edited_row_stays(j):
    """One row was edited there: it stays, and the person's own row with it."""
    edited = begin(j, 'edited', 'One.', 'Two.')
    row, own = edited.find('Two.'), own_row(edited)
    edited.change(row, Reflection_Text=OTHERS)
    plan = edited.share('--undo', '--plan')
    assert [(change['id'] is None, change['ticked']) for change in plan['deletes']].count((True, False)) == 1, plan
    assert plan['requests'] == 1 and not any('Reflections' in change['before'] for change in plan['deletes']), plan
    done = edited.share('--undo')
    assert done['deleted'] == 1 and done['left'] == 2 and done['failed'] == [], done
    assert sorted(kept['id'] is None for kept in done['kept']) == [False, True] and all(kept['why'] for kept in done['kept'])
    assert belonging(edited) == [OTHERS] and own_row(edited) == own


def test_next_run_neither_doubles_nor_loses(j):
    edited = j.journals[-1]
    (row, _), = edited.rows().items()
    done = edited.share('--run')
    assert (done['created'], done['updated'], done['failed']) == (1, 1, []), done
    assert belonging(edited) == ['One.', 'Two.'] and edited.find('Two.') == row and len(edited.rows('Users')) == 1
    # Taken back run by run: what the other hand wrote is there again, and is asked about again.
    assert edited.share('--undo')['failed'] == [] and belonging(edited) == [OTHERS]
    done = edited.share('--undo')
    assert done['deleted'] == 0 and done['left'] == 2 and belonging(edited) == [OTHERS], done


def test_taken_back_all_the_same(j):
    edited = j.journals[-1]
    done = edited.share('--undo', '--yes')
    assert done['deleted'] == 2 and done['left'] == 0 and 'kept' not in done and done['failed'] == [], done
    assert edited.rows() == edited.rows('Users') == {}
    edited.fails(1, 'not-found', 'share', 'airtable', '--undo')
    assert edited.share('--run')['created'] == 3 and belonging(edited) == ['One.', 'Two.']
    edited.share('--forget', '--yes')


def test_all_at_once(j):
    """The answer is given at once, without a first try."""
    edited = begin(j, 'at-once', 'One.', 'Two.')
    edited.change(edited.find('One.'), Reflection_Text=OTHERS)
    assert edited.share('--undo', '--yes')['deleted'] == 3 and edited.rows() == edited.rows('Users') == {}


def test_told_to_people(j):
    """On paper, too: what stays, and why."""
    edited = begin(j, 'told', 'One.')
    edited.change(edited.find('One.'), Reflection_Text=OTHERS)
    edited.reflect('Two.')
    edited.share('--run', '--only', edited.ok('list')[0]['id'])
    edited.share('--undo')
    told = edited.run('share', 'airtable', '--undo')
    assert told.status == 0 and 'profile  It stays while' in told.out and '2 records were left as they are' in told.out, str(told)
    assert 'Tick' not in told.out and 'With --yes' in told.out, str(told)
    assert belonging(edited) == [OTHERS]


def test_row_that_others_added(j):
    """A row that somebody else made belongs to the person: their own row stays for it, whatever is answered."""
    shared = begin(j, 'added', 'One.')
    shared.add(Reflection_Text=OTHERS, Date='2020-02-02', User=[own_row(shared)])
    assert shared.share('--undo', '--plan')['requests'] == 1
    done = shared.share('--undo', '--yes')
    assert done['deleted'] == 1 and [kept['id'] for kept in done['kept']] == [None], done
    assert belonging(shared) == [OTHERS]
    assert shared.share('--run')['created'] == 1 and belonging(shared) == [OTHERS, 'One.']
    assert shared.share('--forget', '--yes')['deleted'] == 3 and shared.rows() == shared.rows('Users') == {}


def test_row_of_another_run(j):
    """What an earlier taking back left belongs to the person's own row like anything else."""
    shared = begin(j, 'runs', 'One.')
    shared.reflect('Two.')
    shared.share('--run')
    shared.add(Reflection_Text=OTHERS, Date='2020-02-02', User=[own_row(shared)])
    assert shared.ok('fetch', 'airtable')['new'] == 1
    assert shared.share('--undo')['deleted'] == 1
    assert shared.share('--undo')['deleted'] == 1 and belonging(shared) == [OTHERS]


def test_refused_row_keeps_the_own_row(j):
    """A deletion that is refused leaves its row, and so the person's own; trying again does the rest."""
    for verb, extra in (('--undo', ()), ('--forget', ('--yes',))):
        refused = begin(j, 'refused' + verb, 'One.')
        refused.control(faults=[{'name': '422', 'method': 'DELETE', 'arg': 'INVALID_RECORDS', 'times': 1}])
        done = refused.run('share', 'airtable', verb, *extra, '--json')
        assert done.status == 1 and len(done.json['failed']) == 2 and done.json['deleted'] == 0, str(done)
        assert belonging(refused) == ['One.']
        assert refused.share(verb, *extra)['deleted'] == 2 and refused.rows() == refused.rows('Users') == {}


def test_row_added_after_the_look(j):
    """It comes before the person's own row is deleted: that is left, and the receipt says why."""
    late = begin(j, 'late', 'One.')
    late.control(faults=[{'name': 'reset', 'method': 'DELETE', 'skip': 1}])
    late.fails(4, 'offline', 'share', 'airtable', '--undo')
    late.control(faults=[])
    assert late.rows() == {}
    late.add(Reflection_Text=OTHERS, Date='2020-02-02', User=[own_row(late)])
    told = late.run('share', 'airtable', '--resume', '--json')
    assert told.status == 1 and told.json['deleted'] == 1, str(told)
    assert [(one['id'], 'stays' in one['why']) for one in told.json['failed']] == [(None, True)], str(told)
    assert belonging(late) == [OTHERS]


def test_base_that_says_nothing_of_its_rows(j):
    """Where a row does not say which ones link to it, those that are known count."""
    silent = begin(j, 'silent', 'One.', 'Two.')
    silent.change(silent.find('One.'), Reflection_Text=OTHERS)
    silent.control(faults=[{'name': 'one-way-links', 'path': '/meta/'}])
    done = silent.share('--undo')
    assert done['deleted'] == 1 and done['left'] == 2 and belonging(silent) == [OTHERS], done
    assert silent.share('--undo', '--yes')['deleted'] == 2 and silent.rows() == silent.rows('Users') == {}


def test_run_of_which_nothing_is_known(j):
    """What stood there is kept for a month: a run that only changed something does not stand in the way of those before it."""
    old = begin(j, 'old', 'One.')
    old.ok('vault', 'set-passphrase', '--new-passphrase-file', old.passphrase_file)
    old.ok('edit', old.ok('list')[0]['id'], '-', stdin='One, changed.')
    assert old.share('--run')['updated'] == 1
    subprocess.run([sys.argv[2], old.dir, old.passphrase_file, '40'], check=True, timeout=60, env=harness.quick_env())
    old.reflect('Two.')
    old.share('--run')
    assert old.share('--undo')['deleted'] == 1 and belonging(old) == ['One, changed.']
    plan = old.share('--undo', '--plan')
    assert len(plan['notes']) == 2 and 'nothing is left' in plan['notes'][0] and '30 days' in plan['notes'][1], plan
    assert sorted(change['ticked'] for change in plan['deletes']) == [False, False] and plan['unchanged'] == 0, plan
    assert belonging(old) == ['One, changed.']
    told = old.run('share', 'airtable', '--undo', '--yes')
    assert told.status == 0 and 'cannot be taken back' in told.out and '2 deleted' in told.out, str(told)
    assert old.rows() == old.rows('Users') == {}
    # Nothing is left, which is no failure; nothing is asked about rows for it.
    before = len(old.requests())
    told = old.run('share', 'airtable', '--undo')
    assert told.status == 0 and 'Forget me there' in told.out and '0 deleted' in told.out, str(told)
    assert not any('/Users' in one['path'] or '/Reflections' in one['path'] for one in old.requests()[before:])


def test_run_that_others_took_back(j):
    """Where somebody else deleted what the last run made, it is passed as well."""
    gone = begin(j, 'gone', 'One.')
    gone.reflect('Two.')
    gone.share('--run')
    gone.remove(gone.find('Two.'))
    assert gone.share('--undo')['deleted'] == 2 and gone.rows() == gone.rows('Users') == {}


def test_another_base(j):
    """What is in a base that was set before is not forgotten with this one's: that is said."""
    two = begin(j, 'two-bases', 'One.')
    first, second = two.address['base'], two.address['base'][:-1] + '2'
    two.set('airtable.base-id', second)
    assert not any(first in note for note in two.share('--plan')['notes'])
    two.agree()
    assert two.share('--run')['created'] == 2
    two.set('airtable.base-id', first)
    assert any(second in note for note in two.share('--forget', '--plan')['notes'])
    told = two.run('share', 'airtable', '--forget', '--yes')
    assert told.status == 0 and second in told.out and two.rows() == two.rows('Users') == {}, str(told)
    two.set('airtable.base-id', second)
    assert not any('another base' in note for note in two.share('--forget', '--plan')['notes'])
    assert two.share('--forget', '--yes')['deleted'] == 2


def test_end(j):
    for journal in j.journals:
        journal.server.stdin.close()
        assert journal.server.wait() == 0


if __name__ == '__main__':
    harness.main(sys.modules[__name__])
