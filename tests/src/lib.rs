//! Everything that spans rooms.
