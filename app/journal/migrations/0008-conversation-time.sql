-- SPDX-License-Identifier: GPL-3.0-or-later
-- answered_us: when somebody said whether a conversation is to be kept as a reflection before it ends; NULL until then.
ALTER TABLE conversation ADD COLUMN answered_us INTEGER;

-- When conversations were last looked after, by a clock that was believed: a date far from it is doubted, and then what is
-- over stays hidden, but is not purged before somebody has said that the date is right. See shc-clock.h.
CREATE TABLE clock (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  seen_us INTEGER NOT NULL
) STRICT;
INSERT INTO clock SELECT 1, at_us FROM (SELECT max (at_us) AS at_us FROM message) WHERE at_us IS NOT NULL;

-- Over by either clock is over, so that nothing comes back by setting a clock back.
DROP VIEW conversation_now;
CREATE VIEW conversation_now AS
  SELECT conversation, id, started_us, expires_us, answered_us FROM conversation
   WHERE expires_us > max (CAST (unixepoch ('subsec') * 1000000 AS INTEGER), coalesce ((SELECT seen_us FROM clock), 0));
