/** Servers and clients over sockets, on virtual threads. */
@NullMarked
package dev.leat.net;

import org.jspecify.annotations.NullMarked;
