package dev.mote.text.jinja.syntax;

import java.util.List;

/** What can be assigned to. */
public sealed interface Target {
    /** A variable. */
    record Variable(String name) implements Target {}

    /** An attribute of a namespace. */
    record NamespaceAttribute(String namespace, String attribute) implements Target {}

    /** Several targets that take the elements of a sequence. */
    record Unpacking(List<Target> targets) implements Target {}
}
