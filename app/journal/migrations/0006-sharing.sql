-- Which row of a service is which of ours. place: a base or a list. kind: 'profile' or 'reflection'; id the reflection's,
-- '' of the profile. local_id is random and told to that place alone. seen: digests of the cells as they stood at both ends
-- when last compared. A row stays when its reflection is purged: what is there can still be deleted there.
CREATE TABLE remote_link (
  service   TEXT NOT NULL,
  place     TEXT NOT NULL,
  kind      TEXT NOT NULL CHECK (kind IN ('profile', 'reflection')),
  id        TEXT NOT NULL,
  local_id  TEXT NOT NULL UNIQUE,
  remote_id TEXT,
  seen      TEXT,
  seen_us   INTEGER,
  PRIMARY KEY (service, place, kind, id)
) STRICT, WITHOUT ROWID;

-- What was sent on purpose, written down before it goes. undoes: the run that an 'undo' takes back.
CREATE TABLE sharing_run (
  run      INTEGER PRIMARY KEY AUTOINCREMENT,
  service  TEXT NOT NULL,
  place    TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('share', 'undo', 'forget')),
  undoes   INTEGER,
  begun_us INTEGER NOT NULL,
  ended_us INTEGER,
  undone   INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
CREATE INDEX sharing_run_place ON sharing_run (service, place, run);

-- One change at the service. part: which of its tables, or what kind of step. cells: what is written, as it was looked at;
-- gone when the run has ended. before: what stood there, for undoing; gone after a time. why: of one that failed or was left.
CREATE TABLE sharing_step (
  run       INTEGER NOT NULL REFERENCES sharing_run (run) ON DELETE CASCADE,
  step      INTEGER NOT NULL,
  part      TEXT NOT NULL,
  id        TEXT NOT NULL,
  change    TEXT NOT NULL CHECK (change IN ('create', 'update', 'delete', 'tell')),
  local_id  TEXT,
  remote_id TEXT,
  cells     TEXT,
  before    TEXT,
  digests   TEXT,
  state     TEXT NOT NULL CHECK (state IN ('planned', 'sent', 'done', 'failed', 'left')),
  why       TEXT,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX sharing_step_id ON sharing_step (id);

-- A purged text is purged here as well.
CREATE TRIGGER sharing_step_purge AFTER DELETE ON reflection
BEGIN
  UPDATE sharing_step SET cells = NULL, before = NULL WHERE id = old.id;
END;

DROP VIEW outbound_profile;
CREATE VIEW outbound_profile AS
  SELECT healing_name, email, goals, fasting, journey_start_day, created_us FROM profile;
