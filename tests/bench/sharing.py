# SPDX-License-Identifier: GPL-3.0-or-later
"""A journal and a base of Airtable on this computer: how long sharing takes, and what a plan costs."""

import datetime
import json
import os
import subprocess
import sys

KEY = "patBench.0123456789"
# Airtable's: so many requests in a second, with so many records each.
PER_SECOND = 5
BATCH = 10


class SharingBase:
    """A vault with reflections that may be shared, and a server that keeps Airtable's pace, or none."""

    def __init__(self, shc, server, folder, entries, *options):
        folder.mkdir()
        self.shc = [str(shc), "--vault", str(folder / "vault")]
        self.server = subprocess.Popen([sys.executable, server, folder / "server", "--token", KEY, *options],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        address = json.loads(self.server.stdout.readline())
        self.run("init", "--healing-name", "River", "--adult", "yes")
        for key, value in (("airtable.base-url", f"https://127.0.0.1:{address['port']}/v0"),
                           ("airtable.base-id", address["base"]), ("network.extra-ca-file", address["ca"])):
            self.run("settings", "set", key, value)
        self.run("consent", "grant", "storage")
        self.run("secret", "set", "airtable", text=KEY)
        self.run("import", str(entries))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.stdin.close()
        self.server.wait()

    def run(self, *words, text=""):
        done = subprocess.run([*self.shc, *words, "--json"], check=True, input=text, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
        return json.loads(done.stdout)

    def share(self):
        """Shares all; how many records and writes it was, and how many seconds lay between the first write and the last."""
        done = self.run("share", "airtable", "--run")
        writes = [datetime.datetime.fromisoformat(entry["at"]) for entry in self.run("activity")
                  if entry["purpose"] == "share" and entry["endpoint"] == "update-multiple-records"]
        return done["created"], done["requests"], (max(writes) - min(writes)).total_seconds()

    def count_reads(self):
        return sum(entry["endpoint"] in ("list-records", "get-base-schema") for entry in self.run("activity"))

    def cost(self, *words):
        """What the command says, and its reads, processor seconds and megabytes."""
        before = self.count_reads()
        with subprocess.Popen([*self.shc, *words, "--json"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
            told = json.loads(process.stdout.read())
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{words} failed")
        return told, self.count_reads() - before, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
