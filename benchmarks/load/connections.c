/* Connections over epoll: handshake, reading, writing, the closing handshake. */
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 512, READ_BYTES = 256 * 1024, MAX_HEAD_BYTES = 16 * 1024, SOURCE_ADDRESSES = 8 };

struct script script;
uint64_t event_time;
int open_connections;

static int poll_descriptor;
static uint8_t *read_buffer;
static size_t read_capacity;
static void (*command_handler)(void);

/* ---- Buffers ---- */

static void append(struct buffer *buffer, const uint8_t *bytes, size_t length) {
  if (buffer->length + length > buffer->capacity) {
    buffer->capacity = (buffer->length + length) * 2;
    buffer->bytes = realloc(buffer->bytes, buffer->capacity);
    if (buffer->bytes == NULL) {
      fail("out of memory");
    }
  }
  memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
}

static void take(struct buffer *buffer, size_t length) {
  buffer->length -= length;
  memmove(buffer->bytes, buffer->bytes + length, buffer->length);
}

/* An idle connection shall cost this process nothing. */
static void release(struct buffer *buffer) {
  free(buffer->bytes);
  *buffer = (struct buffer){0};
}

/* ---- Watching ---- */

static void watch(struct connection *connection, int operation, bool write) {
  struct epoll_event event = {.events = EPOLLIN | (write ? EPOLLOUT : 0), .data.ptr = connection};
  if (epoll_ctl(poll_descriptor, operation, connection->socket, &event) != 0) {
    fail("epoll_ctl: %s", strerror(errno));
  }
  connection->wants_write = write;
}

void open_poll(void) {
  poll_descriptor = epoll_create1(EPOLL_CLOEXEC);
  read_capacity = READ_BYTES + max_message_frame();
  read_buffer = allocate(read_capacity);
}

void ignore_commands(void) {
  epoll_ctl(poll_descriptor, EPOLL_CTL_DEL, STDIN_FILENO, NULL);
}

void poll_commands(void (*on_command)(void)) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  command_handler = on_command;
  if (epoll_ctl(poll_descriptor, EPOLL_CTL_ADD, STDIN_FILENO, &event) != 0) {
    fail("standard input must be a pipe or a terminal: %s", strerror(errno));
  }
}

/* ---- Ends ---- */

void drop_connection(struct connection *connection) {
  if (connection->state == UNUSED || connection->state == CLOSED) {
    return;
  }
  if (connection->state == OPEN || connection->state == CLOSING) {
    open_connections--;
  }
  if (connection->ssl != NULL) {
    end_tls(connection->ssl);
    connection->ssl = NULL;
  }
  close(connection->socket);
  connection->state = CLOSED;
  release(&connection->in);
  release(&connection->out);
  release(&connection->message);
}

static void break_connection(struct connection *connection, const char *what) {
  if (connection->state == CLOSED) {
    return;
  }
  report_error("connection %u: %s", connection->index, what);
  drop_connection(connection);
}

/* ---- Writing ---- */

static ssize_t try_write(struct connection *connection, const uint8_t *bytes, size_t length) {
  ssize_t written = connection->ssl != NULL ? write_tls(connection->ssl, bytes, length)
                                            : send(connection->socket, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
  return written < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : written;
}

void send_bytes(struct connection *connection, const uint8_t *bytes, size_t length) {
  size_t written = 0;
  if (connection->out.length == 0) {
    ssize_t taken = try_write(connection, bytes, length);
    if (taken < 0) {
      break_connection(connection, "cannot write");
      return;
    }
    written = (size_t)taken;
  }
  if (written < length) {
    append(&connection->out, bytes + written, length - written);
    if (!connection->wants_write) {
      watch(connection, EPOLL_CTL_MOD, true);
    }
  }
}

static void write_rest(struct connection *connection) {
  ssize_t taken = try_write(connection, connection->out.bytes, connection->out.length);
  if (taken < 0) {
    break_connection(connection, "cannot write");
    return;
  }
  take(&connection->out, (size_t)taken);
  if (connection->out.length == 0) {
    watch(connection, EPOLL_CTL_MOD, false);
  }
}

static void send_control(struct connection *connection, int opcode, const uint8_t *payload, size_t length) {
  uint8_t frame[2 + 4 + 125];
  send_bytes(connection, frame, write_frame(frame, 0x80 | opcode, payload, length));
}

void send_close(struct connection *connection) {
  static const uint8_t normal[2] = {1000 >> 8, 1000 & 0xff};
  connection->state = CLOSING;
  send_control(connection, CLOSE, normal, sizeof normal);
}

/* ---- Opening ---- */

static void bind_source(int descriptor, uint32_t index) {
  int yes = 1;
  struct sockaddr_in source = {.sin_family = AF_INET};
  source.sin_addr.s_addr = htonl(INADDR_LOOPBACK + index % SOURCE_ADDRESSES);
  setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  if (bind(descriptor, (struct sockaddr *)&source, sizeof source) != 0) {
    fail("bind: %s", strerror(errno));
  }
}

bool start_connection(struct connection *connection) {
  int yes = 1;
  struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port)};
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  connection->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (connection->socket < 0) {
    fail("socket: %s", strerror(errno));
  }
  setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  bind_source(connection->socket, connection->index);
  connection->state = CONNECTING;
  connection->close_received = false;
  connection->sent = connection->received = connection->due = 0;
  connection->started = now_nanos();
  if (connect(connection->socket, (struct sockaddr *)&server, sizeof server) != 0 && errno != EINPROGRESS) {
    report_error("connection %u: cannot connect: %s", connection->index, strerror(errno));
    close(connection->socket);
    connection->state = CLOSED;
    return false;
  }
  watch(connection, EPOLL_CTL_ADD, true);
  return true;
}

/* The key is the RFC's example, so is the answer to it. */
static void send_handshake(struct connection *connection) {
  char request[1024];
  const char *path = connection->disturber ? options.disturb_path : options.path;
  int length = snprintf(request, sizeof request,
                        "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n",
                        path, options.port,
                        options.deflate ? "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; "
                                          "server_no_context_takeover\r\n"
                                        : "");
  connection->state = SHAKING;
  watch(connection, EPOLL_CTL_MOD, false);
  send_bytes(connection, (uint8_t *)request, (size_t)length);
}

static void continue_securing(struct connection *connection) {
  int outcome = continue_tls(connection->ssl);
  if (outcome == 1) {
    send_handshake(connection);
  } else if (outcome < 0) {
    break_connection(connection, "TLS handshake failed");
  } else if (connection->wants_write != (outcome == 2)) {
    watch(connection, EPOLL_CTL_MOD, outcome == 2);
  }
}

static void finish_connecting(struct connection *connection) {
  int problem = 0;
  socklen_t size = sizeof problem;
  getsockopt(connection->socket, SOL_SOCKET, SO_ERROR, &problem, &size);
  if (problem != 0) {
    break_connection(connection, strerror(problem));
    return;
  }
  if (!options.tls) {
    send_handshake(connection);
    return;
  }
  connection->ssl = start_tls(connection->socket);
  connection->state = SECURING;
  continue_securing(connection);
}

static bool is_good_answer(const char *head) {
  bool switched = strncmp(head, "HTTP/1.1 101", 12) == 0;
  bool accepted = strstr(head, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != NULL;
  bool compressed = strcasestr(head, "permessage-deflate") != NULL;
  return switched && accepted && compressed == options.deflate;
}

/* Bytes of the answer's head, 0 if it is not complete; a bad one ends the connection. */
static size_t read_answer(struct connection *connection, uint8_t *bytes, size_t length) {
  uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
  if (end == NULL) {
    if (length > MAX_HEAD_BYTES) {
      break_connection(connection, "the answer to the handshake does not end");
    }
    return 0;
  }
  end[2] = 0;
  if (!is_good_answer((char *)bytes)) {
    report_error("handshake answered with: %.200s", (char *)bytes);
    drop_connection(connection);
    return 0;
  }
  connection->state = OPEN;
  open_connections++;
  script.opened(connection);
  return (size_t)(end + 4 - bytes);
}

/* ---- Reading ---- */

static void take_close(struct connection *connection, struct frame *frame) {
  int code = frame->length >= 2 ? frame->payload[0] << 8 | frame->payload[1] : 1005;
  connection->close_received = true;
  if (connection->state == OPEN) {
    report_error("connection %u: closed by the server with %d %.*s", connection->index, code,
                 (int)(frame->length > 2 ? frame->length - 2 : 0), (char *)frame->payload + 2);
    send_close(connection);
  } else if (code != 1000) {
    report_error("connection %u: close answered with %d instead of 1000", connection->index, code);
  }
}

static void take_message(struct connection *connection, uint8_t *payload, size_t length, bool compressed) {
  figures.uncompressed += options.deflate && !compressed;
  if (compressed) {
    payload = inflate_message(payload, length, &length);
    if (payload == NULL) {
      break_connection(connection, "cannot inflate a message");
      return;
    }
  }
  if (connection->disturber) {
    figures.disturbances++;
  }
  script.message(connection, payload, length, connection->message_opcode);
}

static void take_data(struct connection *connection, struct frame *frame) {
  bool continues = frame->opcode == CONTINUATION;
  bool expected = connection->message_opcode != 0;
  if (continues != expected || (continues && frame->compressed)) {
    break_connection(connection, "a fragment out of order");
    return;
  }
  if (!continues) {
    connection->message_opcode = frame->opcode;
    connection->message_compressed = frame->compressed;
  }
  if (!frame->last || continues) {
    append(&connection->message, frame->payload, frame->length);
  }
  if (!frame->last) {
    return;
  }
  uint8_t *payload = continues ? connection->message.bytes : frame->payload;
  size_t length = continues ? connection->message.length : frame->length;
  take_message(connection, payload, length, connection->message_compressed);
  connection->message_opcode = 0;
  connection->message.length = 0;
}

static void take_frame(struct connection *connection, struct frame *frame) {
  switch (frame->opcode) {
    case PING: send_control(connection, PONG, frame->payload, frame->length); break;
    case PONG: break;
    case CLOSE: take_close(connection, frame); break;
    default: take_data(connection, frame);
  }
}

/* Bytes that were used. */
static size_t take_frames(struct connection *connection, uint8_t *bytes, size_t length) {
  size_t used = 0;
  struct frame frame;
  while (connection->state == OPEN || connection->state == CLOSING) {
    ssize_t size = parse_frame(bytes + used, length - used, &frame);
    if (size < 0) {
      break_connection(connection, "a frame breaks the protocol");
    }
    if (size <= 0) {
      break;
    }
    used += (size_t)size;
    if (connection->close_received) {
      break_connection(connection, "a frame after the close frame");
    } else {
      take_frame(connection, &frame);
    }
  }
  return used;
}

static void take_bytes(struct connection *connection, size_t length) {
  size_t used = 0;
  if (connection->state == SHAKING) {
    used = read_answer(connection, read_buffer, length);
  }
  used += take_frames(connection, read_buffer + used, length - used);
  if (connection->state == CLOSED) {
    return;
  }
  if (used < length) {
    append(&connection->in, read_buffer + used, length - used);
  }
  script.read_done(connection);
}

static void take_end(struct connection *connection) {
  if (connection->state == CLOSING && connection->close_received) {
    drop_connection(connection);
  } else {
    break_connection(connection, "ended without a closing handshake");
  }
}

/* True if there may be more to read at once. */
static bool read_once(struct connection *connection) {
  size_t left = connection->in.length;
  if (left > 0) {
    memcpy(read_buffer, connection->in.bytes, left);
    release(&connection->in);
  }
  uint8_t *target = read_buffer + left;
  ssize_t count = connection->ssl != NULL ? read_tls(connection->ssl, target, read_capacity - left)
                                          : recv(connection->socket, target, read_capacity - left, MSG_DONTWAIT);
  event_time = now_nanos();
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
    if (left > 0) {
      append(&connection->in, read_buffer, left);
    }
    return false;
  }
  if (count <= 0) {
    take_end(connection);
    return false;
  }
  take_bytes(connection, left + (size_t)count);
  return connection->ssl != NULL && connection->state != CLOSED;
}

static void handle(struct connection *connection, uint32_t events) {
  if (connection->state == CONNECTING) {
    finish_connecting(connection);
    return;
  }
  if (connection->state == SECURING) {
    continue_securing(connection);
    return;
  }
  if ((events & EPOLLOUT) != 0 && connection->out.length > 0) {
    write_rest(connection);
  }
  if ((events & ~(uint32_t)EPOLLOUT) != 0) {
    while (connection->state != CLOSED && read_once(connection)) {
    }
  }
}

void poll_connections(uint64_t until) {
  static struct epoll_event events[EVENTS];
  uint64_t now = now_nanos();
  uint64_t wait = until > now ? until - now : 0;
  struct timespec timeout = {.tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u)};
  int count = epoll_pwait2(poll_descriptor, events, EVENTS, &timeout, NULL);
  for (int i = 0; i < count; i++) {
    struct connection *connection = events[i].data.ptr;
    if (connection == NULL) {
      command_handler();
    } else if (connection->state != CLOSED) {
      handle(connection, events[i].events);
      if (connection->state == CLOSED) {
        script.ended(connection);
      }
    }
  }
}
