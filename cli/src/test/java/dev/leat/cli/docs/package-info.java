/** What the pages show, run: the course in {@code docs/learn} and the recipes of the README. */
@NullMarked
package dev.leat.cli.docs;

import org.jspecify.annotations.NullMarked;
