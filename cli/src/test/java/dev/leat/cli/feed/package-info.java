/** {@code leat feed}, piece by piece and as a whole. */
@NullMarked
package dev.leat.cli.feed;

import org.jspecify.annotations.NullMarked;
