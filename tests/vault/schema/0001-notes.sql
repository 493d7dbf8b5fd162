CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, secret INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE VIRTUAL TABLE note_fts USING fts5 (text, content = 'note', content_rowid = 'id');
INSERT INTO note_fts (note_fts, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER note_insert AFTER INSERT ON note BEGIN
  INSERT INTO note_fts (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER note_delete AFTER DELETE ON note BEGIN
  INSERT INTO note_fts (note_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE VIEW note_outbound AS SELECT id, text FROM note WHERE secret = 0;
