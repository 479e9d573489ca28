package org.jixiao.budget;

/** Numbers that clients know as ids. */
public final class Place {

    private Place() {
    }

    /** A number sent as an id, or null where it cannot be one. */
    public static Long id(String text) {
        return text != null && text.matches("[1-9][0-9]{0,17}") ? Long.valueOf(text) : null;
    }
}
