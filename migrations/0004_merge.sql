-- Makes room for uniting diaries that lived apart: when each field last changed, where two sides
-- put a food in the same place, and what was done elsewhere.
--
-- A field is what is decided by itself: the note of an entry, one food of a meal, one figure of a
-- food. Its time stands here only where it differs from the time its record was made; the row of a
-- field that holds nothing any more is what keeps it from coming back.

CREATE TABLE field_change (
    record     TEXT NOT NULL CHECK (record IN ('entry', 'food', 'setting', 'acknowledged',
                   'refused')),
    key        TEXT NOT NULL,                      -- the record's global name: a uid, an origin
    field      TEXT NOT NULL,                      -- '*': every field without a row
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (record, key, field)
) STRICT, WITHOUT ROWID;

-- What was changed before times were kept by field changed as a whole.
INSERT INTO field_change (record, key, field, changed_at)
    SELECT 'entry', uid, 'deleted_at', changed_at FROM entry
    WHERE changed_at <> created_at OR deleted_at IS NOT NULL;
INSERT INTO field_change (record, key, field, changed_at)
    SELECT 'food', source, '*', changed_at FROM food
    WHERE uid IS NOT NULL AND changed_at <> created_at OR changed_by_user = 1;

-- The place a food of a meal or a dose was given, where another one had it: it is counted only as
-- long as the row stands where it was put instead.
CREATE TABLE merged_position (
    uid    TEXT PRIMARY KEY,
    wanted INTEGER NOT NULL CHECK (wanted >= 1),
    stands INTEGER NOT NULL CHECK (stands >= 1)
) STRICT, WITHOUT ROWID;

-- Two diaries may have brought in the same rows of another program.
DROP INDEX item_by_import_key;
CREATE INDEX item_by_import_key ON item (import_key) WHERE import_key IS NOT NULL;
DROP INDEX dose_by_import_key;
CREATE INDEX dose_by_import_key ON dose (import_key) WHERE import_key IS NOT NULL;

-- Changes that brought in another diary. They are this diary's own business and are not exported.
CREATE TABLE change_bringing (
    change_id INTEGER PRIMARY KEY REFERENCES change ON DELETE CASCADE
) STRICT;

-- The history of a diary that was brought in. It is shown, and undone only where it was made.
CREATE TABLE change_elsewhere (
    uid        TEXT PRIMARY KEY CHECK (length(uid) = 36),
    made_at    INTEGER NOT NULL,
    command    TEXT NOT NULL,
    summary    TEXT NOT NULL,
    undone_at  INTEGER,
    brought_by INTEGER NOT NULL REFERENCES change ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
