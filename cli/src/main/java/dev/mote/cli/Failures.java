package dev.mote.cli;

import dev.mote.bundle.BundleException;
import dev.mote.bundle.CatalogueException;
import dev.mote.bundle.InvalidSourceException;
import dev.mote.bundle.UnknownModelException;
import dev.mote.engine.NotEnoughMemoryException;
import dev.mote.engine.UnsupportedByModelException;
import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.engine.sampling.SamplingException;
import dev.mote.format.ModelFormatException;
import dev.mote.model.ContextOverflowException;
import dev.mote.model.UnsupportedArchitectureException;
import dev.mote.text.grammar.GrammarException;
import dev.mote.text.template.TemplateException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Turns whatever a command throws into one line and an exit code. */
final class Failures {
    private Failures() {}

    /**
     * Reports a failure. What the product throws on purpose is told in its own words; anything else
     * is a bug, named as such, with the stack trace behind {@code MOTE_DEBUG=1}.
     */
    static int report(Console console, Throwable failure) {
        if ("1".equals(System.getenv("MOTE_DEBUG"))) {
            failure.printStackTrace(console.err());
        }
        console.error(message(failure));
        return exitCode(failure);
    }

    private static String message(Throwable failure) {
        return switch (failure) {
            case IOException io -> describe(io);
            case UncheckedIOException io -> describe(io.getCause());
            case OutOfMemoryError e -> outOfMemory(String.valueOf(e.getMessage()));
            case InternalError e when isMappingFault(e) ->
                    "the model's file was cut short, or its disk failed, while it was in use; get"
                            + " it again with `mote pull`, or check the disk";
            case StackOverflowError _ ->
                    "something in the input is nested too deeply; simplify the chat template or the"
                            + " prompt";
            case InvalidOptionException invalid -> oneLine(OptionNames.message(invalid));
            case ContextOverflowException overflow ->
                    overflow.needed()
                            + " tokens do not fit the context of "
                            + overflow.capacity()
                            + "; shorten the text, allow more with --context, or choose"
                            + " --on-overflow shift to drop old tokens";
            case Fault _,
                    ModelFormatException _,
                    UnsupportedArchitectureException _,
                    UnsupportedByModelException _,
                    NotEnoughMemoryException _,
                    SamplingException _,
                    GrammarException _,
                    TemplateException _,
                    BundleException _ ->
                    oneLine(failure.getMessage());
            default ->
                    "this is a bug in mote: %s: %s; run again with MOTE_DEBUG=1 and report the trace"
                            .formatted(
                                    failure.getClass().getSimpleName(),
                                    oneLine(failure.getMessage()));
        };
    }

    /**
     * Which memory is meant only the message tells: that of the JVM for its heap ("Java heap
     * space"), of foreign memory ("Unable to allocate 123 bytes"), of a file to be mapped ("Map
     * failed"), of threads ("unable to create native thread").
     */
    private static String outOfMemory(String detail) {
        if (detail.startsWith("Unable to allocate") || detail.startsWith("Cannot reserve")) {
            return "the machine has not enough memory left for this ("
                    + oneLine(detail)
                    + "); choose a smaller --context, --kv Q8_0 or a smaller model";
        }
        if (detail.startsWith("Map failed")) {
            return "the model's file cannot be mapped: the address space this process may use is"
                    + " exhausted; raise the limit (ulimit -v) or choose a smaller model";
        }
        if (detail.contains("native thread")) {
            return "the machine starts no further thread for this process; choose fewer --threads"
                    + " or raise the limit (ulimit -u)";
        }
        return "the Java heap is too small for this; set MOTE_HEAP=4g, or choose a smaller"
                + " --context";
    }

    /** What a read behind the end of a mapped file becomes (JDK 25: SIGBUS in an access). */
    private static boolean isMappingFault(InternalError error) {
        return String.valueOf(error.getMessage()).contains("unsafe memory access");
    }

    /** The exit code of a failure. */
    static int exitCode(Throwable failure) {
        return switch (failure) {
            case Fault fault -> fault.exitCode();
            case ModelFormatException _,
                    UnsupportedArchitectureException _,
                    UnsupportedByModelException _,
                    UnknownModelException _,
                    CatalogueException _,
                    InvalidSourceException _,
                    SamplingException _,
                    TemplateException _ ->
                    ExitCode.MODEL;
            case InternalError e when isMappingFault(e) -> ExitCode.MODEL;
            case InvalidOptionException _, GrammarException _ -> ExitCode.USAGE;
            case BundleException _ -> ExitCode.DOWNLOAD;
            case ContextOverflowException _ -> ExitCode.CONTEXT;
            default -> ExitCode.FAILURE;
        };
    }

    /** A message without line breaks and control characters. */
    static String oneLine(@Nullable String message) {
        if (message == null) {
            return "no further detail";
        }
        return message.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cc}", "?");
    }

    private static String describe(@Nullable IOException failure) {
        return switch (failure) {
            case null -> "input or output ended early";
            case IOException io when io.getCause() instanceof OutOfMemoryError e ->
                    outOfMemory(String.valueOf(e.getMessage()));
            case NoSuchFileException e -> "'" + e.getFile() + "': there is no such file";
            case AccessDeniedException e -> "'" + e.getFile() + "': permission denied";
            case FileSystemException e ->
                    "'"
                            + e.getFile()
                            + "': "
                            + (e.getReason() == null ? "not usable" : e.getReason());
            default -> oneLine(failure.getMessage());
        };
    }
}
