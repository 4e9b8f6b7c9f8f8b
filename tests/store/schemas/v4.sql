CREATE TABLE users (
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	secret TEXT NOT NULL, 
	added TEXT NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE sessions (
	"key" TEXT NOT NULL, 
	user TEXT NOT NULL, 
	began TEXT NOT NULL, 
	seen TEXT NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(user) REFERENCES users (name) ON DELETE CASCADE
);
CREATE INDEX sessions_user ON sessions (user);
