package dev.mote.engine;

import dev.mote.model.DecoderState;
import dev.mote.model.memory.KvBlock;
import dev.mote.model.memory.KvPool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The beginnings of prompts that were read before, with what the model keeps of them, so that the
 * next prompt that begins alike need not be read from its first token.
 *
 * <p>A tree of pages for each {@link Scope}: a node holds the tokens of one page, and its children
 * the pages that came next. Tokens are compared, never hashes of them, so nobody can craft a prompt
 * that is taken for another; and a caller who gives another salt neither finds nor, by the time
 * that an answer takes, notices what was kept for others. The page that is used least recently goes
 * first when memory is needed. Guarded by the runtime, which lets one caller at a time compute.
 */
final class PrefixCache {
    private static final int PAGE = KvPool.PAGE_POSITIONS;

    /** Fewer tokens are read anew sooner than a page is copied. */
    private static final int TOKENS_MIN = 16;

    /** Who may find what: callers with the same salt who use the same adapters. */
    record Scope(String salt, List<LoadedAdapters.Use> adapters) {
        /** Copies the list. */
        Scope {
            adapters = List.copyOf(adapters);
        }
    }

    /** What is kept of one page. The root of a scope holds no tokens. */
    private static final class Node {
        private final int[] tokens;
        private final Optional<KvBlock> block;
        private final List<Node> children = new ArrayList<>();
        private long lastUse;

        Node(int[] tokens, Optional<KvBlock> block) {
            this.tokens = tokens;
            this.block = block;
        }

        boolean isFull() {
            return tokens.length == PAGE;
        }
    }

    private record Found(KvBlock block, int tokens) {}

    private final PrefillPieces pieces;
    private final Map<Scope, Node> roots = new HashMap<>();
    private long clock;

    PrefixCache(PrefillPieces pieces) {
        this.pieces = pieces;
    }

    /** How many tokens of a prompt {@link #adopt} would spare. */
    int match(Scope scope, int[] prompt) {
        int matched = find(scope, prompt).stream().mapToInt(Found::tokens).sum();
        int usable = pieces.reusable(matched, prompt.length);
        return usable < TOKENS_MIN ? 0 : usable;
    }

    /** Gives an empty state the first {@code count} tokens of a prompt, which were matched. */
    void adopt(Scope scope, int[] prompt, int count, DecoderState state) {
        for (Found found : find(scope, prompt)) {
            int left = count - state.position();
            if (left > 0) {
                state.adopt(found.block(), Math.min(left, found.tokens()));
            }
        }
    }

    private List<Found> find(Scope scope, int[] prompt) {
        List<Found> path = new ArrayList<>();
        Node node = roots.get(scope);
        int at = 0;
        clock++;
        while (node != null) {
            node.lastUse = clock;
            Node best = null;
            int common = 0;
            for (Node child : node.children) {
                int length = common(child.tokens, prompt, at);
                if (length > common) {
                    best = child;
                    common = length;
                }
            }
            if (best != null) {
                best.lastUse = clock;
                path.add(new Found(best.block.orElseThrow(), common));
            }
            at += common;
            node = common == PAGE ? best : null;
        }
        return path;
    }

    private static int common(int[] tokens, int[] prompt, int at) {
        int end = Math.min(prompt.length, at + tokens.length);
        int mismatch = Arrays.mismatch(tokens, 0, tokens.length, prompt, at, end);
        return mismatch < 0 ? tokens.length : mismatch;
    }

    /**
     * Keeps what a state has of the first {@code count} tokens of its prompt.
     *
     * @param whole whether the prompt ends here, so that its last page, not full, is kept too
     */
    void keep(Scope scope, int[] prompt, int count, boolean whole, DecoderState state) {
        if (!state.canTruncate() || count < TOKENS_MIN) {
            return;
        }
        clock++;
        Node node = roots.computeIfAbsent(scope, key -> new Node(new int[0], Optional.empty()));
        int at = 0;
        boolean going = true;
        while (going && count - at >= (whole ? TOKENS_MIN : PAGE)) {
            node.lastUse = clock;
            int[] tokens = Arrays.copyOfRange(prompt, at, Math.min(count, at + PAGE));
            Optional<Node> next = child(node, tokens);
            if (next.isEmpty()) {
                next = state.block(at / PAGE).map(block -> new Node(tokens, Optional.of(block)));
                next.ifPresent(node.children::add);
            }
            going = next.isPresent() && next.get().isFull();
            node = next.orElse(node);
            node.lastUse = clock;
            at += PAGE;
        }
    }

    /** The child that holds these tokens; one that holds only some of them is given up. */
    private static Optional<Node> child(Node node, int[] tokens) {
        for (Node child : List.copyOf(node.children)) {
            int common = common(tokens, child.tokens, 0);
            if (common == tokens.length) {
                return Optional.of(child);
            }
            if (common == child.tokens.length) {
                node.children.remove(child);
                child.block.ifPresent(KvBlock::close);
            }
        }
        return Optional.empty();
    }

    /**
     * Gives up the page that was used least recently, if there is one; sooner one that nobody else
     * holds. One that a sequence holds is not freed by that, but pages before it may then be, which
     * the sequence has no window on any more, and the sequence may write to it without a copy.
     */
    boolean evict() {
        Scope scope = null;
        Node parent = null;
        Node oldest = null;
        for (Map.Entry<Scope, Node> root : roots.entrySet()) {
            List<Node> left = new ArrayList<>(List.of(root.getValue()));
            while (!left.isEmpty()) {
                Node node = left.removeLast();
                for (Node child : node.children) {
                    if (!child.children.isEmpty()) {
                        left.add(child);
                    } else if (oldest == null || goesBefore(child, oldest)) {
                        oldest = child;
                        parent = node;
                        scope = root.getKey();
                    }
                }
            }
        }
        if (oldest == null || parent == null) {
            return false;
        }
        parent.children.remove(oldest);
        oldest.block.ifPresent(KvBlock::close);
        if (parent.tokens.length == 0 && parent.children.isEmpty()) {
            roots.remove(scope);
        }
        return true;
    }

    private static boolean goesBefore(Node one, Node other) {
        boolean shared = one.block.orElseThrow().isShared();
        return shared == other.block.orElseThrow().isShared()
                ? one.lastUse < other.lastUse
                : !shared;
    }

    /** Forgets what was read with an adapter. */
    void forget(LoraAdapter adapter) {
        List<Scope> scopes = new ArrayList<>(roots.keySet());
        scopes.removeIf(
                scope -> scope.adapters().stream().noneMatch(use -> use.adapter().equals(adapter)));
        for (Scope scope : scopes) {
            close(List.of(roots.remove(scope)));
        }
    }

    /** Forgets everything. */
    void clear() {
        close(List.copyOf(roots.values()));
        roots.clear();
    }

    private static void close(List<Node> nodes) {
        List<Node> left = new ArrayList<>(nodes);
        while (!left.isEmpty()) {
            Node node = left.removeLast();
            left.addAll(node.children);
            node.block.ifPresent(KvBlock::close);
        }
    }
}
