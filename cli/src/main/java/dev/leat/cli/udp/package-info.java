/** What the commands do over UDP, where there are datagrams and no connections. */
@NullMarked
package dev.leat.cli.udp;

import org.jspecify.annotations.NullMarked;
