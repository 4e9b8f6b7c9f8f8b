"""The workspace of a desk: keep, read, place, judge, tell, over one store. Begin with `workspace.Workspace`."""
