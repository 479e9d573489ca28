package org.jixiao.gateway.passage;

import java.util.Collection;
import java.util.List;

/** Names of header fields, in any case of letters; asked for every field of every message, without a copy of its name. */
final class FieldNames {

    static final FieldNames NONE = new FieldNames(List.of());

    private final CharSequence[] names;
    /** One bit for each pair of length and first letter that occurs: what has none of them need not be compared. */
    private final long traits;

    FieldNames(Collection<? extends CharSequence> names) {
        this.names = names.toArray(CharSequence[]::new);
        long found = 0;
        for (CharSequence name : this.names) {
            found |= name.isEmpty() ? 0 : trait(name);
        }
        this.traits = found;
    }

    static FieldNames of(String... names) {
        return new FieldNames(List.of(names));
    }

    boolean contains(CharSequence name) {
        if (name.isEmpty() || (traits & trait(name)) == 0) {
            return false;
        }
        for (CharSequence each : names) {
            if (each.length() == name.length() && begins(name, each)) {
                return true;
            }
        }
        return false;
    }

    static boolean areEqual(CharSequence name, CharSequence other) {
        return name.length() == other.length() && begins(name, other);
    }

    /** Whether the name begins with the prefix. */
    static boolean begins(CharSequence name, CharSequence prefix) {
        if (name.length() < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (lower(name.charAt(i)) != lower(prefix.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A shift of a long counts modulo 64. */
    private static long trait(CharSequence name) {
        return 1L << lower(name.charAt(0)) + 7 * name.length();
    }

    /** Names of fields are ASCII (RFC 9110, 5.1). */
    private static int lower(char c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }
}
