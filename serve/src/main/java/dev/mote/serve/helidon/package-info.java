/** The exchange carried by Helidon's web server; nothing else knows that library. */
package dev.mote.serve.helidon;
