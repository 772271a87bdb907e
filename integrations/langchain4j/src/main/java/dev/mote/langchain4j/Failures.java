package dev.mote.langchain4j;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.mote.engine.UnsupportedByModelException;
import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.engine.tools.ToolException;
import dev.mote.model.ContextOverflowException;
import dev.mote.text.template.TemplateException;

import java.util.function.Supplier;

/** Failures as LangChain4j names them; what it has no name for stays as it is. */
final class Failures {
    private Failures() {}

    static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (ToolException e) {
            throw switch (e.problem()) {
                case INVALID -> new InvalidRequestException(e);
                case UNSUPPORTED_SCHEMA ->
                        unsupported("a schema of a tool is not supported: " + e.getMessage(), e);
                case UNSUPPORTED_BY_MODEL ->
                        e.field().equals("tool_choice")
                                ? unsupported(
                                        "ToolChoice.REQUIRED is not supported: " + e.getMessage(),
                                        e)
                                : unsupported("tools are not supported: " + e.getMessage(), e);
            };
        } catch (UnsupportedByModelException e) {
            throw unsupported("not supported: " + e.getMessage(), e);
        } catch (InvalidOptionException e) {
            throw new InvalidRequestException(e);
        } catch (TemplateException e) {
            throw new InvalidRequestException(
                    "the model's chat template refuses the conversation: " + e.getMessage(), e);
        } catch (ContextOverflowException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        }
    }

    private static UnsupportedFeatureException unsupported(String message, Throwable cause) {
        UnsupportedFeatureException failure = new UnsupportedFeatureException(message);
        failure.initCause(cause);
        return failure;
    }
}
