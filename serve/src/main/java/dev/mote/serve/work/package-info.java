/** Turns, deadlines and figures of the requests that models work on. */
package dev.mote.serve.work;
