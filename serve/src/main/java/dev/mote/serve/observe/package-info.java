/** What the server tells of itself: figures, its page, its description. */
package dev.mote.serve.observe;
