package dev.mote.cli;

import dev.mote.engine.sampling.InvalidOptionException;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options of the engine as people type them here. */
final class OptionNames {
    /** Those whose name is not simply the engine's with dashes. */
    private static final Map<String, String> TYPED =
            Map.ofEntries(
                    Map.entry("contextLength", "--context"),
                    Map.entry("kvType", "--kv"),
                    Map.entry("kvMemoryBytes", "--kv-memory"),
                    Map.entry("beyondTraining is set", "--beyond-training is given"),
                    Map.entry("dryMultiplier", "--dry"),
                    Map.entry("number of stops", "the number of --stop texts"),
                    Map.entry("length of a stop", "the length of a --stop text"),
                    Map.entry("lower keepTokens, shorten", "shorten"),
                    Map.entry("choose a longer context", "choose a longer --context"));

    /** Those that are one word, so that only the exception tells that they are an option. */
    private static final Map<String, String> SHORT =
            Map.of(
                    "tokens", "a length of --prompt or --generate",
                    "runs", "--runs",
                    "window", "--window",
                    "logprobs", "--logprobs",
                    "temperature", "--temperature",
                    "threads", "--threads");

    private static final Pattern NAMES =
            Pattern.compile(
                    String.join("|", TYPED.keySet())
                            + "|\\b(?:maxTokens|top[KP]|minP|typicalP|logitBias|penaltyWindow"
                            + "|(?:repetition|frequency|presence)Penalty)\\b");

    private OptionNames() {}

    /** The message of a failure with the options that were typed. */
    static String message(InvalidOptionException failure) {
        String message = String.valueOf(failure.getMessage());
        String typed = SHORT.get(failure.option());
        if (typed != null && message.startsWith(failure.option() + " ")) {
            message = typed + message.substring(failure.option().length());
        }
        return NAMES.matcher(message)
                .replaceAll(name -> Matcher.quoteReplacement(typed(name.group())));
    }

    private static String typed(String name) {
        String known = TYPED.get(name);
        return known != null ? known : "--" + dashed(name);
    }

    private static String dashed(String name) {
        StringBuilder dashed = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                dashed.append('-');
            }
            dashed.append(Character.toLowerCase(c));
        }
        return dashed.toString();
    }
}
