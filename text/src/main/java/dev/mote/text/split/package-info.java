/** Pre-tokenization: cutting a text into the words that an algorithm may not cross. */
package dev.mote.text.split;
