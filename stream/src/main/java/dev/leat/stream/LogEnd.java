package dev.leat.stream;

/** A place between two messages of a log: how many are before it, and how many bytes. */
record LogEnd(long offset, long position) {}
