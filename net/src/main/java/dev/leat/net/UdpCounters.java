package dev.leat.net;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * What has gone through a UDP socket so far, at one moment.
 *
 * @param received datagrams received
 * @param sent datagrams sent
 * @param bytesIn bytes in those received
 * @param bytesOut bytes in those sent
 * @param tooLong datagrams that came and were dropped, because they were longer than {@link
 *     UdpOptions#maxMessage}
 * @param lost datagrams that came and that the system dropped, because they came faster than they
 *     were received and its buffer was full; empty where it does not say (only Linux does, in
 *     /proc/net/udp), and for a connected socket. Sockets of one program that share their address
 *     share this figure. What is lost on the network nobody can count
 * @param since when the socket was opened
 */
public record UdpCounters(
    long received,
    long sent,
    long bytesIn,
    long bytesOut,
    long tooLong,
    OptionalLong lost,
    Instant since) {}
