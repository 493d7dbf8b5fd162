-- What left this computer: written down before a request goes out, completed when its answer is there.
-- No content and no addresses with ids. status is the answer's HTTP status, 0 if none came; it, bytes_in
-- and ms are NULL of a request that did not finish. No outbound view has it.
CREATE TABLE activity (
  entry     INTEGER PRIMARY KEY AUTOINCREMENT,
  at_us     INTEGER NOT NULL,
  service   TEXT NOT NULL,
  endpoint  TEXT NOT NULL,
  purpose   TEXT NOT NULL,
  action    TEXT NOT NULL,
  records   INTEGER NOT NULL CHECK (records >= 0),
  bytes_out INTEGER NOT NULL CHECK (bytes_out >= 0),
  bytes_in  INTEGER CHECK (bytes_in >= 0),
  status    INTEGER CHECK (status BETWEEN 0 AND 999),
  ms        INTEGER CHECK (ms >= 0)
) STRICT;
CREATE INDEX activity_at ON activity (at_us);
