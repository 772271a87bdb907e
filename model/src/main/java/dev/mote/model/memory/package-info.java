/** Memory of keys and values in pages that sequences take, share and give back. */
package dev.mote.model.memory;
