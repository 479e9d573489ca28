package org.jixiao.gateway.access;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses with a common beginning, written as {@code 10.0.0.0/8} or as one address. */
public final class AddressRange {

    private final byte[] beginning;
    private final int bits;

    private AddressRange(byte[] beginning, int bits) {
        this.beginning = beginning;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException if the text is no range; names are never looked up */
    public static AddressRange of(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        if (address != null) {
            try {
                int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
                if (bits >= 0 && bits <= address.length * 8) {
                    return new AddressRange(address, bits);
                }
            } catch (NumberFormatException notANumber) {
                // named below
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is not an address range such as 10.0.0.0/8");
    }

    public boolean contains(String address) {
        byte[] other = bytes(address);
        if (other == null || other.length != beginning.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << 8 - (bits - bit) & 0xff;
            if (((other[bit / 8] ^ beginning[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The octets of a literal address, or null: a name must not cost a question to a name server. */
    static byte[] bytes(String literal) {
        boolean four = !literal.isEmpty() && literal.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')
                && literal.chars().filter(c -> c == '.').count() == 3;
        boolean six = literal.indexOf(':') >= 0
                && literal.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
        if (!four && !six) {
            return null;
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }
}
