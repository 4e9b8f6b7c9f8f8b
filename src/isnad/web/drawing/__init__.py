"""Charts and diagrams as server-side SVG: pure functions from the views of an account to markup, without script or colours of their own."""
