package dev.mote.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes such as {@code 800M}, {@code 2.5g} or a number of bytes; a K has 1024 bytes. */
final class ByteSizeConverter implements ITypeConverter<Long> {
    private static final Pattern SIZE =
            Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,3})?)([KMGT]?)(?:I?B)?");

    @Override
    public Long convert(String value) {
        Matcher matcher = SIZE.matcher(value.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + value + "' is no size; write 800M or 4G");
        }
        String unit = matcher.group(2);
        int shift = unit.isEmpty() ? 0 : 10 * ("KMGT".indexOf(unit) + 1);
        return (long) (Double.parseDouble(matcher.group(1)) * (1L << shift));
    }
}
