/** Tests of streams. */
@NullMarked
package dev.leat.stream;

import org.jspecify.annotations.NullMarked;
