/** {@code leat store}: looks into a stored stream. */
@NullMarked
package dev.leat.cli.store;

import org.jspecify.annotations.NullMarked;
