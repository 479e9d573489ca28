package org.jixiao.gateway.log;

/** One line of the access log: a JSON object whose members are written in the order in which they are told. */
public final class AccessLine {

    private static final int TEXT_MAX = 1_024;

    private final StringBuilder line = new StringBuilder(512).append('{');

    /** Nothing if the text is null. What would end the line, or hide on a screen, is escaped; long texts are cut. */
    public AccessLine text(String name, String text) {
        return text == null ? this : text(name, text, TEXT_MAX);
    }

    public AccessLine text(String name, String text, int lengthMax) {
        if (text == null) {
            return this;
        }
        name(name).append('"');
        int length = Math.min(text.length(), lengthMax);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c >= 0x20 && c < 0x7f) {
                line.append(c);
            } else {
                escape(c);
            }
        }
        line.append('"');
        return this;
    }

    public AccessLine number(String name, long number) {
        name(name).append(number);
        return this;
    }

    /** The finished line, without an end of line. */
    @Override
    public String toString() {
        return line + "}";
    }

    private StringBuilder name(String name) {
        if (line.length() > 1) {
            line.append(',');
        }
        return line.append('"').append(name).append("\":");
    }

    private void escape(char c) {
        line.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            line.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }
}
