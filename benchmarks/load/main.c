/* Reads the options, runs a scenario, prints its figures as one line of JSON. */
#include "load.h"

#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

struct options options = {
    .path = "/ws/echo", .connections = 1, .in_flight = 1, .bytes = 32, .warmup_seconds = 0.5, .seconds = 2};
struct figures figures;

_Noreturn void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("load: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(2);
}

void *allocate(size_t bytes) {
  void *memory = calloc(1, bytes);
  if (memory == NULL) {
    fail("out of memory");
  }
  return memory;
}

static const char *USAGE =
    "load echo|fanout|idle|churn --port PORT [options]\n"
    "  --path PATH         of the WebSocket route (default /ws/echo; fanout /ws/room)\n"
    "  --connections N     open at once (default 1)\n"
    "  --in-flight N       messages of a connection, or publications, under way (default 1)\n"
    "  --bytes N           of a message, at least 16 (default 32)\n"
    "  --kind text|binary  of a message (default text)\n"
    "  --warmup SECONDS    before the measured window (default 0.5)\n"
    "  --seconds SECONDS   of the measured window (default 2)\n"
    "  --rate N            echo: messages a second of all connections together, sent when due,\n"
    "                      latency counted from then (default: as fast as replies come)\n"
    "  --disturb PATH      echo: one more connection, to this path, that sends a message,\n"
    "                      waits for the reply and begins again; not part of the figures\n"
    "  --pid PID           of the server: its CPU and memory\n"
    "  --tls               connect with TLS; any certificate will do\n"
    "  --deflate           compressed messages both ways (RFC 7692, no context takeover)\n"
    "idle prints a line when all are open, waits for the line 'verify' on standard input,\n"
    "echoes once on each connection and ends.\n"
    "Exit status: 0 without an error, 1 with errors, 2 if it could not run.\n";

static int number(const char *name, const char *text, int least, int most) {
  char *end;
  long value = strtol(text, &end, 10);
  if (*end != 0 || end == text || value < least || value > most) {
    fail("--%s is '%s'; expected %d to %d.", name, text, least, most);
  }
  return (int)value;
}

static double decimal(const char *name, const char *text) {
  char *end;
  double value = strtod(text, &end);
  if (*end != 0 || end == text || value < 0 || value > 1e9) {
    fail("--%s is '%s'; expected a number from 0.", name, text);
  }
  return value;
}

static void read_scenario(const char *name) {
  static const char *names[] = {"echo", "fanout", "idle", "churn"};
  for (int i = 0; i < 4; i++) {
    if (strcmp(name, names[i]) == 0) {
      options.scenario = (enum scenario)i;
      options.scenario_name = names[i];
      options.path = i == FANOUT ? "/ws/room" : "/ws/echo";
      return;
    }
  }
  fail("no scenario '%s'; expected echo, fanout, idle or churn.", name);
}

static const struct option NAMES[] = {
    {"port", 1, 0, 'p'},    {"path", 1, 0, 'a'},    {"connections", 1, 0, 'c'}, {"in-flight", 1, 0, 'f'},
    {"bytes", 1, 0, 'b'},   {"kind", 1, 0, 'k'},    {"warmup", 1, 0, 'w'},      {"seconds", 1, 0, 's'},
    {"rate", 1, 0, 'r'},    {"disturb", 1, 0, 'd'}, {"pid", 1, 0, 'i'},         {"tls", 0, 0, 't'},
    {"deflate", 0, 0, 'z'}, {"help", 0, 0, 'h'},    {0, 0, 0, 0}};

static void read_option(int option) {
  switch (option) {
    case 'p': options.port = number("port", optarg, 1, 65535); break;
    case 'a': options.path = optarg; break;
    case 'c': options.connections = number("connections", optarg, 1, 1000000); break;
    case 'f': options.in_flight = number("in-flight", optarg, 1, 1024); break;
    case 'b': options.bytes = number("bytes", optarg, 16, 1 << 20); break;
    case 'k': options.binary = strcmp(optarg, "binary") == 0; break;
    case 'w': options.warmup_seconds = decimal("warmup", optarg); break;
    case 's': options.seconds = decimal("seconds", optarg); break;
    case 'r': options.messages_per_second = decimal("rate", optarg); break;
    case 'd': options.disturb_path = optarg; break;
    case 'i': options.pid = number("pid", optarg, 1, 1 << 30); break;
    case 't': options.tls = true; break;
    case 'z': options.deflate = true; break;
    case 'h': fputs(USAGE, stdout); exit(0);
    default: fputs(USAGE, stderr); exit(2);
  }
}

static void read_options(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "--help") == 0) {
    fputs(USAGE, stdout);
    exit(0);
  }
  if (count < 2) {
    fputs(USAGE, stderr);
    exit(2);
  }
  read_scenario(arguments[1]);
  int option;
  while ((option = getopt_long(count - 1, arguments + 1, "", NAMES, NULL)) != -1) {
    read_option(option);
  }
  if (options.port == 0) {
    fail("--port is missing.");
  }
}

/* One descriptor for each connection, and a few. */
static void raise_descriptor_limit(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < (rlim_t)options.connections + 16) {
    fail("%d connections need more descriptors than the %lu that this process may have.", options.connections,
         (unsigned long)limit.rlim_cur);
  }
}

static void print_figures(void) {
  double seconds = figures.measured_seconds;
  double messages = (double)figures.messages;
  printf("{\"scenario\":\"%s\",\"connections\":%d,\"inFlight\":%d,\"bytes\":%d,\"kind\":\"%s\"", options.scenario_name,
         options.connections, options.in_flight, options.bytes, options.binary ? "binary" : "text");
  printf(",\"tls\":%s,\"deflate\":%s", options.tls ? "true" : "false", options.deflate ? "true" : "false");
  printf(",\"seconds\":%.4f,\"messages\":%lu,\"perSecond\":%.1f", seconds, figures.messages,
         seconds > 0 ? messages / seconds : 0);
  printf(",\"p50Micros\":%.1f,\"p99Micros\":%.1f,\"p999Micros\":%.1f,\"maxMicros\":%.1f", latency_micros(0.5),
         latency_micros(0.99), latency_micros(0.999), latency_max_micros());
  printf(",\"serverCpuSeconds\":%.6f,\"cpuMicrosPerMessage\":%.4f", figures.server_cpu_seconds,
         messages > 0 ? figures.server_cpu_seconds * 1e6 / messages : 0);
  printf(",\"loadCpuSeconds\":%.4f,\"otherCores\":%.3f", figures.load_cpu_seconds, figures.other_cores);
  printf(",\"openSeconds\":%.4f,\"rssKilobytes\":%ld", figures.open_seconds, server_rss_kilobytes());
  printf(",\"uncompressed\":%lu", figures.uncompressed);
  printf(",\"disturbances\":%lu,\"missed\":%lu,\"lost\":%lu,\"errors\":%lu}\n", figures.disturbances, figures.missed,
         figures.lost, figures.errors);
}

int main(int count, char **arguments) {
  read_options(count, arguments);
  raise_descriptor_limit();
  signal(SIGPIPE, SIG_IGN);
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (options.tls) {
    prepare_tls();
  }
  prepare_messages();
  open_poll();
  switch (options.scenario) {
    case ECHO: run_echo(); break;
    case FANOUT: run_fanout(); break;
    case IDLE: run_idle(); break;
    case CHURN: run_churn(); break;
  }
  print_figures();
  return figures.errors + figures.lost > 0 ? 1 : 0;
}
