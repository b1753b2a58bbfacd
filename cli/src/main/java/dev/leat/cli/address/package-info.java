/** {@code leat address}: what an IPv4 or IPv6 address means. */
@NullMarked
package dev.leat.cli.address;

import org.jspecify.annotations.NullMarked;
