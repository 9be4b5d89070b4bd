/* What the connections do: echo, fan-out, idle, churn. */
#define _GNU_SOURCE
#include "load.h"

#include <stdio.h>
#include <unistd.h>

enum { OPENING_AT_ONCE = 128, OUTSTANDING_AT_A_RATE = 256 };

static const double OPEN_SECONDS = 60;
static const double DRAIN_SECONDS = 10;
static const double CLOSE_SECONDS = 15;

struct connection *connections;

static int connection_count;
static bool sending;   /* whether replies are answered with more messages */
static bool measuring;
static uint8_t *batch; /* frames that leave in one write */
static uint32_t ring;  /* messages that may be under way on one connection */

double seconds_since(uint64_t nanos) {
  return (double)(now_nanos() - nanos) / 1e9;
}

uint64_t later(double seconds) {
  return now_nanos() + (uint64_t)(seconds * 1e9);
}

static void nothing(struct connection *connection) {
  (void)connection;
}

/* ---- Opening and closing all ---- */

static int opening;

static void opened_one(struct connection *connection) {
  (void)connection;
  opening--;
}

static void make_connections(void) {
  bool disturbed = options.disturb_path != NULL;
  connection_count = options.connections + (disturbed ? 1 : 0);
  connections = allocate((size_t)connection_count * sizeof *connections);
  batch = allocate(max_message_frame() * ring);
  for (int i = 0; i < connection_count; i++) {
    connections[i].index = (uint32_t)i;
    connections[i].sent_at = options.scenario == ECHO ? allocate(ring * sizeof(uint64_t)) : NULL;
  }
  connections[connection_count - 1].disturber = disturbed;
}

void open_all(void) {
  void (*when_open)(struct connection *) = script.opened;
  script.opened = opened_one;
  uint64_t start = now_nanos(), limit = later(OPEN_SECONDS);
  int next = 0;
  while (open_connections < connection_count) {
    while (next < connection_count && opening < OPENING_AT_ONCE) {
      opening += start_connection(&connections[next++]) ? 1 : 0;
    }
    poll_connections(later(0.1));
    if (figures.errors > 0 || now_nanos() > limit) {
      fail("%d of %d connections opened, %lu errors.", open_connections, connection_count, figures.errors);
    }
  }
  figures.open_seconds = seconds_since(start);
  script.opened = when_open;
}

void close_all(void) {
  uint64_t limit = later(CLOSE_SECONDS);
  for (int i = 0; i < connection_count; i++) {
    if (connections[i].state == OPEN) {
      send_close(&connections[i]);
    }
    /* Not all at one moment: what they have sent lies in the server's buffers. */
    if (i % 64 == 0) {
      poll_connections(0);
    }
  }
  while (open_connections > 0 && now_nanos() < limit) {
    poll_connections(later(0.1));
  }
  if (open_connections > 0) {
    report_error("%d connections did not close within %.0f s", open_connections, CLOSE_SECONDS);
  }
}

/* Polls for a time. */
static void run_for(double seconds, void (*between)(void)) {
  uint64_t end = later(seconds);
  while (now_nanos() < end) {
    uint64_t pause = later(0.05);
    if (between != NULL) {
      between();
      pause = options.messages_per_second > 0 ? now_nanos() : pause;
    }
    poll_connections(pause < end ? pause : end);
  }
}

static void measure(void (*between)(void)) {
  sending = true;
  run_for(options.warmup_seconds, between);
  figures.disturbances = figures.missed = 0;
  begin_window();
  measuring = true;
  run_for(options.seconds, between);
  measuring = false;
  end_window();
  sending = false;
}

static void count_message(uint64_t sent_at) {
  if (measuring) {
    figures.messages++;
    record_latency(event_time - sent_at);
  }
}

/* ---- Echo ---- */

static void send_messages(struct connection *connection, uint32_t count, uint64_t sent_at) {
  size_t length = 0;
  for (uint32_t i = 0; i < count; i++) {
    length += append_message(batch + length, connection->index, connection->sent);
    connection->sent_at[connection->sent++ % ring] = sent_at;
  }
  send_bytes(connection, batch, length);
}

static void take_echo(struct connection *connection, uint8_t *payload, size_t length, int opcode) {
  if (connection->disturber) {
    connection->received++;
    connection->due++;
    return;
  }
  if (connection->received == connection->sent || opcode != (options.binary ? BINARY : TEXT) ||
      !is_message(payload, length, connection->index, connection->received)) {
    report_error("connection %u: message %u did not come back as sent", connection->index, connection->received);
  }
  count_message(connection->sent_at[connection->received % ring]);
  connection->received++;
  connection->due++;
}

static void answer_echo(struct connection *connection) {
  uint32_t due = connection->due;
  connection->due = 0;
  bool on_reply = options.messages_per_second == 0 || connection->disturber;
  if (sending && on_reply && due > 0 && connection->state == OPEN) {
    send_messages(connection, due, now_nanos());
  }
}

/* Sends what is due by now, at a set rate, from one connection after the other. */
static void send_due(void) {
  static uint64_t start, sent;
  if (start == 0) {
    start = now_nanos();
  }
  double interval = 1e9 / options.messages_per_second;
  uint64_t now = now_nanos();
  for (uint64_t due = start + (uint64_t)(interval * (double)sent); due <= now;
       due = start + (uint64_t)(interval * (double)++sent)) {
    struct connection *connection = &connections[sent % (uint64_t)options.connections];
    if (connection->state != OPEN || connection->sent - connection->received >= ring) {
      figures.missed++;
    } else {
      send_messages(connection, 1, due);
    }
  }
}

static uint64_t outstanding(void) {
  uint64_t count = 0;
  for (int i = 0; i < options.connections; i++) {
    count += connections[i].sent - connections[i].received;
  }
  return count;
}

static void drain_echo(void) {
  uint64_t limit = later(DRAIN_SECONDS);
  struct connection *last = &connections[connection_count - 1];
  while ((outstanding() > 0 || last->sent != last->received) && now_nanos() < limit) {
    poll_connections(later(0.02));
  }
  figures.lost = outstanding();
}

void run_echo(void) {
  bool at_a_rate = options.messages_per_second > 0;
  ring = at_a_rate ? OUTSTANDING_AT_A_RATE : (uint32_t)options.in_flight;
  script = (struct script){nothing, take_echo, answer_echo, nothing};
  make_connections();
  open_all();
  sending = true;
  for (int i = 0; i < connection_count; i++) {
    bool disturber = connections[i].disturber;
    if (!at_a_rate || disturber) {
      send_messages(&connections[i], disturber ? 1 : (uint32_t)options.in_flight, now_nanos());
    }
    poll_connections(0);
  }
  measure(at_a_rate ? send_due : NULL);
  drain_echo();
  if (figures.uncompressed > 0) {
    report_error("%lu replies came uncompressed", figures.uncompressed);
  }
  close_all();
}

/* ---- Fan-out: the first connection publishes, all receive ---- */

enum { PROBE = 0xffffffff };

static uint32_t published, completed;
static uint32_t *members_left; /* by publication, those that have not received it */
static uint64_t *published_at;
static uint32_t probed, probe_receipts;

static void publish(uint32_t sender, uint32_t number) {
  send_bytes(&connections[0], batch, append_message(batch, sender, number));
}

static void publish_next(void) {
  while (sending && published - completed < ring) {
    published_at[published % ring] = now_nanos();
    members_left[published % ring] = (uint32_t)connection_count;
    publish(0, published++);
  }
}

static void take_publication(struct connection *connection, uint8_t *payload, size_t length, int opcode) {
  uint32_t sender, number;
  bool readable = read_stamp(payload, length, &sender, &number);
  if (readable && sender == PROBE) {
    probe_receipts += number == probed ? 1 : 0;
    return;
  }
  number = connection->received;
  if (opcode != (options.binary ? BINARY : TEXT) || number == published || !is_message(payload, length, 0, number)) {
    report_error("member %u: publication %u did not come as sent", connection->index, number);
    return;
  }
  connection->received++;
  count_message(published_at[number % ring]);
  if (--members_left[number % ring] == 0) {
    completed++;
  }
}

static void answer_publication(struct connection *connection) {
  (void)connection;
  publish_next();
}

/* A member may join a moment after its handshake: publishes until all have received the same. */
static void await_members(void) {
  uint64_t limit = later(DRAIN_SECONDS);
  while (probe_receipts < (uint32_t)connection_count) {
    if (now_nanos() > limit) {
      fail("%u of %d members received a publication.", probe_receipts, connection_count);
    }
    probe_receipts = 0;
    publish(PROBE, ++probed);
    uint64_t next = later(0.5);
    while (now_nanos() < next && probe_receipts < (uint32_t)connection_count) {
      poll_connections(next);
    }
  }
}

void run_fanout(void) {
  if (options.deflate) {
    fail("fanout does not know --deflate.");
  }
  ring = (uint32_t)options.in_flight;
  script = (struct script){nothing, take_publication, nothing, nothing};
  make_connections();
  members_left = allocate(ring * sizeof *members_left);
  published_at = allocate(ring * sizeof *published_at);
  open_all();
  await_members();
  script.read_done = answer_publication;
  sending = true;
  publish_next();
  measure(NULL);
  uint64_t limit = later(DRAIN_SECONDS);
  while (completed < published && now_nanos() < limit) {
    poll_connections(later(0.02));
  }
  for (uint32_t i = completed; i < published; i++) {
    figures.lost += members_left[i % ring];
  }
  close_all();
}

/* ---- Idle: open all, wait for a command, echo once on each ---- */

static bool commanded;
static uint32_t verified;

static void read_command(void) {
  char line[64];
  ssize_t length = read(STDIN_FILENO, line, sizeof line);
  if (length <= 0) {
    fail("standard input ended before the line 'verify'.");
  }
  commanded = true;
  ignore_commands();
}

static void take_single(struct connection *connection, uint8_t *payload, size_t length, int opcode) {
  (void)opcode;
  if (!is_message(payload, length, connection->index, 0)) {
    report_error("connection %u: its message did not come back as sent", connection->index);
  }
  verified++;
}

void run_idle(void) {
  ring = 1;
  script = (struct script){nothing, take_single, nothing, nothing};
  make_connections();
  open_all();
  poll_commands(read_command);
  printf("{\"open\":%d,\"seconds\":%.3f,\"rssKilobytes\":%ld}\n", open_connections, figures.open_seconds,
         server_rss_kilobytes());
  while (!commanded) {
    poll_connections(later(1));
  }
  uint64_t limit = later(DRAIN_SECONDS);
  for (int i = 0; i < connection_count; i++) {
    send_bytes(&connections[i], batch, append_message(batch, (uint32_t)i, 0));
    while ((uint32_t)i + 1 - verified > OPENING_AT_ONCE && now_nanos() < limit) {
      poll_connections(limit);
    }
  }
  while (verified < (uint32_t)connection_count && now_nanos() < limit) {
    poll_connections(later(0.02));
  }
  figures.lost = (uint64_t)connection_count - verified;
  figures.messages = verified;
  close_all();
}

/* ---- Churn: connect, echo once, close, again ---- */

static void send_first(struct connection *connection) {
  send_bytes(connection, batch, append_message(batch, connection->index, 0));
}

static void close_after_echo(struct connection *connection, uint8_t *payload, size_t length, int opcode) {
  take_single(connection, payload, length, opcode);
  if (connection->state == OPEN) {
    send_close(connection);
  }
}

static void start_again(struct connection *connection) {
  if (connection->close_received) {
    event_time = now_nanos();
    count_message(connection->started);
  }
  if (sending) {
    start_connection(connection);
  }
}

static bool any_alive(void) {
  for (int i = 0; i < connection_count; i++) {
    if (connections[i].state != CLOSED) {
      return true;
    }
  }
  return false;
}

void run_churn(void) {
  ring = 1;
  script = (struct script){send_first, close_after_echo, nothing, start_again};
  make_connections();
  sending = true;
  for (int i = 0; i < connection_count; i++) {
    start_connection(&connections[i]);
  }
  measure(NULL);
  uint64_t limit = later(DRAIN_SECONDS);
  while (any_alive() && now_nanos() < limit) {
    poll_connections(later(0.02));
  }
  if (any_alive()) {
    figures.lost++;
    report_error("connections were not closed by the server within %.0f s", DRAIN_SECONDS);
  }
}
