/** The endpoints of OpenAI's API. */
package dev.mote.serve.openai;
