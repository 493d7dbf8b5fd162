-- SPDX-License-Identifier: GPL-3.0-or-later
-- The first tables. Times named _us are microseconds: civil_us since 0001-01-01 by the writer's
-- calendar and clock, all others since 1970 in UTC. Days are civil days since 0001-01-01.

CREATE TABLE profile (
  one               INTEGER PRIMARY KEY CHECK (one = 1),
  healing_name      TEXT NOT NULL,
  email             TEXT,
  goals             TEXT,
  fasting           TEXT CHECK (fasting IN ('none', 'beginner', 'some', 'experienced')),
  journey_start_day INTEGER,
  adult             INTEGER CHECK (adult IN (0, 1)),
  created_us        INTEGER NOT NULL
) STRICT;

-- The highest journey day ever shown, for the start it was counted from.
CREATE TABLE journey_shown (
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  start_day INTEGER NOT NULL,
  day       INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Narrow: lists, filters and searches read this table and its indexes only; the text is apart.
-- milestone_key is the milestone without case, for filters. digest is of civil day and text, to know
-- doubles by when importing. import is the import that brought it, NULL once it was edited here.
CREATE TABLE reflection (
  row           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  civil_us      INTEGER NOT NULL CHECK (civil_us BETWEEN 0 AND 315537897599999999),
  has_time      INTEGER NOT NULL,
  offset_min    INTEGER,
  mood          INTEGER CHECK (mood BETWEEN 1 AND 5),
  never_send    INTEGER NOT NULL,
  words         INTEGER NOT NULL,
  created_us    INTEGER NOT NULL,
  updated_us    INTEGER NOT NULL,
  trashed_us    INTEGER,
  digest        INTEGER NOT NULL,
  import        INTEGER,
  milestone     TEXT,
  milestone_key TEXT
) STRICT;

-- Each index ends in the row, so all of them read newest first without sorting, and holds all that
-- a list of keys needs.
CREATE INDEX reflection_newest ON reflection (trashed_us, civil_us);
CREATE INDEX reflection_trash ON reflection (civil_us) WHERE trashed_us IS NOT NULL;
CREATE INDEX reflection_mood ON reflection (mood, trashed_us, civil_us) WHERE mood IS NOT NULL;
CREATE INDEX reflection_milestone ON reflection (milestone_key, trashed_us, civil_us)
  WHERE milestone_key IS NOT NULL;
CREATE INDEX reflection_digest ON reflection (digest);

CREATE TABLE reflection_text (
  row  INTEGER PRIMARY KEY REFERENCES reflection (row) ON DELETE CASCADE,
  text TEXT NOT NULL
) STRICT;

-- A tag is the same in any case; spelling is kept where it differs from the tag's own.
CREATE TABLE tag (
  tag   INTEGER PRIMARY KEY,
  key   TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL
) STRICT;

CREATE TABLE reflection_tag (
  tag      INTEGER NOT NULL REFERENCES tag (tag),
  civil_us INTEGER NOT NULL,
  row      INTEGER NOT NULL REFERENCES reflection (row) ON DELETE CASCADE,
  spelling TEXT,
  PRIMARY KEY (tag, civil_us, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX reflection_tag_row ON reflection_tag (row);

-- Former texts: updated_us is when they were current, session the sitting that replaced them.
CREATE TABLE reflection_version (
  version    INTEGER PRIMARY KEY,
  row        INTEGER NOT NULL REFERENCES reflection (row) ON DELETE CASCADE,
  updated_us INTEGER NOT NULL,
  session    TEXT NOT NULL,
  words      INTEGER NOT NULL,
  text       TEXT NOT NULL,
  UNIQUE (row, updated_us)
) STRICT;

-- What stood there before an edit: what an editor that began at updated_us began with, to tell its
-- changes from another's. Words are there as digests only: one that was edited away is gone.
CREATE TABLE reflection_former (
  row        INTEGER NOT NULL REFERENCES reflection (row) ON DELETE CASCADE,
  updated_us INTEGER NOT NULL,
  civil_us   INTEGER NOT NULL,
  has_time   INTEGER NOT NULL,
  offset_min INTEGER,
  milestone  INTEGER,
  mood       INTEGER,
  never_send INTEGER NOT NULL,
  digest     INTEGER NOT NULL,
  tags       BLOB NOT NULL,
  PRIMARY KEY (row, updated_us)
) STRICT, WITHOUT ROWID;

-- What is being typed. name is 'new' or a reflection's id; tags are separated by line breaks.
CREATE TABLE draft (
  name            TEXT PRIMARY KEY,
  civil_us        INTEGER NOT NULL,
  has_time        INTEGER NOT NULL,
  offset_min      INTEGER,
  milestone       TEXT,
  mood            INTEGER,
  never_send      INTEGER NOT NULL,
  tags            TEXT NOT NULL,
  base_updated_us INTEGER NOT NULL,
  saved_us        INTEGER NOT NULL,
  text            TEXT NOT NULL
) STRICT;

-- The rows an import brought are one range, so that staging costs a reader one comparison: what
-- is being staged lies at or above staging.from_row, everything to be seen lies below. untidy: the
-- search index still has to be rid of words that were deleted in bulk.
CREATE TABLE import (
  import       INTEGER PRIMARY KEY AUTOINCREMENT,
  source       TEXT NOT NULL,
  begun_us     INTEGER NOT NULL,
  touched_us   INTEGER NOT NULL,
  published_us INTEGER,
  owner        TEXT NOT NULL,
  first_row    INTEGER NOT NULL,
  last_row     INTEGER NOT NULL
) STRICT;

CREATE TABLE staging (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  from_row INTEGER NOT NULL,
  untidy   INTEGER NOT NULL
) STRICT;
INSERT INTO staging VALUES (1, 9223372036854775807, 0);

-- What the imported file called a reflection, where that is not its UUID.
CREATE TABLE reflection_source (
  row    INTEGER PRIMARY KEY REFERENCES reflection (row) ON DELETE CASCADE,
  source TEXT NOT NULL
) STRICT;
CREATE INDEX reflection_source_source ON reflection_source (source);

-- text is what was agreed to, in the words and the language it was shown in; wording the version of
-- them. chain is the hash of this entry and of the chain before it. Entries are never changed.
CREATE TABLE consent (
  number    INTEGER PRIMARY KEY,
  at_us     INTEGER NOT NULL,
  purpose   TEXT NOT NULL,
  recipient TEXT,
  fields    TEXT,
  digest    TEXT,
  wording   TEXT NOT NULL,
  text      TEXT CHECK (text IS NOT NULL OR NOT granted),
  granted   INTEGER NOT NULL,
  restored  INTEGER NOT NULL,
  chain     BLOB NOT NULL
) STRICT;
CREATE TRIGGER consent_no_update BEFORE UPDATE ON consent
BEGIN
  SELECT RAISE (ABORT, 'the consent ledger only grows');
END;
CREATE TRIGGER consent_no_delete BEFORE DELETE ON consent
BEGIN
  SELECT RAISE (ABORT, 'the consent ledger only grows');
END;

-- Where the ledger ends, told apart from it: so that entries which are missing at its end are missed.
CREATE TABLE consent_end (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  number INTEGER NOT NULL,
  chain  BLOB NOT NULL
) STRICT;
INSERT INTO consent_end VALUES (1, 0, x'');
CREATE TRIGGER consent_end_no_delete BEFORE DELETE ON consent_end
BEGIN
  SELECT RAISE (ABORT, 'the consent ledger only grows');
END;

-- secure-delete: a word of a deleted text leaves the index at once, not at some later merge.
CREATE VIRTUAL TABLE reflection_search USING fts5 (
  text, content = 'reflection_text', content_rowid = 'row', prefix = '1 2 3', tokenize = 'shc');
INSERT INTO reflection_search (reflection_search, rank) VALUES ('secure-delete', 1);

-- There is no such trigger for insertions: a statement with triggers makes SQLite ready to undo it
-- alone, for which FTS5 would write all it has gathered to disk, once for each reflection. Whoever
-- inserts a text inserts it here as well.
CREATE TRIGGER reflection_text_delete AFTER DELETE ON reflection_text
BEGIN
  INSERT INTO reflection_search (reflection_search, rowid, text) VALUES ('delete', old.row, old.text);
END;
CREATE TRIGGER reflection_text_update AFTER UPDATE ON reflection_text
BEGIN
  INSERT INTO reflection_search (reflection_search, rowid, text) VALUES ('delete', old.row, old.text);
  INSERT INTO reflection_search (rowid, text) VALUES (new.row, new.text);
END;

-- The only things a connection that serves a service may read. A query on them has to use a column of
-- each table behind them: for a table without one SQLite does not say by which view it is read, and
-- the connection refuses what it cannot place.
CREATE VIEW outbound_reflection AS
  SELECT id, civil_us, has_time, offset_min, milestone, mood, words, created_us, updated_us, text
    FROM reflection JOIN reflection_text USING (row)
   WHERE never_send = 0 AND trashed_us IS NULL AND row < (SELECT from_row FROM staging);
CREATE VIEW outbound_reflection_tag AS
  SELECT id, coalesce (spelling, label) AS tag
    FROM reflection_tag JOIN tag USING (tag) JOIN reflection USING (row)
   WHERE never_send = 0 AND trashed_us IS NULL AND row < (SELECT from_row FROM staging);
CREATE VIEW outbound_profile AS
  SELECT healing_name, email, goals, fasting, journey_start_day FROM profile;
