/**
 * OpenTelemetry's spans and metrics; nothing else knows its library, which is there only when it is
 * asked for.
 */
package dev.mote.serve.otlp;
