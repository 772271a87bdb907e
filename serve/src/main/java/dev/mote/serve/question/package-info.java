/** Requests, read strictly: what is not understood is refused by name. */
package dev.mote.serve.question;
