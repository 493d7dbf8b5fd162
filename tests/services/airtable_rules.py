# SPDX-License-Identifier: GPL-3.0-or-later
"""What a request to Airtable may say, and how it is refused: the published shapes, and rules of our own.

usage: the check_… functions raise Refused for the first thing that breaks a rule. A rule of our own (no
`typecast`, no PUT, no time of day in a date) is refused with `is_ours`: Airtable itself would let it through.
"""

import datetime
import json
import re

PAGE = 100
BATCH = 10
URL_MAX = 16000
TEXT_MAX = 100000
RECORD_ID = re.compile(r'rec[A-Za-z0-9]{14}')
TEXTS = ('singleLineText', 'multilineText', 'email', 'richText', 'url', 'phoneNumber')
COMPUTED = ('createdTime', 'lastModifiedTime', 'autoNumber', 'formula', 'rollup', 'multipleLookupValues', 'count')
MERGEABLE = ('number', 'singleLineText', 'multilineText', 'singleSelect', 'multipleSelects', 'date')
CREATABLE = TEXTS + ('checkbox', 'date', 'number', 'singleSelect', 'multipleRecordLinks')


class Refused(Exception):
    """A refusal, in one of the three shapes of a body."""

    def __init__(self, status, kind, message=None, is_ours=False, bare=False):
        super().__init__(message or kind)
        self.status = status
        self.kind = kind
        self.is_ours = is_ours
        self.body = {'error': kind} if bare else {'error': {'type': kind, **({'message': message} if message else {})}}


def invalid(message='parameter validation failed. Check your request data.', is_ours=False):
    return Refused(422, 'INVALID_REQUEST_UNKNOWN', f'Invalid request: {message}', is_ours)


def bad_records():
    return Refused(422, 'INVALID_RECORDS', 'You must provide an array of up to 10 record objects, each with a "fields" '
                   'ID or name key for cell values')


def bad_value(field):
    return Refused(422, 'INVALID_VALUE_FOR_COLUMN', f'Field "{field["name"]}" cannot accept the provided value')


def unknown_field(name):
    return Refused(422, 'UNKNOWN_FIELD_NAME', f'Unknown field name: "{name}"')


def hidden():
    return Refused(403, 'INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND',
                   'Invalid permissions, or the requested model was not found. Check that both your user and your token '
                   'have the required permissions, and that the model names and/or ids are correct.')


def parse(data):
    try:
        body = json.loads(data)
    except ValueError as error:
        raise Refused(400, 'INVALID_REQUEST_BODY', 'Could not parse request body') from error
    if not isinstance(body, dict):
        raise invalid('the body must be an object')
    return body


def check_keys(value, allowed, required=()):
    if not isinstance(value, dict):
        raise invalid('an object was expected')
    for key in value:
        if key not in allowed:
            raise invalid(f'unknown key {key}')
    for key in required:
        if key not in value:
            raise invalid(f'{key} is missing')


def check_type(value, kind, what):
    # Python takes true and false for numbers, JSON does not.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise invalid(f'{what} is of the wrong type')


def check_list(body):
    """The body of listRecords, or the query of a list."""
    check_keys(body, ('pageSize', 'maxRecords', 'offset', 'filterByFormula', 'fields', 'returnFieldsByFieldId'))
    for key, kind in (('pageSize', int), ('maxRecords', int), ('offset', str), ('filterByFormula', str),
                      ('fields', list), ('returnFieldsByFieldId', bool)):
        if key in body:
            check_type(body[key], kind, key)
    if not 1 <= body.get('pageSize', PAGE) <= PAGE or body.get('maxRecords', 1) < 1:
        raise invalid('pageSize is 1 to 100')
    for name in body.get('fields', []):
        check_type(name, str, 'fields')


def check_write(body, is_update):
    """The body of a create, an update or an upsert."""
    if 'typecast' in body:
        raise invalid('typecast must not be sent', is_ours=True)
    more = ('performUpsert',) if is_update else ()
    check_keys(body, ('records', 'returnFieldsByFieldId') + more, ('records',))
    check_type(body.get('returnFieldsByFieldId', False), bool, 'returnFieldsByFieldId')
    records = body['records']
    if not isinstance(records, list) or not 1 <= len(records) <= BATCH:
        raise bad_records()
    needs_id = is_update and 'performUpsert' not in body
    for record in records:
        if not isinstance(record, dict) or not isinstance(record.get('fields'), dict):
            raise bad_records()
        check_keys(record, ('id', 'fields') if is_update else ('fields',), ('id',) if needs_id else ())
        if 'id' in record and not (isinstance(record['id'], str) and RECORD_ID.fullmatch(record['id'])):
            raise bad_records()
    ids = [record['id'] for record in records if 'id' in record]
    if len(set(ids)) < len(ids):
        raise invalid('one record twice')
    if 'performUpsert' in body:
        check_upsert(body['performUpsert'])


def check_upsert(upsert):
    check_keys(upsert, ('fieldsToMergeOn',), ('fieldsToMergeOn',))
    names = upsert['fieldsToMergeOn']
    if not isinstance(names, list) or not 1 <= len(names) <= 3 or not all(isinstance(name, str) for name in names):
        raise invalid('fieldsToMergeOn holds 1 to 3 fields')


def check_delete(query):
    if set(query) != {'records[]'} or not 1 <= len(query['records[]']) <= BATCH:
        raise invalid('1 to 10 records[] are deleted at once')


def check_date(field, value):
    if not isinstance(value, str):
        raise bad_value(field)
    try:
        datetime.date.fromisoformat(value)
    except ValueError as error:
        is_time = re.match(r'\d{4}-\d\d-\d\dT', value)
        raise (invalid('a date must have no time', is_ours=True) if is_time else bad_value(field)) from error


def check_choice(field, value):
    if not isinstance(value, str):
        raise bad_value(field)
    if value not in [choice['name'] for choice in field['options']['choices']]:
        raise Refused(422, 'INVALID_MULTIPLE_CHOICE_OPTIONS',
                      f'Insufficient permissions to create new select option "{json.dumps(value, ensure_ascii=False)}"')


def check_links(field, value, rows):
    if not isinstance(value, list) or not all(isinstance(link, str) for link in value):
        raise bad_value(field)
    for link in value:
        if not RECORD_ID.fullmatch(link):
            raise bad_value(field)
        if link not in rows:
            raise Refused(422, 'ROW_DOES_NOT_EXIST', f'Record ID {link} does not exist')


def check_cell(field, value, rows):
    """@rows: of the table that links lead to."""
    kind = field['type']
    if kind in COMPUTED:
        raise Refused(422, 'INVALID_VALUE_FOR_COLUMN', f'Field "{field["name"]}" cannot accept a value because the '
                      'field is computed')
    if value is None:
        return
    if kind in TEXTS:
        if not isinstance(value, str) or len(value) > TEXT_MAX or '\0' in value:
            raise bad_value(field)
    elif kind == 'checkbox':
        if not isinstance(value, bool):
            raise bad_value(field)
    elif kind == 'number':
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise bad_value(field)
    elif kind == 'date':
        check_date(field, value)
    elif kind == 'singleSelect':
        check_choice(field, value)
    elif kind == 'multipleRecordLinks':
        check_links(field, value, rows)
    else:
        raise bad_value(field)


def check_new_field(field):
    """The options that each type needs, and no others."""
    check_keys(field, ('name', 'type', 'description', 'options'), ('name', 'type'))
    if not isinstance(field['name'], str) or not field['name'] or field['type'] not in CREATABLE:
        raise invalid('a field needs a name and a type that can be created')
    options = field.get('options')
    kind = field['type']
    if kind in TEXTS and options is not None:
        raise invalid('a text has no options')
    if kind == 'checkbox':
        check_keys(options, ('icon', 'color'), ('icon', 'color'))
    elif kind == 'date':
        check_keys(options, ('dateFormat',), ('dateFormat',))
        if options['dateFormat'].get('name') not in ('local', 'friendly', 'us', 'european', 'iso'):
            raise invalid('no such dateFormat')
    elif kind == 'number':
        check_keys(options, ('precision',), ('precision',))
    elif kind == 'singleSelect':
        check_keys(options, ('choices',), ('choices',))
        for choice in options['choices']:
            check_keys(choice, ('name', 'color'), ('name',))
    elif kind == 'multipleRecordLinks':
        check_keys(options, ('linkedTableId', 'viewIdForRecordSelection'), ('linkedTableId',))
