package org.jixiao.budget.ledger.bulk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jixiao.budget.Amount;
import org.jixiao.budget.ledger.Entry;

/**
 * The hash of an entry in the chain of its appropriation, the same bytes as the database's function {@code ledger_hash}
 * gives. Keeps B17 where many entries are made at once: to ask the database for each would cost more than all the rest.
 *
 * <p>One instance hashes the entries of one intake in one transaction; what these have in common is written once.
 */
public final class EntryHash {

    private static final HexFormat HEX = HexFormat.of();

    private final String department;
    private final String year;
    private final String end;
    private final MessageDigest digest;
    private final StringBuilder text = new StringBuilder(1000);

    /**
     * @param intakeId   as text, or null
     * @param recordedAt microseconds since 1970
     */
    public EntryHash(String departmentCode, int fiscalYear, String intakeId, String maker, long recordedAt) {
        department = quoted(departmentCode);
        year = quoted(String.valueOf(fiscalYear));
        end = ", " + quoted(intakeId) + ", " + quoted(maker) + ", " + quoted(String.valueOf(recordedAt)) + "]";
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param explanation or null; the movement refers to no other one */
    public byte[] of(byte[] head, int sequence, long entryId, long movementId, Entry entry, String documentNumber, String documentDate,
                     String reason, String explanation) {
        text.setLength(0);
        text.append("[\"sha256/1\", \"").append(HEX.formatHex(head)).append("\", ").append(department).append(", ").append(year);
        number(entry.appropriationId()).number(sequence).number(entryId).number(movementId);
        text.append(", \"").append(entry.kind().name()).append('"');
        amount(Amount.text(entry.amount())).amount(Amount.text(entry.change().initial())).amount(Amount.text(entry.change().adjusted()))
            .amount(Amount.text(entry.change().allotted())).amount(Amount.text(entry.change().committed()))
            .amount(Amount.text(entry.change().executed())).amount(Amount.text(entry.change().lapsed()));
        text.append(", ").append(entry.sourceId() == null ? "null" : quoted(String.valueOf(entry.sourceId()))).append(", ");
        quote(text, documentNumber);
        text.append(", \"").append(documentDate).append("\", ");
        quote(text, reason);
        text.append(", null, ");
        quote(text, explanation);
        text.append(end);
        return digest.digest(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private EntryHash number(long value) {
        text.append(", \"").append(value).append('"');
        return this;
    }

    private EntryHash amount(String value) {
        text.append(", \"").append(value).append('"');
        return this;
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder();
        quote(quoted, value);
        return quoted.toString();
    }

    /** As PostgreSQL writes a text in JSON: every control character escaped, and nothing else that need not be. */
    private static void quote(StringBuilder out, String value) {
        if (value == null) {
            out.append("null");
            return;
        }
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 0xf, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
