/** Shared by the formats, for nobody else. */
package dev.mote.format.internal;
