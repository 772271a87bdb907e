package dev.mote.serve.resident;

import java.util.Map;

/**
 * What open models take.
 *
 * @param open bytes by model
 * @param sequences answers under way hold
 * @param sequenceBytes their KV caches or other states
 * @param takenBytes of all, those being opened included
 * @param budgetBytes what they may take
 * @param loads models opened on demand since the start
 * @param evictions models closed since the start
 */
public record ResidentFigures(
        Map<String, Long> open,
        int sequences,
        long sequenceBytes,
        long takenBytes,
        long budgetBytes,
        long loads,
        long evictions) {}
