/**
 * {@code leat record}: what comes from a socket, into a store.
 *
 * <pre>{@code
 * read ──► Intake ──whole frames──► Recording ──► MessageLog on disk
 *          one for each peer        one for all
 * }</pre>
 */
@NullMarked
package dev.leat.cli.record;

import org.jspecify.annotations.NullMarked;
