package dev.leat.services;

import dev.leat.net.Endpoint;

/**
 * One who takes part in a {@link Hub}.
 *
 * @param number unique in the hub
 * @param peer where it is
 * @param nick its name, printable; empty where the hub knows none
 */
public record Member(long number, Endpoint peer, String nick) {}
