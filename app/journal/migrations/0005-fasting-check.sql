-- What makes fasting unsafe for this person, as far as they said. No outbound view has it. answer: 1 yes, 0 no; what was
-- not said has no row.
CREATE TABLE fasting_check (
  question   TEXT PRIMARY KEY,
  answer     INTEGER NOT NULL CHECK (answer IN (0, 1)),
  updated_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
