/** Tools that models may call: how families write calls, how calls are constrained and read. */
package dev.mote.engine.tools;
