package dev.leat.services;

/**
 * What a peer has said.
 *
 * @param text without its line end
 * @param lineEnd what ended it: LF, CR LF, or nothing
 */
public record Question(String text, String lineEnd) {}
