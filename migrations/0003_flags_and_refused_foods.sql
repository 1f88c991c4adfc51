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

-- A warning sign that was read and put aside: everything of it that began by then and was no
-- stronger. What comes later, or is stronger, is shown again.
DROP TABLE flag_acknowledged;
CREATE TABLE flag_acknowledged (
    id              INTEGER PRIMARY KEY,
    flag            TEXT NOT NULL CHECK (length(flag) BETWEEN 1 AND 60),
    until           INTEGER NOT NULL, -- the latest occurrence, in seconds since 1970
    strength        INTEGER NOT NULL, -- the strongest one: an intensity, or a number of places
    acknowledged_at INTEGER NOT NULL,
    UNIQUE (flag, until, strength)
) STRICT;

-- The number to call in an emergency is a setting too; or that none is to be shown.
CREATE TABLE setting_3 (
    id         INTEGER PRIMARY KEY,
    field      TEXT NOT NULL UNIQUE,
    value      TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    CONSTRAINT the_value_fits_the_field CHECK (CASE field
        WHEN 'sex' THEN value IN ('female', 'male')
        WHEN 'birth_year' THEN value GLOB '[12][0-9][0-9][0-9]'
        WHEN 'life_stage' THEN value IN ('general', 'pregnancy', 'lactation')
        WHEN 'authority' THEN value IN ('NASEM', 'EFSA')
        WHEN 'weight_kg' THEN CAST(value AS REAL) BETWEEN 2 AND 500
        WHEN 'day_start_minutes' THEN CAST(value AS INTEGER) BETWEEN 0 AND 720
        WHEN 'week_start' THEN value IN ('monday', 'sunday')
        WHEN 'emergency_number' THEN length(value) BETWEEN 2 AND 15
            AND value NOT GLOB '*[^0-9]*'
        ELSE field LIKE 'safety.%' AND value IN ('yes', 'no', 'unsure') END)
) STRICT;
INSERT INTO setting_3 (id, field, value, changed_at)
    SELECT id, field, value, changed_at FROM setting;
DROP TABLE setting;
ALTER TABLE setting_3 RENAME TO setting;
