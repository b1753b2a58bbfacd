/** Tests of what the commands do over UDP. */
@NullMarked
package dev.leat.cli.udp;

import org.jspecify.annotations.NullMarked;
