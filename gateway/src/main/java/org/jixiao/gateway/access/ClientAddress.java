package org.jixiao.gateway.access;

import java.util.List;

/** Where a request comes from, as far as that can be believed. */
public final class ClientAddress {

    private static final int HOPS_MAX = 16;

    private ClientAddress() {
    }

    /**
     * The address of the connection; behind proxies that are trusted, the last address that they did
     * not add themselves. Anything in front of that one is the caller's own claim.
     *
     * @param connection where the connection comes from
     * @param forwarded  values of the X-Forwarded-For header fields, in order
     */
    public static String of(String connection, List<String> forwarded, List<AddressRange> trusted) {
        if (forwarded.isEmpty() || trusted.isEmpty() || !isTrusted(connection, trusted)) {
            return connection;
        }
        String[] hops = String.join(",", forwarded).split(",");
        String address = connection;
        for (int i = hops.length - 1; i >= 0 && i >= hops.length - HOPS_MAX; i--) {
            String hop = hops[i].strip();
            if (AddressRange.bytes(hop) == null) {
                return address;
            }
            address = hop;
            if (!isTrusted(hop, trusted)) {
                return address;
            }
        }
        return address;
    }

    /** What limits count by: one household has 2^64 addresses of version 6. */
    public static String network(String address) {
        byte[] bytes = AddressRange.bytes(address);
        if (bytes == null || bytes.length == 4) {
            return address;
        }
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < 8; i += 2) {
            network.append(Integer.toHexString((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff)).append(':');
        }
        return network + ":/64";
    }

    private static boolean isTrusted(String address, List<AddressRange> trusted) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }
}
