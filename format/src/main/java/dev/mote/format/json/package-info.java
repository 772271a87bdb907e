/** JSON from untrusted sources. */
package dev.mote.format.json;
