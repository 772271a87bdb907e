package dev.mote.cli;

import dev.mote.kernel.BlockType;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;

/** Reads tensor types in any case. */
final class BlockTypeConverter implements ITypeConverter<BlockType> {
    @Override
    public BlockType convert(String value) {
        for (BlockType type : BlockType.values()) {
            if (type.name().equals(value.toUpperCase(Locale.ROOT))) {
                return type;
            }
        }
        throw new TypeConversionException("'" + value + "' is no tensor type");
    }
}
