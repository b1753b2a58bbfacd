/**
 * {@code leat feed}: streams messages to every client.
 *
 * <pre>{@code
 * Source ──opens──► Supply ──► Publisher ──appends──► MessageLog ──► a cursor for each client
 *                              paced, in rounds
 * }</pre>
 */
@NullMarked
package dev.leat.cli.feed;

import org.jspecify.annotations.NullMarked;
