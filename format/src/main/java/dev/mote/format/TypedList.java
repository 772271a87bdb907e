package dev.mote.format;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * A metadata array whose element type is known without reading its elements, so that a list of a
 * quarter of a million tokens can be handed out unread.
 *
 * @param <T> String, Boolean, Long or Double
 */
public abstract class TypedList<T> extends AbstractList<T> implements RandomAccess {
    private final Class<T> elementType;

    /** States the element type. */
    protected TypedList(Class<T> elementType) {
        this.elementType = elementType;
    }

    /** The class of every element. */
    public final Class<T> elementType() {
        return elementType;
    }
}
