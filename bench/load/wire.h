// Connections of the instruments that speak TLS too: compiled with -DLEAT_TLS, the same program does.
// Certificates are not checked: what is measured is the server.
#ifndef LEAT_WIRE_H
#define LEAT_WIRE_H

#include "load.h"

#ifdef LEAT_TLS

#include <openssl/err.h>
#include <openssl/ssl.h>

static SSL **sessions;
static SSL_CTX *tls;

// Makes ready for connections whose descriptors are below that.
static inline void wire_begin(long connections) {
  tls = SSL_CTX_new(TLS_client_method());
  if (tls == NULL) fail("OpenSSL cannot be used: %s", ERR_reason_error_string(ERR_get_error()));
  SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(tls, 1);
  SSL_CTX_set_default_read_buffer_len(tls, 1 << 16);
  sessions = zeroed((size_t)connections + 64, sizeof *sessions);
}

// The handshake on a socket that is connected and blocks; false if it fails.
static inline int wire_open(int socket_) {
  SSL *session = SSL_new(tls);
  if (session == NULL || SSL_set_fd(session, socket_) != 1) fail("OpenSSL cannot make a session");
  sessions[socket_] = session;
  return SSL_connect(session) == 1;
}

static inline void wire_close(int socket_) {
  SSL_free(sessions[socket_]);
  close(socket_);
}

// A connection, its handshake done.
static inline int wire_connect(int port) {
  int socket_ = connect_to(port);
  if (!wire_open(socket_)) fail("no TLS with 127.0.0.1:%d: %s", port, ERR_reason_error_string(ERR_get_error()));
  return socket_;
}

// As read() and write(), to the values of errno.
static inline ssize_t wire_result(SSL *session, int result) {
  if (result > 0) return result;
  int error = SSL_get_error(session, result);
  if (error == SSL_ERROR_ZERO_RETURN) return 0;
  if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) errno = EAGAIN;
  else if (error == SSL_ERROR_SSL) errno = EPROTO;
  return -1;
}

static inline ssize_t wire_read(int socket_, char *buffer, size_t size) {
  ERR_clear_error();
  return wire_result(sessions[socket_], SSL_read(sessions[socket_], buffer, (int)size));
}

static inline ssize_t wire_write(int socket_, const char *bytes, size_t size) {
  ERR_clear_error();
  return wire_result(sessions[socket_], SSL_write(sessions[socket_], bytes, (int)size));
}

// Whether more can be read without waiting for the socket.
static inline int wire_pending(int socket_) { return SSL_has_pending(sessions[socket_]); }

#else

static inline void wire_begin(long connections) { (void)connections; }

static inline int wire_open(int socket_) { return (void)socket_, 1; }

static inline void wire_close(int socket_) { close(socket_); }

static inline int wire_connect(int port) { return connect_to(port); }

static inline ssize_t wire_read(int socket_, char *buffer, size_t size) { return read(socket_, buffer, size); }

static inline ssize_t wire_write(int socket_, const char *bytes, size_t size) { return write(socket_, bytes, size); }

static inline int wire_pending(int socket_) { return (void)socket_, 0; }

#endif
#endif
