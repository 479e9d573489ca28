package org.jixiao.gateway.upstream;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether an answer is compressed on its way out, and what becomes of its entity tag: other bytes
 * need another strong tag (RFC 9110, 8.8.3.3), and the service must recognise its own when it returns.
 */
public final class Compression {

    private static final String SUFFIX = "--gzip\"";
    private static final Pattern SUFFIXED = Pattern.compile("--gzip\"");
    private static final int LENGTH_MIN = 1_024;

    private Compression() {
    }

    /** Whether the caller takes gzip. */
    public static boolean isAccepted(String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        boolean any = false;
        for (String part : acceptEncoding.split(",")) {
            String[] coding = part.split(";");
            String name = coding[0].strip().toLowerCase(Locale.ROOT);
            boolean refused = coding.length > 1 && coding[1].strip().matches("[qQ]\\s*=\\s*0(\\.0*)?");
            if (name.equals("gzip")) {
                return !refused;
            }
            any |= name.equals("*") && !refused;
        }
        return any;
    }

    /**
     * Whether an answer gains by it: text of some length that nobody has coded yet. Events are not,
     * they would wait for each other; nor parts of a thing, whose positions would shift.
     *
     * @param length stated bytes, or negative if not stated
     */
    public static boolean isWorthwhile(int status, String mediaType, String contentEncoding, String contentRange,
            String cacheControl, long length) {
        return mediaType != null && contentEncoding == null && contentRange == null && status != 206
                && (length < 0 || length >= LENGTH_MIN)
                && (cacheControl == null || !cacheControl.contains("no-transform"))
                && isText(mediaType);
    }

    private static boolean isText(String mediaType) {
        int end = mediaType.indexOf(';');
        String type = (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/") && !type.equals("text/event-stream")
                || type.equals("application/json") || type.endsWith("+json")
                || type.equals("application/xml") || type.endsWith("+xml") || type.equals("application/javascript");
    }

    /** The tag of the compressed form; a weak one promises no bytes and stays. */
    public static String tagged(String etag) {
        return etag.startsWith("\"") && !etag.endsWith(SUFFIX) ? etag.substring(0, etag.length() - 1) + SUFFIX : etag;
    }

    /** The tags of a condition as the service knows them. */
    public static String untagged(String condition) {
        return condition.contains(SUFFIX) ? SUFFIXED.matcher(condition).replaceAll("\"") : condition;
    }

    /** Whether the condition names a compressed form. */
    public static boolean isTagged(String condition) {
        return condition != null && condition.contains(SUFFIX);
    }
}
