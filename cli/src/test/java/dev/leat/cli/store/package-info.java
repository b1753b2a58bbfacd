@NullMarked
package dev.leat.cli.store;

import org.jspecify.annotations.NullMarked;
