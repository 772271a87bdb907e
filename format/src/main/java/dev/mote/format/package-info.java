/** Model files as typed metadata and mapped tensors, whatever their format. */
package dev.mote.format;
