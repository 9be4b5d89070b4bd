package dev.parley.internal.binding;

/** What kind of method it is whose parameters are bound. */
enum Role {
  /** Of a WebSocket route: there is no body. */
  SOCKET,

  /** Of an HTTP route whose requests carry a body. */
  HTTP,

  /** Of a GET route: a body is read only where a parameter says so. */
  HTTP_GET,

  /** A provider, which may run for any route. */
  PROVIDER
}
