package dev.charloom.web.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Makes what a client sent fit to be sent back.
public final class Shown {

    private static final int LONGEST_TEXT = 100;
    private static final int LONGEST_NUMBER = 18;

    /// An exponent of more digits is out of the range of a double, and can be out of that of a BigDecimal.
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

    private Shown() {}

    /// The text, shortened if it is long, with question marks for unpaired surrogates, which UTF-8 cannot write.
    public static String text(String text) {
        String start = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
        return new String(start.getBytes(UTF_8), UTF_8);
    }

    /// The number, or its literal where clients would read another number, or none, out of it.
    static Object number(String literal, boolean whole) {
        if (literal.length() > LONGEST_NUMBER || !DECIMAL.matcher(literal).matches()) {
            return text(literal);
        }
        if (whole) {
            return Long.valueOf(literal);
        }
        double value = Double.parseDouble(literal);
        var decimal = new BigDecimal(literal);
        boolean isRead = Double.isFinite(value) && (value != 0 || decimal.signum() == 0);
        return isRead ? decimal : literal;
    }
}
