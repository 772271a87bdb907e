package dev.mote.engine.constraint;

/** JSON without a schema. */
public final class AnyJson {
    /**
     * Any object, of a depth that grammars of a fixed size can hold: JSON Schema has no way to say
     * it that would also be enforced, for what a schema does not describe is left out.
     */
    public static final Constraint OBJECT =
            Constraint.grammar(
                    """
                    root ::= object
                    object ::= "{" ws ( pair ( "," ws pair )* )? "}"
                    pair ::= string ":" ws value
                    value ::= ( object | array | string | number | "true" | "false" | "null" ) ws
                    array ::= "[" ws ( value ( "," ws value )* )? "]"
                    string ::= "\\"" ( [^"\\\\\\x00-\\x1F] | "\\\\" ( ["\\\\/bfnrt] | "u" [0-9a-fA-F]{4} ) )* "\\"" ws
                    number ::= "-"? ( "0" | [1-9] [0-9]{0,15} ) ( "." [0-9]{1,16} )? ( [eE] [-+]? [0-9]{1,2} )?
                    ws ::= ( " " | "\\n" [ \\t]{0,20} )?
                    """);

    private AnyJson() {}
}
