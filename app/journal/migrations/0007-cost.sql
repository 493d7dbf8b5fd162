-- What is sent and what is received have prices of their own, so what was only estimated is told apart in the same way.
ALTER TABLE usage ADD COLUMN estimated_input INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN estimated_output INTEGER NOT NULL DEFAULT 0;
UPDATE usage SET estimated_input =
  min (input_tokens, estimated_tokens * input_tokens / max (1, input_tokens + output_tokens));
UPDATE usage SET estimated_output = min (output_tokens, estimated_tokens - estimated_input);
ALTER TABLE usage DROP COLUMN estimated_tokens;

-- The same of one conversation, for as long as that is kept: numbers only.
CREATE TABLE conversation_usage (
  conversation     INTEGER NOT NULL REFERENCES conversation (conversation) ON DELETE CASCADE,
  month            TEXT NOT NULL,
  host             TEXT NOT NULL,
  model            TEXT NOT NULL,
  requests         INTEGER NOT NULL,
  input_tokens     INTEGER NOT NULL,
  output_tokens    INTEGER NOT NULL,
  estimated_input  INTEGER NOT NULL,
  estimated_output INTEGER NOT NULL,
  PRIMARY KEY (conversation, month, host, model)
) STRICT, WITHOUT ROWID;
