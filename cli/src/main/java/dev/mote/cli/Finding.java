package dev.mote.cli;

/**
 * One line of {@code mote doctor}.
 *
 * @param topic what was looked at
 * @param state what was found
 * @param remedy what to do about it; empty if all is well
 */
record Finding(String topic, String state, String remedy) {
    static Finding well(String topic, String state) {
        return new Finding(topic, state, "");
    }
}
