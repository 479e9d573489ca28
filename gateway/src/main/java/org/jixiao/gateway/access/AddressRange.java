package org.jixiao.gateway.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Addresses with a common beginning, written as {@code 10.0.0.0/8} or as one address. */
public final class AddressRange {

    private static final Pattern FOUR_OCTETS = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

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
        if (literal.indexOf(':') < 0) {
            return fourOctets(literal);
        }
        // with a colon, and neither a name nor a bracket before it, Java asks nobody
        if (!literal.chars().allMatch(c -> c == ':' || c == '.' || c < 128 && Character.digit(c, 16) >= 0) || literal.charAt(0) == '.') {
            return null;
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }

    /** Java would look for 999.1.1.1 as a name, and read 010.1.1.1 in another way than others do. */
    private static byte[] fourOctets(String literal) {
        if (!FOUR_OCTETS.matcher(literal).matches()) {
            return null;
        }
        byte[] octets = new byte[4];
        int at = 0;
        for (String octet : literal.split("\\.")) {
            int value = Integer.parseInt(octet);
            if (value > 255) {
                return null;
            }
            octets[at++] = (byte) value;
        }
        return octets;
    }
}
