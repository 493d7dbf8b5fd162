-- What the service called a reply of its own (OpenAI: "commentary", "final_answer"): it is to be said again with it.
ALTER TABLE message ADD COLUMN phase TEXT;
