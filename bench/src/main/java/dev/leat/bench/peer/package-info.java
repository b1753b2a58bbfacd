/**
 * What Leat is measured beside: the same work done with other means, each as a program of its own.
 */
@NullMarked
package dev.leat.bench.peer;

import org.jspecify.annotations.NullMarked;
