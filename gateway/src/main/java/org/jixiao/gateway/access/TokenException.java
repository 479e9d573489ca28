package org.jixiao.gateway.access;

/** A token that is not believed; why is for our log, the caller learns only that it is so. */
public final class TokenException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        SEVERAL, SCHEME, TOO_LONG, FORM, ALGORITHM, TYPE, HEADER, UNKNOWN_KEY, KEYS_UNAVAILABLE, SIGNATURE, ISSUER,
        AUDIENCE, EXPIRED, NOT_YET_VALID, CLAIMS, ID_TOKEN
    }

    private final transient Reason reason;

    public TokenException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
