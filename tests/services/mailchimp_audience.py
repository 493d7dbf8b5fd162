# SPDX-License-Identifier: GPL-3.0-or-later
"""One audience of Mailchimp: who is in it, and what it takes and refuses.

usage: Audience().carry_out(method, parts, body, count) gives a status and a value, or raises Refused; count is how
many things of a list are asked for. Not safe for several threads at once.
"""

import hashlib
import re

LIST = '9e67587f52'
STATUSES = ('subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional')
GLOSSARY = 'https://mailchimp.com/developer/marketing/docs/errors/'


class Refused(Exception):
    """An answer that is no success, as application/problem+json."""

    def __init__(self, status, title, detail, errors=None):
        super().__init__(title)
        self.status = status
        self.body = {'type': GLOSSARY, 'title': title, 'status': status, 'detail': detail, 'instance': 'a1b2-c3d4'}
        if errors:
            self.body['errors'] = errors


def invalid(detail, field=None):
    errors = [{'field': field, 'message': detail}] if field else None
    return Refused(400, 'Invalid Resource', detail, errors)


def not_found():
    return Refused(404, 'Resource Not Found', 'The requested resource could not be found.')


def compliance(email):
    return Refused(400, 'Member In Compliance State', f'{email} is in a compliance state due to unsubscribe, bounce, '
                   'or compliance review and cannot be subscribed.')


def forgotten(email):
    return Refused(400, 'Forgotten Email Not Subscribed', f'{email} was permanently deleted and cannot be '
                   're-imported. The contact must re-subscribe to get back on the list.')


def digest(email):
    return hashlib.md5(email.lower().encode()).hexdigest()


def check_keys(value, allowed, required=()):
    if not isinstance(value, dict):
        raise invalid('Schema describes object, found something else instead.')
    if missing := [name for name in required if name not in value]:
        raise invalid('Required fields were not provided: ' + ', '.join(missing), missing[0])
    if unknown := [name for name in value if name not in allowed]:
        raise invalid(f'Schema describes no {unknown[0]}', unknown[0])


class Audience:
    def __init__(self):
        self.members = {}
        self.erased = set()
        self.columns = {'FNAME': False, 'LNAME': False}
        self.mails = []

    # --- Told by a test ----------------------------------------------------------------------------------

    def put(self, email, **state):
        """Sets what is known of somebody, as if it had come about in another way."""
        member = self.members.setdefault(digest(email), self.new(email, 'subscribed'))
        member.update(state)

    def report(self):
        return {'members': {member['email_address']: member for member in self.members.values()},
                'erased': sorted(self.erased), 'mails': self.mails}

    # --- Asked for by a client ---------------------------------------------------------------------------

    def new(self, email, status):
        return {'email_address': email, 'status': status, 'merge_fields': {name: '' for name in self.columns},
                'tags': [], 'events': [], 'timestamp_opt': ''}

    def show(self, member):
        tags = [{'id': number, 'name': name} for number, name in enumerate(member['tags'], 1)]
        return {'id': digest(member['email_address']), **{key: value for key, value in member.items() if key != 'events'},
                'tags_count': len(tags), 'tags': tags[:50]}

    def find(self, name):
        if not re.fullmatch('[0-9a-f]{32}', name):
            raise AssertionError(f'an address must not be in a path: {name}')
        if name not in self.members:
            raise not_found()
        return self.members[name]

    def change(self, member, body):
        fields = body.get('merge_fields', {})
        for name, value in fields.items():
            if name not in self.columns:
                raise invalid(f'The merge field {name} does not exist', name)
            if not isinstance(value, str) or len(value.encode()) > 255:
                raise invalid('Please enter a shorter value', name)
        if 'status' in body:
            self.set_status(member, body['status'])
        member['merge_fields'].update(fields)
        if missing := [name for name, required in self.columns.items()
                       if required and not member['merge_fields'].get(name)]:
            raise invalid('Your merge fields were invalid.', missing[0])

    def set_status(self, member, status):
        email = member['email_address']
        if status not in STATUSES:
            raise invalid('Value must be one of subscribed, unsubscribed, cleaned, pending, transactional', 'status')
        if member['status'] == 'cleaned' and status != 'cleaned':
            raise compliance(email)
        if member['status'] == 'unsubscribed' and status == 'subscribed':
            raise compliance(email)
        if status == 'pending':
            self.mails.append(email)
        member['status'] = status

    def join(self, name, body):
        check_keys(body, ('email_address', 'status_if_new', 'status', 'merge_fields'),
                   ('email_address', 'status_if_new'))
        email = body['email_address']
        if '@' not in email or email.startswith('fake@'):
            raise invalid(f'{email} looks fake or invalid, please enter a real email address.', 'email_address')
        if digest(email) != name:
            raise invalid('The subscriber hash is not that of the address', 'email_address')
        if name in self.erased:
            raise forgotten(email)
        is_new = name not in self.members
        member = self.members[name] if not is_new else self.new(email, 'transactional')
        if is_new:
            self.change(member, {**body, 'status': body['status_if_new']})
            self.members[name] = member
        else:
            self.change(member, body)
            if member['status'] == 'pending' and 'status' not in body:
                self.mails.append(email)
        return 200, self.show(member)

    def tag(self, member, body):
        check_keys(body, ('tags', 'is_syncing'), ('tags',))
        for tag in body['tags']:
            check_keys(tag, ('name', 'status'), ('name', 'status'))
            if tag['status'] not in ('active', 'inactive') or not 0 < len(tag['name']) <= 100:
                raise invalid('This tag is not valid', 'tags')
            if tag['status'] == 'active' and tag['name'] not in member['tags']:
                member['tags'].append(tag['name'])
            elif tag['status'] == 'inactive' and tag['name'] in member['tags']:
                member['tags'].remove(tag['name'])
        return 204, None

    def tell(self, member, body):
        check_keys(body, ('name', 'properties', 'is_syncing', 'occurred_at'), ('name',))
        if not 2 <= len(body['name']) <= 30 or not re.fullmatch('[A-Za-z0-9_]+', body['name']):
            raise invalid('The name of an event has 2 to 30 characters', 'name')
        if not all(isinstance(value, str) for value in body.get('properties', {}).values()):
            raise invalid('Schema describes string', 'properties')
        member['events'].append(body)
        return 204, None

    def carry_out(self, method, parts, body, count=10):
        """`parts`: of the path behind /3.0."""
        if (method, parts) == ('GET', ['ping']):
            return 200, {'health_status': "Everything's Chimpy!"}
        if (method, parts) == ('GET', ['lists']):
            return 200, {'lists': [{'id': LIST, 'name': 'The journey & you'}, {'id': 'a1b2c3d4e5', 'name': 'Newsletter'}]}
        if parts[:2] != ['lists', LIST]:
            raise not_found()
        rest = parts[2:]
        if (method, rest) == ('GET', ['merge-fields']):
            fields = [{'tag': name, 'name': name, 'type': 'text', 'required': required}
                      for name, required in self.columns.items()]
            return 200, {'merge_fields': fields, 'total_items': len(fields)}
        if len(rest) >= 2 and rest[0] == 'members':
            return self.carry_out_member(method, rest[1], rest[2:], body, count)
        raise not_found()

    def carry_out_member(self, method, name, rest, body, count):
        if (method, rest) == ('PUT', []):
            return self.join(name, body)
        member = self.find(name)
        if (method, rest) == ('GET', []):
            return 200, self.show(member)
        if (method, rest) == ('PATCH', []):
            check_keys(body, ('status', 'merge_fields'))
            self.change(member, body)
            return 200, self.show(member)
        if (method, rest) == ('DELETE', []):
            if member['status'] == 'archived':
                raise Refused(405, 'Method Not Allowed', 'This list member cannot be removed.')
            member['status'] = 'archived'
            return 204, None
        if (method, rest) == ('POST', ['actions', 'delete-permanent']):
            del self.members[name]
            self.erased.add(name)
            return 204, None
        if (method, rest) == ('POST', ['tags']):
            return self.tag(member, body)
        if (method, rest) == ('POST', ['events']):
            return self.tell(member, body)
        if (method, rest) == ('GET', ['tags']):
            return 200, {'tags': [{'id': number, 'name': name} for number, name in enumerate(member['tags'], 1)][:count],
                         'total_items': len(member['tags'])}
        if (method, rest) == ('GET', ['events']):
            return 200, {'events': member['events'][:count], 'total_items': len(member['events'])}
        raise not_found()
