-- SPDX-License-Identifier: GPL-3.0-or-later
-- answered_us: when somebody said whether a conversation is to be kept as a reflection before it ends; NULL until then.
ALTER TABLE conversation ADD COLUMN answered_us INTEGER;

DROP VIEW conversation_now;
CREATE VIEW conversation_now AS
  SELECT conversation, id, started_us, expires_us, answered_us FROM conversation
   WHERE expires_us > CAST (unixepoch ('subsec') * 1000000 AS INTEGER);
