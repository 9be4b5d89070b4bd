/**
 * The behaviours that users of FastAPI rely on, and those where Parley differs on purpose, over
 * real sockets. The numbers are those of {@code docs/semantics.md}.
 */
package dev.parley.semantics;
