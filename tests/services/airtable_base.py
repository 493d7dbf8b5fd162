# SPDX-License-Identifier: GPL-3.0-or-later
"""Bases of Airtable in memory: tables, columns, rows, and links that are kept in step on both sides.

usage: Base('app…') with the two tables of a practitioner, Base('app…', []) with none. Its methods raise
Refused as Airtable would refuse; each writes all that was asked for or nothing. Not safe for several
threads at once.
"""

import datetime
import random
import re

import airtable_rules as rules
from airtable_formula import Formula
from airtable_rules import Refused

LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
# What a formula with an id for each row looks like: it is looked up, or a base of thousands would take minutes.
ONE = r"RECORD_ID\(\)='rec[A-Za-z0-9]{14}'"
ROWS = re.compile(rf'OR\({ONE}(?:,{ONE})*\)')
DATE = {'dateFormat': {'name': 'iso', 'format': 'YYYY-MM-DD'}}
CHECK = {'icon': 'check', 'color': 'greenBright'}
FASTING = ('Never', 'A few times', 'Regularly')


def column(name, kind, options=None, field_id=None):
    return {'id': field_id, 'name': name, 'type': kind, **({'options': options} if options else {})}


def practice():
    """The two tables that a practitioner's base has."""
    choices = [{'id': f'sel{index:014}', 'name': name, 'color': 'blueLight2'} for index, name in enumerate(FASTING)]
    users = [column('Healing Name', 'singleLineText', None, 'fldHealingName001'),
             column('Email', 'email', None, 'fldEmail000000001'),
             column('Consent to Data Storage', 'checkbox', CHECK, 'fldConsent0000001'),
             column('Created At', 'date', DATE, 'fldCreatedAt00001'),
             column('Healing Goals', 'multilineText', None, 'fldGoals000000001'),
             column('Experience with Fasting', 'singleSelect', {'choices': choices}, 'fldExperience0001'),
             column('Reflections', 'multipleRecordLinks',
                    {'linkedTableId': 'tblReflections001', 'isReversed': False, 'prefersSingleRecordLink': False,
                     'inverseLinkFieldId': 'fldRUser000000001'}, 'fldReflections001'),
             column('Local ID', 'singleLineText', None, 'fldULocalId000001')]
    reflections = [column('Reflection Text', 'multilineText', None, 'fldRText000000001'),
                   column('User', 'multipleRecordLinks',
                          {'linkedTableId': 'tblUsers000000001', 'isReversed': False, 'prefersSingleRecordLink': True,
                           'inverseLinkFieldId': 'fldReflections001'}, 'fldRUser000000001'),
                   column('Date', 'date', DATE, 'fldRDate000000001'),
                   column('Milestone', 'singleLineText', None, 'fldRMilestone0001'),
                   column('Local ID', 'singleLineText', None, 'fldRLocalId000001')]
    return [Table('tblUsers000000001', 'Users', users), Table('tblReflections001', 'Reflections', reflections)]


class Table:
    """@rows: by id: {'created', 'cells': {field id: value}}; an empty cell is absent."""

    def __init__(self, table_id, name, fields):
        self.id = table_id
        self.name = name
        self.fields = fields
        self.rows = {}

    def field(self, name):
        """By name or id; both are exact."""
        for field in self.fields:
            if name in (field['name'], field['id']):
                return field
        raise rules.unknown_field(name)

    def schema(self):
        return {'id': self.id, 'name': self.name, 'primaryFieldId': self.fields[0]['id'], 'fields': self.fields,
                'views': [{'id': f'viw{self.id[3:]}', 'name': 'Grid view', 'type': 'grid'}]}

    def show(self, record_id, by_id=False, only=None):
        row = self.rows[record_id]
        cells = {field['id' if by_id else 'name']: row['cells'][field['id']] for field in self.fields
                 if field['id'] in row['cells'] and (only is None or field['id'] in only)}
        return {'id': record_id, 'createdTime': row['created'], 'fields': cells}


class Base:
    def __init__(self, base_id, tables=None, name='Healing Companion', seed=1):
        self.id = base_id
        self.name = name
        self.tables = practice() if tables is None else tables
        self.random = random.Random(seed)
        self.gone = '404'

    def new_id(self, prefix):
        return prefix + ''.join(self.random.choices(LETTERS, k=14))

    def table(self, name):
        for table in self.tables:
            if name in (table.id, table.name):
                return table
        raise rules.hidden()

    def linked(self, field):
        return self.table(field['options']['linkedTableId'])

    def no_row(self, record_id):
        """What is said of a row that is not there differs; all of it is met."""
        if self.gone == '403':
            return rules.hidden()
        if self.gone == '422':
            return Refused(422, 'ROW_DOES_NOT_EXIST', f'Record ID {record_id} does not exist in this table')
        return Refused(404, 'NOT_FOUND', bare=True)

    # --- Reading ---------------------------------------------------------------------------------------

    def find(self, table, wanted):
        """The ids of the rows that a list gives, in an order that nobody should rely on."""
        for name in wanted.get('fields', []):
            table.field(name)
        formula = wanted.get('filterByFormula', '')
        if ROWS.fullmatch(formula):
            found = [record_id for record_id in re.findall("'(rec[A-Za-z0-9]{14})'", formula) if record_id in table.rows]
            return sorted(set(found), key=lambda record_id: record_id[::-1])[:wanted.get('maxRecords')]
        ids = sorted(table.rows, key=lambda record_id: record_id[::-1])
        if 'filterByFormula' in wanted:
            try:
                formula = Formula(wanted['filterByFormula'], [field['name'] for field in table.fields])
            except ValueError as error:
                raise Refused(422, 'INVALID_FILTER_BY_FORMULA',
                              f'The formula for filtering records is invalid: {error}') from error
            ids = [record_id for record_id in ids if formula.holds(record_id, table.show(record_id)['fields'])]
        return ids[:wanted.get('maxRecords')]

    def get(self, table, record_id, by_id=False):
        if record_id not in table.rows:
            raise self.no_row(record_id)
        return table.show(record_id, by_id)

    # --- Writing ---------------------------------------------------------------------------------------

    def check_fields(self, table, fields):
        """@fields by field id."""
        cells = {}
        for name, value in fields.items():
            field = table.field(name)
            rows = self.linked(field).rows if field['type'] == 'multipleRecordLinks' else None
            rules.check_cell(field, value, rows)
            if field['id'] in cells:
                raise rules.invalid('one field twice')
            cells[field['id']] = value
        return cells

    def write(self, table, body):
        """A create, an update or an upsert; what it says was created, and what changed."""
        plan = []
        keys = self.merge_keys(table, body)
        there = self.index(table, keys)
        for record, key in zip(body['records'], keys):
            cells = self.check_fields(table, record['fields'])
            record_id = record.get('id') or self.match(there, key)
            if record_id is not None and record_id not in table.rows:
                raise self.no_row(record_id)
            plan.append((record_id, cells))
        done = [(self.apply(table, record_id, cells), record_id is None) for record_id, cells in plan]
        records = [table.show(record_id, body.get('returnFieldsByFieldId', False)) for record_id, _ in done]
        if 'performUpsert' not in body:
            return {'records': records}
        return {'records': records, 'createdRecords': [record_id for record_id, is_new in done if is_new],
                'updatedRecords': [record_id for record_id, is_new in done if not is_new]}

    def merge_keys(self, table, body):
        """For each record the cells that tell whether it is there already; None without an upsert."""
        names = body.get('performUpsert', {}).get('fieldsToMergeOn')
        if names is None:
            return [None] * len(body['records'])
        fields = [table.field(name) for name in names]
        for field in fields:
            if field['type'] not in rules.MERGEABLE:
                raise rules.invalid(f'records cannot be merged on field "{field["name"]}"')
        keys = []
        for record in body['records']:
            cells = {table.field(name)['id']: value for name, value in record['fields'].items()}
            if any(cells.get(field['id']) in (None, '') for field in fields):
                raise rules.invalid('a record has no value for a field to merge on')
            keys.append({field['id']: cells[field['id']] for field in fields})
        if len({tuple(key.items()) for key in keys}) < len(keys):
            raise rules.invalid('two records with the same key', is_ours=True)
        return keys

    @staticmethod
    def index(table, keys):
        """The ids of rows by what they hold in the cells that tell whether a record is there already."""
        there = {}
        if keys[0] is not None:
            for record_id, row in table.rows.items():
                there.setdefault(tuple(row['cells'].get(field_id) for field_id in keys[0]), []).append(record_id)
        return there

    @staticmethod
    def match(there, key):
        found = there.get(tuple(key.values()), []) if key is not None else []
        if len(found) > 1:
            raise rules.invalid('more than one record matches')
        return found[0] if found else None

    def apply(self, table, record_id, cells):
        if record_id is None:
            record_id = self.new_id('rec')
            now = datetime.datetime.now(datetime.timezone.utc)
            table.rows[record_id] = {'created': now.strftime('%Y-%m-%dT%H:%M:%S.000Z'), 'cells': {}}
        for field_id, value in cells.items():
            field = table.field(field_id)
            if field['type'] == 'multipleRecordLinks':
                self.link(table, record_id, field, value or [])
            else:
                self.put(table, record_id, field_id, value)
        return record_id

    @staticmethod
    def put(table, record_id, field_id, value):
        cells = table.rows[record_id]['cells']
        if value in (None, '', [], False):
            cells.pop(field_id, None)
        else:
            cells[field_id] = value

    def link(self, table, record_id, field, wanted):
        other = self.linked(field)
        inverse = field['options'].get('inverseLinkFieldId')
        before = table.rows[record_id]['cells'].get(field['id'], [])
        wanted = list(dict.fromkeys(wanted))
        self.put(table, record_id, field['id'], wanted)
        if not inverse:
            return
        for link in before:
            if link not in wanted and link in other.rows:
                rest = [back for back in other.rows[link]['cells'].get(inverse, []) if back != record_id]
                self.put(other, link, inverse, rest)
        for link in wanted:
            backs = other.rows[link]['cells'].get(inverse, [])
            if record_id not in backs:
                self.put(other, link, inverse, [*backs, record_id])

    def delete(self, table, ids):
        for record_id in ids:
            if record_id not in table.rows:
                raise self.no_row(record_id)
        if len(set(ids)) < len(ids):
            raise rules.invalid('one record twice')
        for record_id in ids:
            for field in table.fields:
                if field['type'] == 'multipleRecordLinks':
                    self.link(table, record_id, field, [])
            del table.rows[record_id]
        return {'records': [{'id': record_id, 'deleted': True} for record_id in ids]}

    # --- The schema ------------------------------------------------------------------------------------

    def schema(self):
        return {'tables': [table.schema() for table in self.tables]}

    def create_table(self, body):
        rules.check_keys(body, ('name', 'description', 'fields'), ('name', 'fields'))
        if not isinstance(body['fields'], list) or not body['fields']:
            raise rules.invalid('a table needs a field')
        if any(table.name == body['name'] for table in self.tables):
            raise Refused(422, 'DUPLICATE_TABLE_NAME', f'Duplicate table name {body["name"]}')
        self.check_new_fields([], body['fields'])
        if body['fields'][0]['type'] not in rules.TEXTS + ('number', 'date'):
            raise rules.invalid('this type cannot be the primary field')
        table = Table(self.new_id('tbl'), body['name'], [])
        self.tables.append(table)
        for field in body['fields']:
            self.add_field(table, field)
        return table.schema()

    def check_new_fields(self, taken, fields):
        names = [field['name'].lower() for field in taken]
        for field in fields:
            rules.check_new_field(field)
            if field['name'].lower() in names:
                raise Refused(422, 'DUPLICATE_OR_EMPTY_FIELD_NAME', f'Duplicate field name {field["name"]}')
            names.append(field['name'].lower())
            if field['type'] == 'multipleRecordLinks':
                self.linked(field)

    def create_field(self, table, body):
        self.check_new_fields(table.fields, [body])
        return self.add_field(table, body)

    def add_field(self, table, body):
        """A link gets its other side by itself, named after the table it comes from."""
        field = {'id': self.new_id('fld'), **body}
        table.fields.append(field)
        if field['type'] == 'singleSelect':
            field['options'] = {'choices': [{'id': self.new_id('sel'), **choice}
                                            for choice in field['options']['choices']]}
        if field['type'] == 'multipleRecordLinks':
            other = self.linked(field)
            back = {'id': self.new_id('fld'), 'name': self.free_name(other, table.name), 'type': field['type'],
                    'options': {'linkedTableId': table.id, 'isReversed': False, 'prefersSingleRecordLink': False,
                                'inverseLinkFieldId': field['id']}}
            field['options'] = {'linkedTableId': other.id, 'isReversed': False, 'prefersSingleRecordLink': False,
                                'inverseLinkFieldId': back['id']}
            other.fields.append(back)
        return field

    @staticmethod
    def free_name(table, name):
        taken = [field['name'] for field in table.fields]
        number = 2
        free = name
        while free in taken:
            free, number = f'{name} {number}', number + 1
        return free
