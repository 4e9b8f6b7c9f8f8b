CREATE TABLE entries (
	"key" TEXT NOT NULL, 
	mark TEXT NOT NULL, 
	tries INTEGER NOT NULL, 
	settled BOOLEAN NOT NULL, 
	seen TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
