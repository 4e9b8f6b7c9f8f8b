"""Speed, memory and growth on real news; see README.md."""
