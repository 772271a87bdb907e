/**
 * Models by name: the catalogue that ships with the product, the sources a model can come from, and
 * the store on this device that holds what was downloaded and verified.
 *
 * <p>Start at {@link dev.mote.bundle.ModelStore}. Every failure is a {@link
 * dev.mote.bundle.BundleException} whose message is one sentence for a person at a terminal.
 */
package dev.mote.bundle;
