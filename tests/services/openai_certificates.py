# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates for servers on loopback, made by the `openssl` command.

usage: make(folder) makes ca.pem and NAME.pem (certificate and key) for each of LEAVES, unless they are
there; context(folder, name) is for the server's side of a connection.
"""

import os
import ssl
import subprocess

# Each with the names it is for and its days from now.
LEAVES = {
    'good': ('IP:127.0.0.1,DNS:localhost', 3650),
    'other_host': ('DNS:other.example', 3650),
    'expired': ('IP:127.0.0.1,DNS:localhost', -1),
    'elsewhere': ('IP:127.0.0.2', 3650),
}
# A file of our own: the system's would add extensions a second time.
CONFIG = """\
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = {names}
"""


def openssl(folder, *arguments):
    subprocess.run(['openssl', *arguments], cwd=folder, check=True, capture_output=True)


def new_key(folder, name, *request):
    openssl(folder, 'req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
            '-config', 'openssl.cnf', '-keyout', f'{name}.key', *request)


def configure(folder, name, names='DNS:none'):
    (folder / 'openssl.cnf').write_text(CONFIG.format(name=name, names=names), encoding='utf-8')


def sign(folder, name, serial, *period):
    """OpenSSL from 3.5 on takes no negative number of days, and before 3.4 none takes dates."""
    command = ['x509', '-req', '-in', f'{name}.csr', '-CA', 'ca.new', '-CAkey', 'ca.key', '-set_serial', str(serial),
               '-extfile', 'openssl.cnf', '-extensions', 'leaf', '-out', f'{name}.crt']
    try:
        openssl(folder, *command, *period)
    except subprocess.CalledProcessError:
        openssl(folder, *command, '-not_before', '20200101000000Z', '-not_after', '20200102000000Z')


def make_leaf(folder, name, serial):
    names, days = LEAVES[name]
    configure(folder, name, names)
    new_key(folder, name, '-out', f'{name}.csr')
    sign(folder, name, serial, '-days', str(days))
    both = (folder / f'{name}.crt').read_bytes() + (folder / f'{name}.key').read_bytes()
    (folder / f'{name}.pem').write_bytes(both)
    for ending in ('csr', 'crt', 'key'):
        (folder / f'{name}.{ending}').unlink()


def make(folder):
    """ca.pem gets its name last: with it, all the others are there."""
    if (folder / 'ca.pem').exists():
        return
    configure(folder, 'Test authority')
    new_key(folder, 'ca', '-x509', '-days', '3650', '-extensions', 'authority', '-out', 'ca.new')
    for serial, name in enumerate(LEAVES, 2):
        make_leaf(folder, name, serial)
    (folder / 'openssl.cnf').unlink()
    # No other certificate can be signed by this authority, wherever it may come to be trusted.
    (folder / 'ca.key').unlink()
    os.replace(folder / 'ca.new', folder / 'ca.pem')


def context(folder, name):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / f'{name}.pem')
    tls.set_alpn_protocols(['http/1.1'])
    return tls
