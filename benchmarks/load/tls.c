/* TLS by OpenSSL, where the machine has it. Certificates are not checked: the server is on this machine. */
#include "load.h"

#ifdef WITH_TLS
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

static SSL_CTX *context;

void prepare_tls(void) {
  context = SSL_CTX_new(TLS_client_method());
  if (context == NULL) {
    fail("cannot start OpenSSL.");
  }
  SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
}

void *start_tls(int socket) {
  SSL *ssl = SSL_new(context);
  SSL_set_fd(ssl, socket);
  SSL_set_tlsext_host_name(ssl, "localhost");
  SSL_set_connect_state(ssl);
  return ssl;
}

int continue_tls(void *ssl) {
  ERR_clear_error();
  int result = SSL_do_handshake(ssl);
  if (result == 1) {
    return 1;
  }
  switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_WANT_READ: return 0;
    case SSL_ERROR_WANT_WRITE: return 2;
    default: return -1;
  }
}

/* As read(2) and write(2) say it. */
static ssize_t outcome(SSL *ssl, int result) {
  if (result > 0) {
    return result;
  }
  switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: errno = EAGAIN; return -1;
    case SSL_ERROR_ZERO_RETURN: return 0;
    default: errno = ECONNRESET; return -1;
  }
}

ssize_t read_tls(void *ssl, uint8_t *bytes, size_t length) {
  ERR_clear_error();
  return outcome(ssl, SSL_read(ssl, bytes, (int)length));
}

ssize_t write_tls(void *ssl, const uint8_t *bytes, size_t length) {
  ERR_clear_error();
  return outcome(ssl, SSL_write(ssl, bytes, (int)length));
}

void end_tls(void *ssl) {
  SSL_free(ssl);
}
#else
void prepare_tls(void) {
  fail("compiled without OpenSSL; --tls is not available.");
}

void *start_tls(int socket) {
  (void)socket;
  return NULL;
}

int continue_tls(void *ssl) {
  (void)ssl;
  return -1;
}

ssize_t read_tls(void *ssl, uint8_t *bytes, size_t length) {
  (void)ssl;
  (void)bytes;
  (void)length;
  return -1;
}

ssize_t write_tls(void *ssl, const uint8_t *bytes, size_t length) {
  (void)ssl;
  (void)bytes;
  (void)length;
  return -1;
}

void end_tls(void *ssl) {
  (void)ssl;
}
#endif
