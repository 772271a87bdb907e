package dev.mote.bundle.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Digests of a content under several algorithms at once, taken while it streams by. Not safe for
 * threads.
 */
public final class RunningDigest {
    private static final class Lane {
        private final MessageDigest digest;
        private final byte[] preamble;

        Lane(MessageDigest digest, byte[] preamble) {
            this.digest = digest;
            this.preamble = preamble;
        }

        void reset() {
            digest.reset();
            digest.update(preamble);
        }
    }

    private final Map<String, Lane> lanes = new LinkedHashMap<>();

    /** Digests under these algorithms, by their JDK names. */
    public static RunningDigest of(String... algorithms) {
        RunningDigest running = new RunningDigest();
        for (String algorithm : algorithms) {
            running.add(algorithm, new byte[0]);
        }
        return running;
    }

    /** Adds an algorithm that sees a preamble before the content, as git's does. */
    public RunningDigest add(String algorithm, byte[] preamble) {
        try {
            Lane lane = new Lane(MessageDigest.getInstance(algorithm), preamble.clone());
            lane.reset();
            lanes.put(algorithm, lane);
            return this;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("this JDK has no digest " + algorithm, e);
        }
    }

    /** Starts anew. */
    public void reset() {
        lanes.values().forEach(Lane::reset);
    }

    /** Takes bytes. */
    public void update(byte[] bytes, int offset, int length) {
        lanes.values().forEach(lane -> lane.digest.update(bytes, offset, length));
    }

    /** Ends one algorithm; call once for each. */
    public byte[] end(String algorithm) {
        Lane lane = lanes.get(algorithm);
        if (lane == null) {
            throw new IllegalArgumentException("no digest " + algorithm + " is running");
        }
        return lane.digest.digest();
    }

    /** Ends one algorithm; call once for each. */
    public String endHex(String algorithm) {
        return HexFormat.of().formatHex(end(algorithm));
    }
}
