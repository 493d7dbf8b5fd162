-- The six steps of a safety plan, in the person's own words. No outbound view has them.
CREATE TABLE safety_plan (
  step       INTEGER PRIMARY KEY CHECK (step BETWEEN 1 AND 6),
  text       TEXT NOT NULL,
  updated_us INTEGER NOT NULL
) STRICT;
