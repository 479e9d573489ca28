package org.jixiao.chassis.access;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose tokens a process in production may believe: an issuer of one's own that cannot be impersonated on the
 * way. The gateway keeps the same rule, and both are tested by one table.
 */
public final class TrustedIssuer {

    /** The issuer of the embedded run, whose key lies beside the suite. */
    public static final String BUILT_IN = "https://jixiao.example/local";

    private TrustedIssuer() {
    }

    /** Why a process must not start in production with these; nothing if it may. */
    public static List<String> refusals(String issuer, String keyLocation) {
        List<String> refusals = new ArrayList<>();
        if (issuer == null || issuer.isBlank()) {
            refusals.add("mp.jwt.verify.issuer is missing: tokens of any issuer would be good");
        } else if (issuer.strip().startsWith(BUILT_IN)) {
            refusals.add("mp.jwt.verify.issuer is that of the embedded run, which is for trials only");
        } else if (isOpenToOthers(issuer)) {
            refusals.add("mp.jwt.verify.issuer is plain http to another machine: " + issuer);
        }
        if (keyLocation == null || keyLocation.isBlank()) {
            refusals.add("mp.jwt.verify.publickey.location is missing: no token can be verified");
        } else if (isOpenToOthers(keyLocation)) {
            refusals.add("mp.jwt.verify.publickey.location is plain http to another machine: " + keyLocation);
        }
        return refusals;
    }

    private static boolean isOpenToOthers(String address) {
        URI uri;
        try {
            uri = URI.create(address.strip());
        } catch (IllegalArgumentException e) {
            return true;
        }
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            return false;
        }
        String host = uri.getHost();
        return host == null || !(host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}"));
    }
}
