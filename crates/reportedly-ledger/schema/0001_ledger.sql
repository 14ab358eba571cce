-- The ledger of Reportedly, version 1. Offsets are Unicode code points into body.text, half-open:
-- substr(text, start + 1, end - start) gives the words. Everything but document, body, custody and judgment
-- is derived from them and can be made anew (reportedly refresh).
--
-- Names that stand in many rows are stored as small numbers (…_code) and spelled out by a column beside them that takes
-- no room: ask for that one.

-- One row for each version of each report.
CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  identity TEXT NOT NULL,            -- the id it came with, else its address, else a hash
  version INTEGER NOT NULL,          -- from 1; by their own dates, then as they were added
  latest INTEGER NOT NULL,           -- 1 for the newest version of this identity, else 0
  title TEXT,
  outlet TEXT,
  byline TEXT,
  published TEXT,                    -- 2016-06-09, or 2016-06-09T14:05:00+02:00 where the time is known
  updated TEXT,
  url TEXT,
  language TEXT,
  text_sha256 BLOB NOT NULL,         -- equal for exact copies
  first_claim INTEGER,               -- claim.id of its claim 1; the others follow
  claims INTEGER                     -- how many
);
CREATE UNIQUE INDEX document_by_identity ON document (identity, version);

-- The text, and the analysis as the line of reportedly/1 without its words: zlib, readable with
-- sqlar_uncompress(analysis, analysis_size) in the sqlite3 shell.
CREATE TABLE body (
  document INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
  text TEXT NOT NULL,
  analysis BLOB NOT NULL,
  analysis_size INTEGER NOT NULL
);

-- The bytes that a document was read from, each time it came.
CREATE TABLE custody (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  file TEXT NOT NULL,
  line INTEGER,                      -- of a JSON-lines file, from 1
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  added TEXT NOT NULL                -- when it was put into the ledger, UTC
);
CREATE INDEX custody_by_document ON custody (document);

-- The claims of a document have consecutive ids, in their order: document.first_claim + number - 1.
CREATE TABLE claim (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  number INTEGER NOT NULL,           -- 1 is c1 in reportedly/1
  within INTEGER,                    -- number of the claim whose content holds this one
  form_code INTEGER NOT NULL,
  stance TEXT,                       -- null: neutral
  origin_code INTEGER,
  start INTEGER NOT NULL,            -- content, from its first to its last word
  end INTEGER NOT NULL,
  pieces TEXT,                       -- [[start,end],…] where the content is in several pieces
  source_start INTEGER,              -- the source's words
  source_end INTEGER,
  hedged INTEGER NOT NULL,           -- 1: "reportedly", "allegedly" and the like stand in or around it
  figures INTEGER NOT NULL,          -- 1: there are figures in it
  form TEXT AS (CASE form_code WHEN 0 THEN 'own' WHEN 1 THEN 'direct' WHEN 2 THEN 'indirect' WHEN 3 THEN 'mixed' END),
  -- naming of who stands at the chain's end; null: own voice
  origin TEXT AS (CASE origin_code WHEN 0 THEN 'named' WHEN 1 THEN 'unnamed' WHEN 2 THEN 'absent' END)
);

-- Whom a claim comes from: step 1 is nearest to the report, the last one the origin; several sources may stand side
-- by side at one step.
CREATE TABLE step (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  claim INTEGER NOT NULL,            -- claim.number
  step INTEGER NOT NULL,
  source INTEGER NOT NULL,           -- source.number
  origin INTEGER NOT NULL,           -- 1 at the chain's last step
  start INTEGER,                     -- the words that put it there
  end INTEGER,
  PRIMARY KEY (document, claim, step, source)
) WITHOUT ROWID;

CREATE TABLE source (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  number INTEGER NOT NULL,           -- 1 is s1
  name TEXT,
  kind_code INTEGER NOT NULL,
  naming_code INTEGER NOT NULL,
  descriptor TEXT,
  stated_count INTEGER,
  kind TEXT AS (CASE kind_code WHEN 0 THEN 'person' WHEN 1 THEN 'group' WHEN 2 THEN 'organization' WHEN 3 THEN 'outlet'
    WHEN 4 THEN 'document' WHEN 5 THEN 'unknown' END),
  naming TEXT AS (CASE naming_code WHEN 0 THEN 'named' WHEN 1 THEN 'unnamed' WHEN 2 THEN 'absent' END),
  PRIMARY KEY (document, number)
) WITHOUT ROWID;

CREATE TABLE figure (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  number INTEGER NOT NULL,           -- 1 is f1
  claim INTEGER,                     -- claim.number
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  low NUMERIC,                       -- null: open; the digits as written are in the analysis
  high NUMERIC,
  relation_code INTEGER NOT NULL,
  unit TEXT,
  per TEXT,
  change TEXT,                       -- "down by", "up to", …
  status TEXT,                       -- estimated, forecast, targeted, denied
  counted_start INTEGER,
  counted_end INTEGER,
  about_start INTEGER,               -- the clause that says what exactly it is of
  about_end INTEGER,
  relation TEXT AS (CASE relation_code WHEN 0 THEN 'exact' WHEN 1 THEN 'about' WHEN 2 THEN 'at_least'
    WHEN 3 THEN 'more_than' WHEN 4 THEN 'at_most' WHEN 5 THEN 'less_than' WHEN 6 THEN 'between' END),
  PRIMARY KEY (document, number)
) WITHOUT ROWID;

CREATE TABLE time (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  number INTEGER NOT NULL,           -- 1 is t1
  claim INTEGER,                     -- claim.number
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  kind_code INTEGER NOT NULL,
  value TEXT NOT NULL,               -- TIMEX3
  earliest_other TEXT,               -- '': as value
  latest_other TEXT,
  kind TEXT AS (CASE kind_code WHEN 0 THEN 'date' WHEN 1 THEN 'time' WHEN 2 THEN 'duration' WHEN 3 THEN 'set' END),
  earliest TEXT AS (CASE earliest_other WHEN '' THEN value ELSE earliest_other END),
  latest TEXT AS (CASE latest_other WHEN '' THEN value ELSE latest_other END),
  PRIMARY KEY (document, number)
) WITHOUT ROWID;

-- What links are made between: a quotation, a claim or a figure, as the link decision sees it.
CREATE TABLE passage (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  number INTEGER NOT NULL,           -- from 1
  kind_code INTEGER NOT NULL,
  claim INTEGER,                     -- claim.number
  figure INTEGER,                    -- figure.number
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  kind TEXT AS (CASE kind_code WHEN 0 THEN 'quote' WHEN 1 THEN 'claim' WHEN 2 THEN 'figure' END),
  PRIMARY KEY (document, number)
) WITHOUT ROWID;

-- What the link decision needs of a document and of its passages, in their order: made from body, for the program only.
CREATE TABLE feature (
  document INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
  data BLOB NOT NULL
);

-- Which passages and documents bear which key: those that share one are compared. Sorted lists in pages, for the
-- program only (src/keys.rs): three bytes or so for the step from the last key, the document and the passage.
CREATE TABLE key_segment (
  id INTEGER PRIMARY KEY,
  family INTEGER NOT NULL,           -- 0: passages; 1: documents by what they are about; 2: documents by runs of words
  level INTEGER NOT NULL,            -- how often it was merged
  pages INTEGER NOT NULL
);
CREATE TABLE key_page (
  id INTEGER PRIMARY KEY,
  segment INTEGER NOT NULL REFERENCES key_segment ON DELETE CASCADE,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  data BLOB NOT NULL
);
CREATE INDEX key_page_by_key ON key_page (segment, first);

-- Two passages in different documents that carry the same quote, claim or figure.
CREATE TABLE link (
  a_document INTEGER NOT NULL,
  a INTEGER NOT NULL,                -- passage.number
  b_document INTEGER NOT NULL,
  b INTEGER NOT NULL,                -- passage.number
  kind_code INTEGER NOT NULL,
  relation_code INTEGER NOT NULL,    -- narrower: a is the more precise
  direction_code INTEGER,            -- null: not known
  score REAL NOT NULL,
  changes TEXT,                      -- JSON: what changed on the way
  evidence TEXT,                     -- JSON
  judged TEXT,                       -- confirmed, rejected
  kind TEXT AS (CASE kind_code WHEN 0 THEN 'quote' WHEN 1 THEN 'claim' WHEN 2 THEN 'figure' END),
  relation TEXT AS (CASE relation_code WHEN 0 THEN 'same' WHEN 1 THEN 'compatible' WHEN 2 THEN 'narrower'
    WHEN 3 THEN 'update' WHEN 4 THEN 'differs' WHEN 5 THEN 'denies' WHEN 6 THEN 'corrects' END),
  direction TEXT AS (CASE direction_code WHEN 0 THEN 'a_from_b' WHEN 1 THEN 'b_from_a' END),
  PRIMARY KEY (a_document, a, b_document, b)
) WITHOUT ROWID;
CREATE INDEX link_by_b ON link (b_document, b);
CREATE INDEX link_by_judgment ON link (judged) WHERE judged IS NOT NULL;

-- Linked passages with their origins.
CREATE TABLE lineage (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,                -- the id in exports: does not depend on the order of adding
  kind TEXT NOT NULL,
  reports INTEGER NOT NULL,
  outlets INTEGER NOT NULL,
  at_least INTEGER NOT NULL,         -- origins
  at_most INTEGER NOT NULL,
  reasons TEXT NOT NULL,             -- JSON: why these two differ
  roots TEXT NOT NULL                -- JSON
);
CREATE TABLE lineage_member (
  lineage INTEGER NOT NULL REFERENCES lineage ON DELETE CASCADE,
  place INTEGER NOT NULL,            -- from 0, as the roots count
  document INTEGER NOT NULL,
  passage INTEGER NOT NULL,          -- passage.number
  PRIMARY KEY (lineage, place)
) WITHOUT ROWID;
CREATE INDEX lineage_of_passage ON lineage_member (document, passage);

-- Near-identical documents (a and b are different identities).
CREATE TABLE copy (
  a INTEGER NOT NULL,                -- document.id
  b INTEGER NOT NULL,
  share REAL NOT NULL,               -- of the shorter text's distinct 8-grams that the other has too
  PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX copy_by_b ON copy (b);

-- What people said about claims, sources and links. Rows are only ever added.
CREATE TABLE judgment (
  id INTEGER PRIMARY KEY,
  made TEXT NOT NULL,                -- when, UTC
  judge TEXT NOT NULL,               -- who
  act TEXT NOT NULL,                 -- confirm, reject, correct, same, different, note, undo
  target TEXT NOT NULL,              -- claim, source, link, document, judgment
  anchor TEXT,                       -- JSON: document, quote, before, after, start
  other TEXT,                        -- JSON: the second end of a link or pair of sources
  field TEXT,                        -- what is corrected
  value TEXT,                        -- to what
  note TEXT,
  undoes INTEGER REFERENCES judgment
);

-- Words of claims.
CREATE VIEW claim_words AS
  SELECT c.id AS claim, c.document, substr(b.text, c.start + 1, c.end - c.start) AS words,
    substr(b.text, c.source_start + 1, c.source_end - c.source_start) AS source
  FROM claim c JOIN body b ON b.document = c.document;

-- Full-text search: rowid is document.id and claim.id. The most common function words (src/search.rs) are left out.
CREATE VIRTUAL TABLE document_search USING fts5(title, text, content = '',
  tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE claim_search USING fts5(words, source, content = '',
  tokenize = 'porter unicode61 remove_diacritics 2');

-- For reading by people.
CREATE VIEW claims AS
  SELECT d.identity AS document, d.version, 'c' || c.number AS claim, d.outlet, d.published, c.form,
    coalesce(c.stance, 'neutral') AS stance, w.source, w.words,
    (SELECT group_concat(coalesce(s.name, s.descriptor, s.naming), '; ') FROM step
      JOIN source s ON s.document = step.document AND s.number = step.source
      WHERE step.document = c.document AND step.claim = c.number AND step.origin) AS origin, c.hedged
  FROM claim c JOIN document d ON d.id = c.document JOIN claim_words w ON w.claim = c.id;
CREATE VIEW figures AS
  SELECT d.identity AS document, d.version, 'f' || f.number AS figure, d.outlet, d.published,
    substr(b.text, f.start + 1, f.end - f.start) AS words, f.low, f.high, f.relation, f.unit, f.per, f.change, f.status,
    substr(b.text, f.counted_start + 1, f.counted_end - f.counted_start) AS counted,
    substr(b.text, f.about_start + 1, f.about_end - f.about_start) AS about
  FROM figure f JOIN document d ON d.id = f.document JOIN body b ON b.document = f.document;
CREATE VIEW passages AS
  SELECT p.document AS document_id, p.number, d.identity AS document, d.version, d.outlet, d.published, p.kind,
    'c' || p.claim AS claim, 'f' || p.figure AS figure, p.start, p.end,
    substr(b.text, p.start + 1, p.end - p.start) AS words
  FROM passage p JOIN document d ON d.id = p.document JOIN body b ON b.document = p.document;
CREATE VIEW links AS
  SELECT l.kind, l.relation, a.document AS a, a.words AS a_words, b.document AS b, b.words AS b_words, l.direction,
    l.score, l.changes, l.judged
  FROM link l JOIN passages a ON a.document_id = l.a_document AND a.number = l.a
    JOIN passages b ON b.document_id = l.b_document AND b.number = l.b;
CREATE VIEW lineages AS
  SELECT l.name AS lineage, l.kind, l.reports, l.outlets, l.at_least, l.at_most, m.place, p.document, p.outlet,
    p.published, p.words
  FROM lineage l JOIN lineage_member m ON m.lineage = l.id
    JOIN passages p ON p.document_id = m.document AND p.number = m.passage;
