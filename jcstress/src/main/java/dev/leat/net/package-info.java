/** Stress tests of what is lock-free in connections. */
@NullMarked
package dev.leat.net;

import org.jspecify.annotations.NullMarked;
