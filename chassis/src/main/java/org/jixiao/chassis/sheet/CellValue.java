package org.jixiao.chassis.sheet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jixiao.chassis.paging.Text;
import org.jixiao.chassis.problem.ChassisProblem;
import org.jixiao.chassis.sheet.source.RawRow;

/** Reads a cell as what its column holds: the value, or the code of what is wrong with it. */
final class CellValue {

    private static final int MONEY_SCALE = 2;
    private static final int DECIMAL_SCALE_MAX = 10;
    private static final int INTEGER_DIGITS_MAX = 16;
    private static final int NUMBER_CHARS_MAX = 100;
    /** A spreadsheet shows 15 digits of a number and stores up to 17, of which the last two are noise. */
    private static final MathContext SPREADSHEET = new MathContext(15, RoundingMode.HALF_UP);
    private static final int SPREADSHEET_INTEGER_DIGITS = 13;
    /** How a spreadsheet writes a number too long for it into a text file. */
    private static final Pattern SHORTENED = Pattern.compile("[0-9](\\.[0-9]+)?[Ee]\\+[0-9]+");
    private static final Pattern DATE = Pattern.compile(
        "(\\d{4})(?:([-/.])(\\d{1,2})\\2(\\d{1,2})|年(\\d{1,2})月(\\d{1,2})日|(\\d{2})(\\d{2}))(?:[ T]0?0:00(?::00(?:\\.0+)?)?)?");

    private CellValue() {
    }

    /** @param unit the power of ten that turns the cell's unit into yuan */
    static Object read(Column.Kind kind, int unit, RawRow.Kind cell, String text) {
        switch (cell) {
            case FORMULA:
                return ChassisProblem.CELL_FORMULA;
            case ERROR:
                return ChassisProblem.CELL_ERROR;
            case OTHER:
                return ChassisProblem.CELL_TYPE;
            case TOO_LONG:
                return ChassisProblem.CELL_TOO_LONG;
            default:
                break;
        }
        return switch (kind) {
            case TEXT -> text(cell, text);
            case MONEY -> money(unit, cell, text);
            case DECIMAL -> decimal(cell, text);
            case DATE -> date(cell, text);
            case INTEGER -> integer(cell, text);
        };
    }

    private static Object text(RawRow.Kind cell, String text) {
        if (cell == RawRow.Kind.NUMBER) {
            BigDecimal number = number(cell, text);
            return number == null ? ChassisProblem.CELL_NUMBER_MALFORMED
                : number.precision() - number.scale() > SPREADSHEET.getPrecision() ? ChassisProblem.CELL_DIGITS_LOST : plain(number);
        }
        if (text.length() < NUMBER_CHARS_MAX && text.indexOf('+') > 0 && SHORTENED.matcher(text).matches()) {
            return ChassisProblem.CELL_DIGITS_LOST;
        }
        return Text.isStorable(text) ? text : ChassisProblem.CELL_ILLEGAL_CHARACTER;
    }

    private static String plain(BigDecimal number) {
        boolean noisy = number.precision() > SPREADSHEET.getPrecision() && number.scale() > 0;
        BigDecimal shown = noisy ? number.round(SPREADSHEET) : number;
        return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
    }

    private static Object money(int unit, RawRow.Kind cell, String text) {
        BigDecimal stated = number(cell, text);
        if (stated == null) {
            return ChassisProblem.CELL_NUMBER_MALFORMED;
        }
        BigDecimal yuan = unit == 0 ? stated : stated.movePointRight(unit);
        return exact(yuan, MONEY_SCALE, true);
    }

    private static Object decimal(RawRow.Kind cell, String text) {
        BigDecimal stated = number(cell, text);
        return stated == null ? ChassisProblem.CELL_NUMBER_MALFORMED : exact(stated, DECIMAL_SCALE_MAX, false);
    }

    private static Object exact(BigDecimal number, int scale, boolean fixed) {
        BigDecimal exact = number;
        if (exact.scale() > scale) {
            exact = exact.stripTrailingZeros();
            if (exact.scale() > scale) {
                return ChassisProblem.CELL_SCALE;
            }
        }
        if (exact.precision() - exact.scale() > INTEGER_DIGITS_MAX) {
            return exact.signum() == 0 ? BigDecimal.ZERO.setScale(fixed ? scale : 0) : ChassisProblem.CELL_TOO_LARGE;
        }
        return fixed ? exact.setScale(scale) : exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    private static Object integer(RawRow.Kind cell, String text) {
        BigDecimal stated = number(cell, text);
        if (stated == null) {
            return ChassisProblem.CELL_NUMBER_MALFORMED;
        }
        Object whole = exact(stated, 0, true);
        return whole instanceof BigDecimal number ? (Object) number.longValueExact() : whole;
    }

    /** Null where the text is no number. */
    private static BigDecimal number(RawRow.Kind cell, String text) {
        return switch (cell) {
            case TEXT -> written(text);
            case NUMBER, EXACT_NUMBER -> stored(cell, text);
            default -> null;
        };
    }

    private static BigDecimal stored(RawRow.Kind cell, String text) {
        if (text.length() > NUMBER_CHARS_MAX) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (Math.abs((long) number.scale()) > 400) {
                return null;
            }
            boolean noisy = cell == RawRow.Kind.NUMBER && number.scale() > MONEY_SCALE
                && number.precision() > SPREADSHEET.getPrecision()
                && number.precision() - number.scale() <= SPREADSHEET_INTEGER_DIGITS;
            return noisy ? number.round(SPREADSHEET) : number;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** A number as people write it: 1,234.50, with a sign or the sign of the yuan, in half or full width, without exponent. */
    private static BigDecimal written(String text) {
        if (text.length() > NUMBER_CHARS_MAX) {
            return null;
        }
        BigDecimal number = digits(text);
        if (number != null) {
            return number;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7e) {
                String normal = Blank.trim(Normalizer.normalize(text, Normalizer.Form.NFKC).replace('\u2212', '-'));
                return digits(normal.startsWith("¥") ? Blank.trim(normal.substring(1)) : normal);
            }
        }
        return null;
    }

    private static BigDecimal digits(String text) {
        int length = text.length();
        int at = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        boolean negative = at == 1 && text.charAt(0) == '-';
        long unscaled = 0;
        int count = 0;
        int scale = -1;
        int group = -1;
        boolean separated = false;
        for (; at < length; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                if (++count > 18) {
                    return many(text);
                }
                unscaled = unscaled * 10 + c - '0';
                if (scale >= 0) {
                    scale++;
                } else {
                    group++;
                }
            } else if (c == ',' && scale < 0 && (separated ? group == 3 : group >= 0 && group <= 2)) {
                separated = true;
                group = 0;
            } else if (c == '.' && scale < 0 && count > 0) {
                scale = 0;
            } else {
                return null;
            }
        }
        if (count == 0 || scale == 0 || separated && group != 3) {
            return null;
        }
        return BigDecimal.valueOf(negative ? -unscaled : unscaled, Math.max(scale, 0));
    }

    private static final Pattern MANY = Pattern.compile("[-+]?(\\d+|\\d{1,3}(,\\d{3})+)(\\.\\d+)?");

    private static BigDecimal many(String text) {
        return MANY.matcher(text).matches() ? new BigDecimal(text.replace(",", "")) : null;
    }

    private static Object date(RawRow.Kind cell, String text) {
        if (text.length() > 40) {
            return ChassisProblem.CELL_DATE_MALFORMED;
        }
        LocalDate plain = ymd(text);
        if (plain != null) {
            return plain;
        }
        String normal = text;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7e) {
                normal = Normalizer.normalize(text, Normalizer.Form.NFKC).replace(" ", "");
                break;
            }
        }
        Matcher parts = DATE.matcher(normal);
        if (!parts.matches()) {
            return ChassisProblem.CELL_DATE_MALFORMED;
        }
        int pair = parts.group(3) != null ? 3 : parts.group(5) != null ? 5 : 7;
        return day(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(pair)),
            Integer.parseInt(parts.group(pair + 1)));
    }

    /** The form that machines write, read without a pattern. */
    private static LocalDate ymd(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return null;
        }
        int number = 0;
        for (int i = 0; i < 10; i++) {
            char c = text.charAt(i);
            if (i == 4 || i == 7) {
                continue;
            }
            if (c < '0' || c > '9') {
                return null;
            }
            number = number * 10 + c - '0';
        }
        Object day = day(number / 10_000, number / 100 % 100, number % 100);
        return day instanceof LocalDate date ? date : null;
    }

    private static Object day(int year, int month, int day) {
        try {
            return year < 1900 || year > 2999 ? ChassisProblem.CELL_DATE_MALFORMED : LocalDate.of(year, month, day);
        } catch (DateTimeException noSuchDay) {
            return ChassisProblem.CELL_DATE_MALFORMED;
        }
    }
}
