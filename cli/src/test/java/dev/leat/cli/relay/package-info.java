@NullMarked
package dev.leat.cli.relay;

import org.jspecify.annotations.NullMarked;
