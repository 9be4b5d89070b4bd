/* Latencies, CPU and memory. */
#define _GNU_SOURCE
#include "load.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* ---- Latencies: 128 cells for each power of two, so an error below 0.8 % ---- */

enum { CELL_BITS = 7, CELLS = 1 << CELL_BITS, POWERS = 64 - CELL_BITS };

static uint64_t cells[POWERS][CELLS];
static uint64_t recorded;
static uint64_t highest;

void record_latency(uint64_t nanos) {
  int power = 0;
  uint64_t cell = nanos;
  if (nanos >= CELLS) {
    power = 63 - __builtin_clzll(nanos) - CELL_BITS + 1;
    cell = (nanos >> (power - 1)) - CELLS;
  }
  cells[power][cell]++;
  recorded++;
  if (nanos > highest) {
    highest = nanos;
  }
}

void forget_latencies(void) {
  memset(cells, 0, sizeof cells);
  recorded = 0;
  highest = 0;
}

/* The middle of a cell. */
static double cell_nanos(int power, int cell) {
  if (power == 0) {
    return cell;
  }
  double width = (double)(1ull << (power - 1));
  return (CELLS + cell + 0.5) * width;
}

double latency_micros(double quantile) {
  uint64_t rank = (uint64_t)(quantile * (double)recorded);
  uint64_t below = 0;
  for (int power = 0; power < POWERS; power++) {
    for (int cell = 0; cell < CELLS; cell++) {
      below += cells[power][cell];
      if (below > rank) {
        double nanos = cell_nanos(power, cell);
        return (nanos < (double)highest ? nanos : (double)highest) / 1000;
      }
    }
  }
  return (double)highest / 1000;
}

double latency_max_micros(void) {
  return (double)highest / 1000;
}

/* ---- Time and CPU ---- */

static uint64_t read_clock(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) {
    return 0;
  }
  return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

uint64_t now_nanos(void) {
  return read_clock(CLOCK_MONOTONIC);
}

/* User and system time of all threads, living and dead: what /proc/PID/stat tells in ticks, in nanoseconds. */
static uint64_t server_cpu_nanos(void) {
  clockid_t clock;
  if (options.pid == 0 || clock_getcpuclockid(options.pid, &clock) != 0) {
    return 0;
  }
  return read_clock(clock);
}

/* What all processes together have used of all cores. */
static double machine_cpu_seconds(void) {
  unsigned long long user = 0, nice = 0, system = 0, idle, iowait, irq = 0, softirq = 0, steal = 0;
  FILE *file = fopen("/proc/stat", "r");
  if (file == NULL) {
    return 0;
  }
  if (fscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &user, &nice, &system, &idle, &iowait, &irq,
             &softirq, &steal) != 8) {
    user = nice = system = irq = softirq = steal = 0;
  }
  fclose(file);
  return (double)(user + nice + system + irq + softirq + steal) / (double)sysconf(_SC_CLK_TCK);
}

static uint64_t window_start, window_server_cpu, window_load_cpu;
static double window_machine_cpu;

void begin_window(void) {
  forget_latencies();
  figures.messages = 0;
  window_machine_cpu = machine_cpu_seconds();
  window_load_cpu = read_clock(CLOCK_PROCESS_CPUTIME_ID);
  window_server_cpu = server_cpu_nanos();
  window_start = now_nanos();
}

void end_window(void) {
  figures.measured_seconds = seconds_since(window_start);
  figures.server_cpu_seconds = (double)(server_cpu_nanos() - window_server_cpu) / 1e9;
  figures.load_cpu_seconds = (double)(read_clock(CLOCK_PROCESS_CPUTIME_ID) - window_load_cpu) / 1e9;
  double others = machine_cpu_seconds() - window_machine_cpu - figures.server_cpu_seconds - figures.load_cpu_seconds;
  figures.other_cores = others > 0 ? others / figures.measured_seconds : 0;
}

long server_rss_kilobytes(void) {
  char name[64], line[256];
  long kilobytes = 0;
  snprintf(name, sizeof name, "/proc/%d/status", options.pid);
  FILE *file = options.pid == 0 ? NULL : fopen(name, "r");
  if (file == NULL) {
    return 0;
  }
  while (fgets(line, sizeof line, file) != NULL) {
    if (sscanf(line, "VmRSS: %ld", &kilobytes) == 1) {
      break;
    }
  }
  fclose(file);
  return kilobytes;
}

/* ---- Errors ---- */

enum { ERRORS_PRINTED = 8 };

void report_error(const char *format, ...) {
  if (figures.errors++ >= ERRORS_PRINTED) {
    return;
  }
  va_list arguments;
  va_start(arguments, format);
  fputs("load: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
}
