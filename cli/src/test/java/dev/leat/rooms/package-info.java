/** What holds for all rooms: who may depend on whom, and what each shows to the world. */
@NullMarked
package dev.leat.rooms;

import org.jspecify.annotations.NullMarked;
