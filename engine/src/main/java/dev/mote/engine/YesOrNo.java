package dev.mote.engine;

import dev.mote.model.ContextOverflowException;
import dev.mote.text.template.ChatRequest;
import dev.mote.text.template.ChatTemplate;
import dev.mote.text.tokenizer.TextSpan;
import dev.mote.text.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Asks a model that generates whether a document answers a query, and reads the probability of
 * "yes" against "no" off its logits. The question and its form are those that Qwen3-Reranker was
 * trained with (arXiv:2506.05176, section 2.2, and its model card); its chat template, told not to
 * think, gives the same tokens. Files that bring a template of their own for this ({@code
 * tokenizer.chat_template.rerank}) are asked by that.
 */
final class YesOrNo {
    private static final String OWN_TEMPLATE = "tokenizer.chat_template.rerank";
    private static final String QUERY = "{query}";
    private static final String DOCUMENT = "{document}";

    private static final String TASK =
            "Judge whether the Document meets the requirements based on the Query and the Instruct"
                    + " provided. Note that the answer can only be \"yes\" or \"no\".";

    private static final String INSTRUCTION =
            "Given a web search query, retrieve relevant passages that answer the query";

    private final Model model;
    private final ModelRuntime runtime;
    private final Optional<ChatTemplate> template;
    private final String ownTemplate;
    private final int yes;
    private final int no;

    YesOrNo(Model model) {
        this.model = model;
        runtime = model.runtime();
        ownTemplate = runtime.file().metadata().string(OWN_TEMPLATE).orElse("");
        template = ownTemplate.isEmpty() ? Optional.of(chatTemplate()) : Optional.empty();
        yes = word("yes");
        no = word("no");
    }

    private ChatTemplate chatTemplate() {
        return model.chatTemplate()
                .orElseThrow(() ->
                        new UnsupportedByModelException(
                                "this model has no chat template to be asked by, so it cannot judge"
                                        + " documents; use a reranking model"));
    }

    private int word(String word) {
        Tokenizer tokenizer = model.tokenizer();
        OptionalInt whole = tokenizer.id(word);
        if (whole.isPresent()) {
            return whole.getAsInt();
        }
        int[] tokens = tokenizer.encode(word, Tokenizer.Special.NONE);
        if (tokens.length != 1) {
            throw new UnsupportedByModelException(
                    "this model has no token for '%s', so it cannot judge documents; use a"
                                    .formatted(word)
                            + " reranking model");
        }
        return tokens[0];
    }

    double[] scores(String query, List<String> documents) {
        List<int[]> prompts = new ArrayList<>(documents.size());
        int longest = 0;
        for (String document : documents) {
            int[] prompt = prompt(query, document);
            if (prompt.length > runtime.contextLength()) {
                throw new ContextOverflowException(prompt.length, runtime.contextLength());
            }
            prompts.add(prompt);
            longest = Math.max(longest, prompt.length);
        }
        double[] scores = new double[prompts.size()];
        if (prompts.isEmpty()) {
            return scores;
        }
        try (Sequence sequence = runtime.newSequence(new int[0], longest)) {
            for (int i = 0; i < scores.length; i++) {
                sequence.start(prompts.get(i)); // what precedes the document is read once
                while (!sequence.readPiece()) {
                    // chunk by chunk, so that others get their turns
                }
                float[] logits = sequence.logits();
                scores[i] = 1 / (1 + Math.exp((double) logits[no] - logits[yes]));
            }
        }
        return scores;
    }

    private int[] prompt(String query, String document) {
        if (template.isEmpty()) {
            return model.tokenizer().encode(filled(query, document), true);
        }
        String content =
                "<Instruct>: %s\n<Query>: %s\n<Document>: %s"
                        .formatted(INSTRUCTION, query, document);
        Tokenizer tokenizer = model.tokenizer();
        ChatRequest.Builder request =
                ChatRequest.builder()
                        .variable("enable_thinking", false)
                        .message(Map.of("role", "system", "content", TASK))
                        .message(Map.of("role", "user", "content", content));
        tokenizer.bos().ifPresent(token -> request.bosToken(tokenizer.piece(token)));
        tokenizer.eos().ifPresent(token -> request.eosToken(tokenizer.piece(token)));
        return tokenizer.encode(template.get().render(request.build()).spans(), true);
    }

    /** The file's template, in which what people wrote stays plain text. */
    private List<TextSpan> filled(String query, String document) {
        List<TextSpan> spans = new ArrayList<>();
        String rest = ownTemplate;
        while (!rest.isEmpty()) {
            int queryAt = rest.indexOf(QUERY);
            int documentAt = rest.indexOf(DOCUMENT);
            boolean queryFirst = queryAt >= 0 && (documentAt < 0 || queryAt < documentAt);
            int at = queryFirst ? queryAt : documentAt;
            if (at < 0) {
                spans.add(TextSpan.trusted(rest));
                break;
            }
            if (at > 0) {
                spans.add(TextSpan.trusted(rest.substring(0, at)));
            }
            spans.add(TextSpan.untrusted(queryFirst ? query : document));
            rest = rest.substring(at + (queryFirst ? QUERY : DOCUMENT).length());
        }
        return spans;
    }
}
