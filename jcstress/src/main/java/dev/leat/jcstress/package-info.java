/** Stress tests of what is lock-free. */
@NullMarked
package dev.leat.jcstress;

import org.jspecify.annotations.NullMarked;
