/** Beans of Spring Boot from properties {@code spring.ai.mote}. */
@NullMarked
package dev.mote.springai.autoconfigure;

import org.jspecify.annotations.NullMarked;
