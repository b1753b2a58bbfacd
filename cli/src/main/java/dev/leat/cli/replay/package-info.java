/**
 * {@code leat replay}: a store to every client, at the pace at which it was recorded.
 *
 * <pre>{@code
 * Schedule ──up to which message it is due──► Stage ◄──waits for more── a thread for each client:
 * (one thread, against one start)                                       a cursor in the store
 * }</pre>
 *
 * <p>Nothing is copied into a second stream: clients read the store's own segments, each as far as
 * the performance has come.
 */
@NullMarked
package dev.leat.cli.replay;

import org.jspecify.annotations.NullMarked;
