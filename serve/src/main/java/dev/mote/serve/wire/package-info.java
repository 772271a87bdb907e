/** HTTP as the endpoints see it, whichever library carries it. */
package dev.mote.serve.wire;
