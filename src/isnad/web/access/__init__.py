"""Who may come in, and what a request may do: headers, hosts, limits, forms, users, sessions."""
