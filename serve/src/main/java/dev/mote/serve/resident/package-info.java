/** Which models are open, and what they take. */
package dev.mote.serve.resident;
