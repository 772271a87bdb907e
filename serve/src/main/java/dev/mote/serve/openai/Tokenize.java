package dev.mote.serve.openai;

import dev.mote.serve.ServedModel;
import dev.mote.serve.ServedModels;
import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Map;

/**
 * {@code POST /tokenize}: the tokens of a text. What looks like a special token in it stays text.
 */
public final class Tokenize implements Endpoint {
    private final ServedModels models;

    /** By the tokenizers of these models. */
    public Tokenize(ServedModels models) {
        this.models = models;
    }

    @Override
    public void answer(Exchange exchange) {
        Fields body = Fields.parse(exchange.body());
        ServedModel model = models.find(exchange, body.string("model"));
        String content = body.requiredString("content");
        boolean addSpecial = body.flag("add_special", false);
        boolean pieces = body.flag("with_pieces", false);
        body.refuseRest();
        Tokenizer tokenizer = model.model().tokenizer();
        int[] tokens =
                tokenizer.encode(
                        content, addSpecial ? Tokenizer.Special.ADD : Tokenizer.Special.NONE);
        Map<String, @Nullable Object> answer =
                Wording.map("tokens", tokens, "count", tokens.length);
        if (pieces) {
            answer.put("pieces", Arrays.stream(tokens).mapToObj(tokenizer::piece).toList());
        }
        exchange.reply(Reply.json(200, answer));
    }
}
