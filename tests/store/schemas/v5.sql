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
