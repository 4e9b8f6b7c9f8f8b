CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE articles (
	id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	url TEXT, 
	address TEXT, 
	outlet TEXT, 
	title TEXT NOT NULL, 
	published TEXT, 
	day TEXT, 
	added TEXT NOT NULL, 
	characters INTEGER NOT NULL, 
	story TEXT, 
	replaced_by TEXT, 
	data BLOB NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (number)
);
CREATE INDEX articles_outlet ON articles (outlet, day);
CREATE INDEX articles_story ON articles (story, day, outlet);
CREATE INDEX articles_address ON articles (address);
CREATE INDEX articles_day ON articles (day);
CREATE TABLE runs (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	started TEXT NOT NULL, 
	ended TEXT, 
	PRIMARY KEY (id)
);
CREATE TABLE stem_spread (
	stem TEXT NOT NULL, 
	articles INTEGER NOT NULL, 
	PRIMARY KEY (stem)
);
CREATE TABLE name_spread (
	name TEXT NOT NULL, 
	articles INTEGER NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE stem_holders (
	stem TEXT NOT NULL, 
	total INTEGER NOT NULL, 
	numbers BLOB, 
	PRIMARY KEY (stem)
);
CREATE TABLE clusters (
	number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id)
);
CREATE TABLE story_events (
	number INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	story TEXT NOT NULL, 
	other TEXT NOT NULL, 
	day TEXT, 
	seen TEXT NOT NULL, 
	PRIMARY KEY (number)
);
CREATE INDEX story_events_story ON story_events (story);
CREATE TABLE stories (
	id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	first TEXT, 
	last TEXT, 
	names TEXT NOT NULL, 
	changed TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX stories_last ON stories (last, size);
CREATE INDEX stories_changed ON stories (changed);
CREATE TABLE story_marks (
	story TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	value TEXT NOT NULL, 
	name TEXT NOT NULL, 
	articles INTEGER NOT NULL, 
	PRIMARY KEY (story, kind, value)
);
CREATE INDEX story_marks_value ON story_marks (kind, value, story);
CREATE TABLE story_digests (
	story TEXT NOT NULL, 
	fresh BOOLEAN NOT NULL, 
	data TEXT NOT NULL, 
	PRIMARY KEY (story)
);
CREATE TABLE accounts (
	story TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (story)
);
CREATE TABLE judgements (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	a TEXT NOT NULL, 
	b TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	author TEXT NOT NULL, 
	time TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	undone TEXT, 
	undone_by TEXT, 
	PRIMARY KEY (id)
);
CREATE INDEX judgements_time ON judgements (time);
CREATE TABLE feeds (
	address TEXT NOT NULL, 
	title TEXT NOT NULL, 
	added TEXT NOT NULL, 
	paused BOOLEAN NOT NULL, 
	etag TEXT, 
	modified TEXT, 
	checked TEXT, 
	due TEXT NOT NULL, 
	failures INTEGER NOT NULL, 
	problem TEXT NOT NULL, 
	PRIMARY KEY (address)
);
CREATE INDEX feeds_due ON feeds (paused, due);
CREATE TABLE entries (
	"key" TEXT NOT NULL, 
	mark TEXT NOT NULL, 
	tries INTEGER NOT NULL, 
	settled BOOLEAN NOT NULL, 
	seen TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE follows (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	value TEXT NOT NULL, 
	added TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE alerts (
	id TEXT NOT NULL, 
	time TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	story TEXT, 
	article TEXT, 
	text TEXT NOT NULL, 
	details TEXT NOT NULL, 
	sent TEXT, 
	PRIMARY KEY (id)
);
CREATE INDEX alerts_time ON alerts (time);
CREATE TABLE users (
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	secret TEXT NOT NULL, 
	added TEXT NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE documents (
	article TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (article), 
	FOREIGN KEY(article) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE INDEX documents_fingerprint ON documents (fingerprint);
CREATE TABLE gists (
	article TEXT NOT NULL, 
	moment TEXT NOT NULL, 
	placed BOOLEAN NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (article), 
	FOREIGN KEY(article) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE INDEX gists_waiting ON gists (placed, moment, article);
CREATE TABLE revisions (
	address TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	article TEXT NOT NULL, 
	seen TEXT NOT NULL, 
	PRIMARY KEY (address, number), 
	UNIQUE (article), 
	FOREIGN KEY(article) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE TABLE outcomes (
	number INTEGER NOT NULL, 
	run TEXT NOT NULL, 
	path TEXT NOT NULL, 
	fate TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	article TEXT, 
	issues BLOB, 
	PRIMARY KEY (number), 
	FOREIGN KEY(run) REFERENCES runs (id) ON DELETE CASCADE
);
CREATE INDEX outcomes_reason ON outcomes (fate, reason);
CREATE INDEX outcomes_article ON outcomes (article);
CREATE INDEX outcomes_run ON outcomes (run);
CREATE TABLE members (
	article TEXT NOT NULL, 
	cluster INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (article), 
	FOREIGN KEY(article) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE INDEX members_cluster ON members (cluster, place);
CREATE TABLE statements (
	article TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	speaker TEXT NOT NULL, 
	named TEXT NOT NULL, 
	form TEXT NOT NULL, 
	act TEXT NOT NULL, 
	commitment TEXT NOT NULL, 
	direct BOOLEAN NOT NULL, 
	content TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	day TEXT, 
	PRIMARY KEY (article, place), 
	FOREIGN KEY(article) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE INDEX statements_speaker ON statements (speaker, day);
CREATE INDEX statements_id ON statements (id);
CREATE TABLE figures (
	article TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	event TEXT NOT NULL, 
	counts TEXT NOT NULL, 
	low FLOAT, 
	high FLOAT, 
	approximate BOOLEAN NOT NULL, 
	unit TEXT, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	statement TEXT, 
	day TEXT, 
	PRIMARY KEY (article, place), 
	FOREIGN KEY(article) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE INDEX figures_event ON figures (event, day);
CREATE TABLE names (
	article TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	type TEXT NOT NULL, 
	name TEXT NOT NULL, 
	mentions INTEGER NOT NULL, 
	day TEXT, 
	PRIMARY KEY (article, folded, type), 
	FOREIGN KEY(article) REFERENCES articles (id) ON DELETE CASCADE
);
CREATE INDEX names_folded ON names (folded, day);
CREATE TABLE sessions (
	"key" TEXT NOT NULL, 
	user TEXT NOT NULL, 
	began TEXT NOT NULL, 
	seen TEXT NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(user) REFERENCES users (name) ON DELETE CASCADE
);
CREATE INDEX sessions_user ON sessions (user);
CREATE TABLE tokens (
	"key" TEXT NOT NULL, 
	user TEXT NOT NULL, 
	role TEXT NOT NULL, 
	label TEXT NOT NULL, 
	added TEXT NOT NULL, 
	until TEXT, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(user) REFERENCES users (name) ON DELETE CASCADE
);
CREATE INDEX tokens_user ON tokens (user);
