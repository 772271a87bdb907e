package dev.mote.engine;

import java.nio.file.Path;

/**
 * A file is no saved conversation, is damaged, or belongs to another model. Nothing was changed.
 */
public final class SessionFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names the file and what is wrong with it. */
    SessionFileException(Path file, String problem) {
        super("'%s' %s".formatted(file, problem));
    }
}
