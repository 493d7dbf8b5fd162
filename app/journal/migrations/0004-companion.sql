-- Conversations with the companion, kept only with consent and only for a time. expires_us is fixed when one
-- begins, and only ever comes nearer. What is over is hidden by the views the moment it comes, and purged.
CREATE TABLE conversation (
  conversation INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  started_us   INTEGER NOT NULL,
  expires_us   INTEGER NOT NULL
) STRICT;

-- role 'user' or 'assistant'; state how a reply ended, NULL for what the person wrote. model: which answered.
CREATE TABLE message (
  message      INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation (conversation) ON DELETE CASCADE,
  at_us        INTEGER NOT NULL,
  role         TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
  state        TEXT,
  model        TEXT,
  text         TEXT NOT NULL
) STRICT;
CREATE INDEX message_conversation ON message (conversation, message);

-- Which reflections a message took along, so that it can leave the history when one of them may no longer go.
CREATE TABLE message_reflection (
  message INTEGER NOT NULL REFERENCES message (message) ON DELETE CASCADE,
  id      TEXT NOT NULL,
  PRIMARY KEY (message, id)
) STRICT, WITHOUT ROWID;

CREATE VIEW conversation_now AS
  SELECT conversation, id, started_us, expires_us FROM conversation
   WHERE expires_us > CAST (unixepoch ('subsec') * 1000000 AS INTEGER);

-- What was used, a row for each month, server and model: numbers only.
CREATE TABLE usage (
  month            TEXT NOT NULL,
  host             TEXT NOT NULL,
  model            TEXT NOT NULL,
  requests         INTEGER NOT NULL,
  input_tokens     INTEGER NOT NULL,
  output_tokens    INTEGER NOT NULL,
  estimated_tokens INTEGER NOT NULL,
  PRIMARY KEY (month, host, model)
) STRICT, WITHOUT ROWID;
