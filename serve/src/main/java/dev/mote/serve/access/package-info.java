/** Who may come in. */
package dev.mote.serve.access;
