-- Makes room for warning signs that were put aside and foods a person does not want to be offered,
-- both of which undo takes back.
--
-- Which tables the journal knows is the program's own: a list here would have to be rebuilt with
-- each table that is added. An unknown one is refused when it is read.

CREATE TABLE change_row_3 (
    change_id    INTEGER NOT NULL REFERENCES change ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    target_table TEXT NOT NULL CHECK (length(target_table) BETWEEN 1 AND 40),
    target_id    INTEGER NOT NULL,
    before       TEXT CHECK (before IS NULL OR json_valid(before)), -- NULL: the row was made here
    -- NULL: the row was removed; or it is an entry that was made here, which stays in its table
    after        TEXT CHECK (after IS NULL OR json_valid(after)),
    PRIMARY KEY (change_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO change_row_3 (change_id, position, target_table, target_id, before, after)
    SELECT change_id, position, target_table, target_id, before, after FROM change_row;
DROP TABLE change_row;
ALTER TABLE change_row_3 RENAME TO change_row;

-- A food that is never suggested, because the person said so.
CREATE TABLE food_refused (
    food_id    INTEGER PRIMARY KEY REFERENCES food,
    refused_at INTEGER NOT NULL
) STRICT;
