/*
 * A load generator for WebSocket servers (RFC 6455), in one thread, over loopback.
 *
 * Every scenario opens its connections first, warms up, measures for a set time, waits for what is still
 * under way, and closes every connection with 1000. Each reply is compared with what was sent; whatever is
 * missing, wrong or out of order is counted as an error.
 */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* ---- Options ---- */

enum scenario { ECHO, FANOUT, IDLE, CHURN };

struct options {
  enum scenario scenario;
  const char *scenario_name;
  const char *path;
  const char *disturb_path; /* one more connection that asks the server for trouble; NULL for none */
  int port;
  int connections;
  int in_flight; /* messages of one connection, or publications, on their way at once */
  int bytes;
  int pid; /* of the server; 0 for none */
  bool binary;
  bool tls;
  bool deflate;
  double warmup_seconds;
  double seconds;
  double messages_per_second; /* of all connections together; 0 as fast as replies come */
};

extern struct options options;

_Noreturn void fail(const char *format, ...);
void *allocate(size_t bytes);

/* ---- Figures ---- */

struct histogram;

struct figures {
  uint64_t messages; /* in the measured window */
  uint64_t lost;
  uint64_t errors;
  uint64_t disturbances;
  uint64_t uncompressed; /* replies, where compression was agreed upon */
  uint64_t missed; /* not sent in time, as too many were under way */
  double measured_seconds;
  double server_cpu_seconds;
  double load_cpu_seconds;
  double other_cores; /* what neither the server nor this process used of the machine */
  double open_seconds;
};

extern struct figures figures;

uint64_t now_nanos(void);
void record_latency(uint64_t nanos);
void forget_latencies(void);
double latency_micros(double quantile);
double latency_max_micros(void);
/* Starts and ends the measured window: time, CPU of the server, of this process, of the machine. */
void begin_window(void);
void end_window(void);
long server_rss_kilobytes(void);
/* Counts an error; the first few are printed. */
void report_error(const char *format, ...);

/* ---- Frames ---- */

enum opcode { CONTINUATION = 0, TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10 };

struct frame {
  uint8_t *payload;
  size_t length;
  int opcode;
  bool last;
  bool compressed;
};

/* Bytes that the frame takes, 0 if it is not complete, -1 if it breaks the protocol. */
ssize_t parse_frame(uint8_t *bytes, size_t available, struct frame *frame);
/* Writes a masked frame; returns its length. */
size_t write_frame(uint8_t *target, int first_byte, const uint8_t *payload, size_t length);

/* Messages that differ in a stamp of 16 digits: who sent it and which one it is. */
void prepare_messages(void);
size_t append_message(uint8_t *target, uint32_t sender, uint32_t number);
size_t max_message_frame(void);
/* Whether this is, byte for byte, the message with that stamp. */
bool is_message(const uint8_t *payload, size_t length, uint32_t sender, uint32_t number);
/* The number in a message's stamp; false if it has none. */
bool read_stamp(const uint8_t *payload, size_t length, uint32_t *sender, uint32_t *number);
/* Inflates a compressed message; NULL if it cannot be. Valid until the next call. */
uint8_t *inflate_message(const uint8_t *payload, size_t length, size_t *inflated);

/* ---- Connections ---- */

enum state { UNUSED, CONNECTING, SECURING, SHAKING, OPEN, CLOSING, CLOSED };

struct buffer {
  uint8_t *bytes;
  size_t length;
  size_t capacity;
};

struct connection {
  int socket;
  enum state state;
  bool disturber;
  bool wants_write;
  bool close_received;
  uint32_t index;
  uint32_t sent;     /* numbers of messages; they wrap */
  uint32_t received;
  uint32_t due;      /* replies to send after this read */
  uint64_t started;
  uint64_t *sent_at; /* a ring as large as what may be in flight */
  void *ssl;
  struct buffer in;       /* not parsed yet */
  struct buffer out;      /* not taken by the kernel yet */
  struct buffer message;  /* fragments so far */
  int message_opcode;
  bool message_compressed;
};

void open_poll(void);
bool start_connection(struct connection *connection);
void send_bytes(struct connection *connection, const uint8_t *bytes, size_t length);
void send_close(struct connection *connection);
void drop_connection(struct connection *connection);
/* Waits for events, at most until then, and handles them. */
void poll_connections(uint64_t until);
/* Answers commands on standard input from poll_connections on. */
void poll_commands(void (*on_command)(void));
void ignore_commands(void);

/* TLS, where it was compiled in. */
void prepare_tls(void);
void *start_tls(int socket);
int continue_tls(void *ssl); /* 1 done, 0 wants to read, 2 wants to write, -1 failed */
ssize_t read_tls(void *ssl, uint8_t *bytes, size_t length);
ssize_t write_tls(void *ssl, const uint8_t *bytes, size_t length);
void end_tls(void *ssl);

/* ---- What a scenario does when something happens ---- */

struct script {
  void (*opened)(struct connection *connection);
  void (*message)(struct connection *connection, uint8_t *payload, size_t length, int opcode);
  void (*read_done)(struct connection *connection);
  void (*ended)(struct connection *connection);
};

extern struct script script;
extern uint64_t event_time; /* when the bytes at hand were read */

void run_echo(void);
void run_fanout(void);
void run_idle(void);
void run_churn(void);

/* Shared by the scenarios. */
extern struct connection *connections;
extern int open_connections;
void open_all(void);
void close_all(void);
double seconds_since(uint64_t nanos);
uint64_t later(double seconds);

#endif
