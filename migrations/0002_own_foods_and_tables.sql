-- Makes room for what a person brings along: published tables loaded whole, foods from a label,
-- recipes, diaries of other programs, and names taught for a food.
--
-- A loaded food has a row of its own, whatever else the diary knows, so that its figures are the
-- file's. Where the seed already offers the same record under a plain name, the loaded row points
-- to it and stays out of searches.

-- ---------------------------------------------------------------- published tables

CREATE TABLE food_table (
    id         INTEGER PRIMARY KEY,
    food_table TEXT NOT NULL UNIQUE CHECK (food_table IN ('sr28', 'sr_legacy', 'foundation',
                   'survey', 'branded', 'ciqual')),
    name       TEXT NOT NULL,
    publisher  TEXT NOT NULL,
    release    TEXT NOT NULL,                      -- as the publisher writes it: '2025-04-24'
    licence    TEXT NOT NULL,
    foods      INTEGER NOT NULL CHECK (foods >= 0),
    loaded_at  INTEGER NOT NULL
) STRICT;

-- The table a food was loaded from; NULL for the seed's own and the person's.
ALTER TABLE food ADD COLUMN food_table TEXT REFERENCES food_table (food_table);
-- USDA's number of the record, without leading zeros: the same food keeps it in every release.
ALTER TABLE food ADD COLUMN ndb INTEGER;
-- The food that is offered in this one's place, because it is the same record.
ALTER TABLE food ADD COLUMN offered_as INTEGER REFERENCES food;

CREATE INDEX food_by_table ON food (food_table) WHERE food_table IS NOT NULL;
CREATE INDEX food_by_ndb ON food (ndb) WHERE ndb IS NOT NULL;
CREATE INDEX food_by_offered ON food (offered_as) WHERE offered_as IS NOT NULL;

-- The words of foods a person is likely to mean are kept apart from those of whole tables: a plain
-- word must not drown among ten thousand names.
DROP TABLE food_vocabulary;
DROP TABLE food_words;
CREATE VIEW near_name AS
    SELECT n.id, n.words FROM food_name n JOIN food f ON f.id = n.food_id
    WHERE f.origin <> 'table' AND f.deleted_at IS NULL;
CREATE VIEW table_name AS
    SELECT n.id, n.words FROM food_name n JOIN food f ON f.id = n.food_id
    WHERE f.origin = 'table' AND f.deleted_at IS NULL AND f.offered_as IS NULL;
CREATE VIRTUAL TABLE near_words USING fts5 (
    words, content = 'near_name', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE table_words USING fts5 (
    words, content = 'table_name', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE near_vocabulary USING fts5vocab ('near_words', 'row');
CREATE VIRTUAL TABLE table_vocabulary USING fts5vocab ('table_words', 'row');
-- Every word of a name by its runs of three letters, to find what a misspelt one meant.
CREATE VIRTUAL TABLE word_trigrams USING fts5 (word, near UNINDEXED, tokenize = 'trigram');

-- ---------------------------------------------------------------- what the person adds

ALTER TABLE portion ADD COLUMN by_user INTEGER NOT NULL DEFAULT 0 CHECK (by_user IN (0, 1));

-- A dish made of foods. Its figures are never stored: they are its parts', with every unknown.
CREATE TABLE recipe (
    food_id      INTEGER PRIMARY KEY REFERENCES food,
    servings     REAL CHECK (servings > 0),
    cooked_grams REAL CHECK (cooked_grams > 0)     -- NULL: what the parts weigh together
) STRICT;

CREATE TABLE recipe_part (
    food_id    INTEGER NOT NULL REFERENCES recipe,
    position   INTEGER NOT NULL CHECK (position >= 1),
    phrase     TEXT NOT NULL CHECK (length(phrase) BETWEEN 1 AND 12000),
    part_id    INTEGER NOT NULL REFERENCES food,
    quantity   REAL CHECK (quantity > 0),
    unit       TEXT,
    grams      REAL NOT NULL CHECK (grams > 0 AND grams <= 100000),
    assumption TEXT,
    PRIMARY KEY (food_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX recipe_by_part ON recipe_part (part_id);

-- ---------------------------------------------------------------- diaries of other programs

-- What marks a row of an imported diary, so that a second import does not double it.
ALTER TABLE item ADD COLUMN import_key TEXT;
CREATE UNIQUE INDEX item_by_import_key ON item (import_key) WHERE import_key IS NOT NULL;
ALTER TABLE dose ADD COLUMN import_key TEXT;
CREATE UNIQUE INDEX dose_by_import_key ON dose (import_key) WHERE import_key IS NOT NULL;
-- Whether the amounts of an item without a food were recorded elsewhere: then they stand below.
ALTER TABLE item ADD COLUMN recorded INTEGER NOT NULL DEFAULT 0 CHECK (recorded IN (0, 1));

-- Amounts in an item as another program recorded them, in the units of food_nutrient. A nutrient
-- without a row is unknown.
CREATE TABLE item_amount (
    item_id  INTEGER NOT NULL REFERENCES item ON DELETE CASCADE,
    nutrient TEXT NOT NULL CHECK (nutrient IN ('magnesium', 'calcium', 'potassium', 'vitamin_d',
                 'sodium', 'caffeine', 'water', 'alcohol', 'energy')),
    amount   REAL NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (item_id, nutrient)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- the journal

-- A food is kept in the journal whole, with names, figures, portions, tags and parts.
CREATE TABLE change_row_2 (
    change_id    INTEGER NOT NULL REFERENCES change ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    target_table TEXT NOT NULL CHECK (target_table IN ('entry', 'setting', 'item', 'food',
                     'food_name', 'food_table')),
    target_id    INTEGER NOT NULL,
    before       TEXT CHECK (before IS NULL OR json_valid(before)), -- NULL: the row was made here
    -- NULL: the row was removed; or it is an entry that was made here, which stays in its table
    after        TEXT CHECK (after IS NULL OR json_valid(after)),
    PRIMARY KEY (change_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO change_row_2 (change_id, position, target_table, target_id, before, after)
    SELECT change_id, position, target_table, target_id, before, after FROM change_row;
DROP TABLE change_row;
ALTER TABLE change_row_2 RENAME TO change_row;

-- The seed is loaded anew, for its words stand in other tables now.
DELETE FROM seed_state;
