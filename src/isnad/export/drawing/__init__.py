"""Drawings that reports and pages share: server-side SVG from views, read from either side."""
