/** The algorithms that turn plain text into token ids, one file each. */
package dev.mote.text.segment;
