package dev.mote.serve.responses;

import dev.mote.serve.openai.Wording;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;
import dev.mote.serve.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** {@code GET} and {@code DELETE /v1/responses/ID}, and the items that a response answered. */
public final class KeptResponses {
    private static final String ITEMS = "/input_items";
    private static final int PAGE = 20;
    private static final int PAGE_MAX = 100;

    private final ResponseStore store;

    /** Of this store. */
    public KeptResponses(ResponseStore store) {
        this.store = store;
    }

    /** {@code GET}. */
    public void get(Exchange exchange, String path) {
        if (path.endsWith(ITEMS)) {
            String id = path.substring(0, path.length() - ITEMS.length());
            exchange.reply(Reply.json(200, page(find(exchange, id).input(), exchange.query())));
            return;
        }
        Map<String, @Nullable Object> body = find(exchange, path).body();
        for (String name : exchange.query().keySet()) {
            boolean plain = name.equals("stream") && "false".equals(exchange.query().get(name));
            if (!plain) {
                throw Refusal.unsupported(
                        name, "a kept response is given whole, without '" + name + "'");
            }
        }
        exchange.reply(Reply.json(200, body));
    }

    /** {@code DELETE}. */
    public void delete(Exchange exchange, String id) {
        find(exchange, id);
        store.remove(exchange.caller(), id);
        exchange.reply(
                Reply.json(200, Wording.map("id", id, "object", "response", "deleted", true)));
    }

    private StoredResponse find(Exchange exchange, String id) {
        return store.get(exchange.caller(), id)
                .orElseThrow(() ->
                        Refusal.of(
                                404,
                                "response_not_found",
                                "there is no response of that id; it may have been forgotten"));
    }

    private static Map<String, @Nullable Object> page(
            List<Map<String, @Nullable Object>> input, Map<String, String> query) {
        List<Map<String, @Nullable Object>> items = new ArrayList<>(input);
        int limit = PAGE;
        String after = "";
        boolean newestFirst = true;
        for (Map.Entry<String, String> entry : query.entrySet()) {
            switch (entry.getKey()) {
                case "limit" -> limit = limit(entry.getValue());
                case "after" -> after = entry.getValue();
                case "order" -> newestFirst = !order(entry.getValue()).equals("asc");
                default -> throw Refusal.unknown(entry.getKey());
            }
        }
        if (newestFirst) {
            Collections.reverse(items);
        }
        int from = 0;
        for (int i = 0; i < items.size(); i++) {
            if (after.equals(items.get(i).get("id"))) {
                from = i + 1;
            }
        }
        if (!after.isEmpty() && from == 0) {
            throw Refusal.invalid("after", "after names no item of this response");
        }
        List<Map<String, @Nullable Object>> page =
                items.subList(from, Math.min(items.size(), from + limit));
        return Wording.map(
                "object",
                "list",
                "data",
                page,
                "first_id",
                page.isEmpty() ? null : page.getFirst().get("id"),
                "last_id",
                page.isEmpty() ? null : page.getLast().get("id"),
                "has_more",
                from + page.size() < items.size());
    }

    private static String order(String value) {
        if (!value.equals("asc") && !value.equals("desc")) {
            throw Refusal.invalid("order", "order must be asc or desc");
        }
        return value;
    }

    private static int limit(String value) {
        int limit = value.matches("\\d{1,4}") ? Integer.parseInt(value) : 0;
        if (limit < 1 || limit > PAGE_MAX) {
            throw Refusal.invalid("limit", "limit must be 1 to %d".formatted(PAGE_MAX));
        }
        return limit;
    }
}
