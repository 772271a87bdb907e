/** Token tables and the special tokens found in a text before any algorithm runs. */
package dev.mote.text.vocabulary;
