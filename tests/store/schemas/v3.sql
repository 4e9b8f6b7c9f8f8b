DROP INDEX articles_story;
CREATE INDEX articles_story ON articles (story, day, outlet);
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
