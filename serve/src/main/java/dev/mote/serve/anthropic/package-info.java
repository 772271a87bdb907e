/** The endpoint of Anthropic's API. */
package dev.mote.serve.anthropic;
