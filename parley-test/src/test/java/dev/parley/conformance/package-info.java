/**
 * What RFC 6455 and RFC 9112 ask of a server, strictly, byte by byte over real sockets: proper
 * requests and frames must work, and each improper one must be refused in exactly one way.
 */
package dev.parley.conformance;
