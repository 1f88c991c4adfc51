-- The whole diary from its first day: foods with what is known of them, what was eaten,
-- episodes, the context of each day, the person, and a journal that can take every change back.
--
-- Three conventions hold throughout:
--   * An entry keeps its instant (seconds since 1970-01-01T00:00:00Z), the offset from UTC that
--     was in force (seconds east), and the local day it belongs to (YYYY-MM-DD, checked).
--   * What a person made has a globally unique id beside its short number, the times it was made
--     and last changed, and a tombstone (deleted_at) instead of a disappearance.
--   * An unknown figure is NULL and says so in its kind of knowledge. It is never 0.

-- What marks the file as a diary: "mnlg".
PRAGMA application_id = 0x6d6e6c67;

-- ---------------------------------------------------------------- foods

CREATE TABLE food_group (
    food_group TEXT PRIMARY KEY,
    name       TEXT NOT NULL
) STRICT;

CREATE TABLE food (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    uid        TEXT UNIQUE,                        -- NULL for a food of a published table
    source     TEXT NOT NULL UNIQUE,               -- 'usda:168462', 'own:<uid>'
    origin     TEXT NOT NULL CHECK (origin IN ('seed', 'table', 'own', 'recipe')),
    name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    food_group TEXT NOT NULL REFERENCES food_group,
    reference  TEXT NOT NULL,                      -- where the figures were read: 'SR28 11457'
    changed_by_user INTEGER NOT NULL DEFAULT 0 CHECK (changed_by_user IN (0, 1)),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;

-- The further groups a food belongs to: 'spinach', 'fortified_calcium'.
CREATE TABLE food_membership (
    food_id    INTEGER NOT NULL REFERENCES food,
    food_group TEXT NOT NULL REFERENCES food_group,
    PRIMARY KEY (food_id, food_group)
) STRICT, WITHOUT ROWID;

-- Amounts per 100 g edible portion: mg, vitamin D in µg, water and alcohol in g, energy in kcal.
CREATE TABLE food_nutrient (
    food_id   INTEGER NOT NULL REFERENCES food,
    nutrient  TEXT NOT NULL CHECK (nutrient IN ('magnesium', 'calcium', 'potassium', 'vitamin_d',
                  'sodium', 'caffeine', 'water', 'alcohol', 'energy')),
    per_100g  REAL CHECK (per_100g >= 0),
    knowledge TEXT NOT NULL CHECK (knowledge IN ('measured', 'estimated', 'assumed_zero', 'unknown')),
    source    TEXT,                                -- only where it differs from the food's own
    PRIMARY KEY (food_id, nutrient),
    CHECK ((knowledge = 'unknown') = (per_100g IS NULL)),
    CHECK (knowledge <> 'assumed_zero' OR per_100g = 0)
) STRICT, WITHOUT ROWID;

-- Grams of one household measure of a food. 'each' is one when they are counted, 'usual' what is
-- meant when no amount is said.
CREATE TABLE portion (
    food_id INTEGER NOT NULL REFERENCES food,
    measure TEXT NOT NULL CHECK (length(measure) BETWEEN 1 AND 40),
    grams   REAL NOT NULL CHECK (grams > 0),
    source  TEXT NOT NULL,
    PRIMARY KEY (food_id, measure)
) STRICT, WITHOUT ROWID;

-- Every name a food goes by. `words` is the name folded, singular and sorted, so that word order
-- and plurals do not matter; `food_words` finds by single words.
CREATE TABLE food_name (
    id      INTEGER PRIMARY KEY,
    food_id INTEGER NOT NULL REFERENCES food,
    name    TEXT NOT NULL,
    words   TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('name', 'alias', 'user')),
    source  TEXT NOT NULL,
    UNIQUE (food_id, name)
) STRICT;
CREATE INDEX food_name_by_words ON food_name (words);

CREATE VIRTUAL TABLE food_words USING fts5 (
    words, content = 'food_name', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE food_vocabulary USING fts5vocab ('food_words', 'row');

-- What an unknown value could be at most: the 90th percentile of its group, computed when the
-- tables are loaded. The group '*portion' holds amounts per usual portion instead of per 100 g.
CREATE TABLE group_bound (
    food_group  TEXT NOT NULL,
    nutrient    TEXT NOT NULL,
    upper       REAL NOT NULL CHECK (upper >= 0),
    known_foods INTEGER NOT NULL,
    PRIMARY KEY (food_group, nutrient)
) STRICT, WITHOUT ROWID;

-- A food as a source of a mineral, and on which ground.
CREATE TABLE source_tag (
    food_id  INTEGER NOT NULL REFERENCES food,
    nutrient TEXT NOT NULL CHECK (nutrient IN ('magnesium', 'calcium', 'potassium', 'vitamin_d')),
    basis    TEXT NOT NULL CHECK (basis IN ('listed', 'content', 'user')),
    PRIMARY KEY (food_id, nutrient, basis)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- what the seed teaches

CREATE TABLE source_list (
    nutrient TEXT NOT NULL CHECK (nutrient IN ('magnesium', 'calcium', 'potassium', 'vitamin_d')),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('food', 'group', 'other')),
    members  TEXT NOT NULL,                        -- group keys joined by ';', empty for sunlight
    note     TEXT,
    source   TEXT NOT NULL,
    PRIMARY KEY (nutrient, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE mineral_card (
    nutrient TEXT NOT NULL CHECK (nutrient IN ('magnesium', 'calcium', 'potassium', 'vitamin_d')),
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('role', 'sign', 'severe', 'note', 'compare',
                 'compare_signs', 'compare_sources', 'read_on')),
    text     TEXT NOT NULL,
    evidence TEXT NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (nutrient, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE other_cause (
    name     TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    text     TEXT NOT NULL,
    evidence TEXT NOT NULL,
    source   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE supplement_form (
    nutrient          TEXT NOT NULL,
    form              TEXT NOT NULL,
    percent_elemental REAL NOT NULL CHECK (percent_elemental > 0 AND percent_elemental <= 100),
    note              TEXT,
    source            TEXT NOT NULL,
    PRIMARY KEY (nutrient, form)
) STRICT, WITHOUT ROWID;

CREATE TABLE supplement_name (
    words    TEXT PRIMARY KEY,                     -- folded as food_name.words
    name     TEXT NOT NULL,
    nutrient TEXT NOT NULL,
    form     TEXT NOT NULL,
    FOREIGN KEY (nutrient, form) REFERENCES supplement_form
) STRICT, WITHOUT ROWID;

-- Ages in completed years, both ends included; no maximum means "and older".
CREATE TABLE reference_intake (
    id            INTEGER PRIMARY KEY,
    authority     TEXT NOT NULL CHECK (authority IN ('NASEM', 'EFSA')),
    nutrient      TEXT NOT NULL,
    sex           TEXT NOT NULL CHECK (sex IN ('female', 'male', 'any')),
    age_min_years INTEGER NOT NULL,
    age_max_years INTEGER,
    life_stage    TEXT NOT NULL CHECK (life_stage IN ('general', 'pregnancy', 'lactation')),
    kind          TEXT NOT NULL CHECK (kind IN ('EAR', 'AR', 'RDA', 'PRI', 'AI', 'UL', 'CDRR',
                      'SafeLevel')),
    amount        REAL NOT NULL CHECK (amount > 0), -- mg, vitamin D µg, water mL
    note          TEXT NOT NULL,
    source        TEXT NOT NULL
) STRICT;

CREATE TABLE caffeine_level (
    applies_to TEXT NOT NULL CHECK (applies_to IN ('adult', 'pregnancy', 'lactation', 'under_18')),
    kind       TEXT NOT NULL CHECK (kind IN ('daily', 'single', 'sleep', 'rapid')),
    amount     REAL NOT NULL CHECK (amount > 0),
    unit       TEXT NOT NULL CHECK (unit IN ('mg', 'mg_per_kg')),
    text       TEXT NOT NULL,
    source     TEXT NOT NULL,
    PRIMARY KEY (applies_to, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE medicine_class (
    class            TEXT PRIMARY KEY,
    name             TEXT NOT NULL,
    linked_to        TEXT NOT NULL,
    raises_potassium INTEGER NOT NULL CHECK (raises_potassium IN (0, 1)),
    source           TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE medicine_name (
    name  TEXT PRIMARY KEY,
    class TEXT NOT NULL REFERENCES medicine_class
) STRICT, WITHOUT ROWID;

CREATE TABLE red_flag (
    flag     TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    level    TEXT NOT NULL CHECK (level IN ('emergency', 'urgent', 'appointment')),
    sign     TEXT NOT NULL,
    advice   TEXT NOT NULL,
    source   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE safety_question (
    question TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    text     TEXT NOT NULL,
    examples TEXT NOT NULL,
    gate     TEXT NOT NULL CHECK (gate IN ('potassium', 'prompt')),
    source   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which seed a diary holds: a digest of the files the binary carries.
CREATE TABLE seed_state (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    digest   TEXT NOT NULL,
    loaded_at INTEGER NOT NULL
) STRICT;

-- ---------------------------------------------------------------- the diary

CREATE TABLE entry (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    uid            TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
    kind           TEXT NOT NULL CHECK (kind IN ('meal', 'supplement', 'medicine', 'episode',
                       'no_twitch', 'stress', 'sleep', 'exercise', 'sun', 'screen', 'water',
                       'caffeine', 'note', 'done')),
    instant        INTEGER NOT NULL CHECK (instant BETWEEN -2208988800 AND 253402300799),
    offset_seconds INTEGER NOT NULL CHECK (offset_seconds BETWEEN -86399 AND 86399),
    day            TEXT NOT NULL CHECK (day IS date(day)),
    note           TEXT CHECK (length(note) BETWEEN 1 AND 10000),
    created_at     INTEGER NOT NULL,
    changed_at     INTEGER NOT NULL,
    deleted_at     INTEGER
) STRICT;
CREATE INDEX entry_by_day ON entry (day, instant, id);
CREATE INDEX entry_by_kind ON entry (kind, day);

CREATE TABLE meal (
    entry_id INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
    slot     TEXT NOT NULL CHECK (slot IN ('breakfast', 'lunch', 'dinner', 'snack'))
) STRICT;

-- One food of a meal. The phrase stays as it was typed, whatever it resolved to.
CREATE TABLE item (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    uid        TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
    entry_id   INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE,
    position   INTEGER NOT NULL CHECK (position >= 1),
    phrase     TEXT NOT NULL CHECK (length(phrase) BETWEEN 1 AND 12000),
    food_id    INTEGER REFERENCES food,            -- NULL: not resolved (yet)
    quantity   REAL CHECK (quantity > 0),
    unit       TEXT,
    grams      REAL CHECK (grams > 0 AND grams <= 100000),
    assumption TEXT,                               -- what was assumed, in words
    changed_at INTEGER NOT NULL,
    UNIQUE (entry_id, position),
    CHECK ((food_id IS NULL) = (grams IS NULL))
) STRICT;
CREATE INDEX item_by_food ON item (food_id);

-- One supplement as taken, apart from food. `amount` is of the element, in mg (vitamin D: µg).
CREATE TABLE dose (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    uid            TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
    entry_id       INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE,
    position       INTEGER NOT NULL CHECK (position >= 1),
    phrase         TEXT NOT NULL CHECK (length(phrase) BETWEEN 1 AND 12000),
    nutrient       TEXT CHECK (nutrient IN ('magnesium', 'calcium', 'potassium', 'vitamin_d')),
    form           TEXT,
    quantity       REAL CHECK (quantity > 0),
    unit           TEXT,
    stated_as      TEXT CHECK (stated_as IN ('element', 'compound')),
    amount         REAL CHECK (amount > 0),        -- NULL: not known
    assumption     TEXT,
    UNIQUE (entry_id, position)
) STRICT;

CREATE TABLE medicine (
    entry_id INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
    name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    class    TEXT,                                 -- NULL: no class known
    action   TEXT NOT NULL CHECK (action IN ('started', 'stopped', 'taken'))
) STRICT;

CREATE TABLE episode (
    entry_id         INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
    kind             TEXT NOT NULL CHECK (kind IN ('twitch', 'cramp', 'spasm', 'tingling', 'other')),
    site             TEXT,                         -- NULL: not said
    side             TEXT CHECK (side IN ('left', 'right', 'both')),
    intensity        INTEGER CHECK (intensity BETWEEN 0 AND 10),
    pain             INTEGER CHECK (pain BETWEEN 0 AND 10),
    duration_seconds INTEGER CHECK (duration_seconds BETWEEN 1 AND 604800),
    count            INTEGER CHECK (count BETWEEN 1 AND 100000),
    activity         TEXT CHECK (activity IN ('rest', 'active')),
    visible          INTEGER CHECK (visible IN (0, 1))
) STRICT;

-- Signs noted with an episode: 'weakness', 'loss_of_feeling', 'palpitations'.
CREATE TABLE episode_sign (
    entry_id INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE,
    sign     TEXT NOT NULL CHECK (length(sign) BETWEEN 1 AND 40),
    PRIMARY KEY (entry_id, sign)
) STRICT, WITHOUT ROWID;

-- The context of a day: stress 0-10; sleep, exercise and screen in minutes; water in mL; caffeine
-- in mg; sun and the effort of exercise as a word.
CREATE TABLE context (
    entry_id INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
    kind     TEXT NOT NULL CHECK (kind IN ('stress', 'sleep', 'exercise', 'sun', 'screen', 'water',
                 'caffeine')),
    amount   REAL CHECK (amount >= 0),
    level    TEXT,
    CHECK ((kind = 'sun') = (amount IS NULL)),
    CHECK (kind <> 'stress' OR amount <= 10),
    CHECK (kind NOT IN ('sleep', 'exercise', 'screen') OR amount <= 1440),
    CHECK (kind <> 'water' OR amount <= 20000),
    CHECK (kind <> 'caffeine' OR amount <= 5000),
    CHECK (CASE kind WHEN 'sun' THEN level IN ('none', 'some', 'lots')
                     WHEN 'exercise' THEN level IS NULL OR level IN ('easy', 'moderate', 'hard')
                     ELSE level IS NULL END)
) STRICT;

CREATE TABLE note_tag (
    entry_id INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE,
    tag      TEXT NOT NULL CHECK (length(tag) BETWEEN 1 AND 60),
    PRIMARY KEY (entry_id, tag)
) STRICT, WITHOUT ROWID;

-- The person and the settings, a field a row, so that two diaries can be united field by field.
CREATE TABLE setting (
    id         INTEGER PRIMARY KEY,
    field      TEXT NOT NULL UNIQUE,
    value      TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    CHECK (CASE field
        WHEN 'sex' THEN value IN ('female', 'male')
        WHEN 'birth_year' THEN value GLOB '[12][0-9][0-9][0-9]'
        WHEN 'life_stage' THEN value IN ('general', 'pregnancy', 'lactation')
        WHEN 'authority' THEN value IN ('NASEM', 'EFSA')
        WHEN 'weight_kg' THEN CAST(value AS REAL) BETWEEN 2 AND 500
        WHEN 'day_start_minutes' THEN CAST(value AS INTEGER) BETWEEN 0 AND 720
        WHEN 'week_start' THEN value IN ('monday', 'sunday')
        ELSE field LIKE 'safety.%' AND value IN ('yes', 'no', 'unsure') END)
) STRICT;

-- A red flag that was read and put aside, for the event it was about.
CREATE TABLE flag_acknowledged (
    id              INTEGER PRIMARY KEY,
    flag            TEXT NOT NULL,
    event           TEXT NOT NULL,
    acknowledged_at INTEGER NOT NULL,
    UNIQUE (flag, event)
) STRICT;

-- ---------------------------------------------------------------- the journal

-- One command that wrote, and the rows it touched as they were before and after. The journal and
-- the change are committed together.
CREATE TABLE change (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    uid       TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
    made_at   INTEGER NOT NULL,
    command   TEXT NOT NULL,
    summary   TEXT NOT NULL,
    undone_at INTEGER
) STRICT;

CREATE TABLE change_row (
    change_id    INTEGER NOT NULL REFERENCES change ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    target_table TEXT NOT NULL CHECK (target_table IN ('entry', 'setting')),
    target_id    INTEGER NOT NULL,
    before       TEXT CHECK (before IS NULL OR json_valid(before)), -- NULL: the row was made here
    -- NULL: the row was removed; or it is an entry that was made here, which stays in its table
    after        TEXT CHECK (after IS NULL OR json_valid(after)),
    PRIMARY KEY (change_id, position)
) STRICT, WITHOUT ROWID;
