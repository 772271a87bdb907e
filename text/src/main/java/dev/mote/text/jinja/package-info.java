/**
 * A sandboxed, bounded interpreter of the Jinja2 template language as chat templates use it.
 *
 * <p>Packages, bottom up: this one holds errors and the budget; {@code value} the values templates
 * compute with; {@code syntax} lexer, parser and syntax tree; {@code library} filters, tests,
 * methods and functions; {@code runtime} scopes and evaluation. Nothing here reaches the host: no
 * reflection, no files, no environment, no clock but the one passed in.
 *
 * @see <a href="https://jinja.palletsprojects.com/en/stable/templates/">Jinja 3.1, Template
 *     Designer Documentation</a>
 */
package dev.mote.text.jinja;
