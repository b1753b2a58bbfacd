/** {@code leat serve}: the classic services, and what every command that serves has in common. */
@NullMarked
package dev.leat.cli.serve;

import org.jspecify.annotations.NullMarked;
