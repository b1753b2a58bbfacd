@NullMarked
package dev.leat.cli.address;

import org.jspecify.annotations.NullMarked;
