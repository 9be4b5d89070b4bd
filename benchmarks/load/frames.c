/* Frames of RFC 6455, section 5, and the messages that are sent. */
#include "load.h"

#include <string.h>
#ifdef WITH_DEFLATE
#include <zlib.h>
#endif

/* ---- Reading ---- */

static ssize_t extended_length(const uint8_t *bytes, int size, size_t *length) {
  uint64_t value = 0;
  for (int i = 0; i < size; i++) {
    value = value << 8 | bytes[2 + i];
  }
  *length = (size_t)value;
  bool shortest = size == 2 ? value >= 126 : value >= 65536;
  return shortest && value <= 1u << 30 ? 2 + size : -1;
}

ssize_t parse_frame(uint8_t *bytes, size_t available, struct frame *frame) {
  if (available < 2) {
    return 0;
  }
  frame->last = (bytes[0] & 0x80) != 0;
  frame->compressed = (bytes[0] & 0x40) != 0;
  frame->opcode = bytes[0] & 0x0f;
  bool reserved = (bytes[0] & 0x30) != 0 || (frame->compressed && !options.deflate);
  bool masked = (bytes[1] & 0x80) != 0;
  bool known = frame->opcode <= BINARY || (frame->opcode >= CLOSE && frame->opcode <= PONG);
  if (reserved || masked || !known) {
    return -1;
  }
  size_t length = bytes[1];
  ssize_t head = 2;
  if (length >= 126) {
    int size = length == 126 ? 2 : 8;
    if (frame->opcode >= CLOSE) {
      return -1;
    }
    if (available < 2 + (size_t)size) {
      return 0;
    }
    head = extended_length(bytes, size, &length);
    if (head < 0) {
      return -1;
    }
  }
  if (frame->opcode >= CLOSE && !frame->last) {
    return -1;
  }
  if (available < (size_t)head + length) {
    return 0;
  }
  frame->payload = bytes + head;
  frame->length = length;
  return head + (ssize_t)length;
}

/* ---- Writing ---- */

/* Any key will do here: what a key must be hard to guess for are browsers behind proxies. */
static const uint8_t KEY[4] = {0x9d, 0x3b, 0x61, 0xc4};

size_t write_frame(uint8_t *target, int first_byte, const uint8_t *payload, size_t length) {
  size_t head = 2;
  target[0] = (uint8_t)first_byte;
  if (length < 126) {
    target[1] = (uint8_t)(0x80 | length);
  } else if (length < 65536) {
    target[1] = 0x80 | 126;
    target[2] = (uint8_t)(length >> 8);
    target[3] = (uint8_t)length;
    head = 4;
  } else {
    target[1] = 0x80 | 127;
    for (int i = 0; i < 8; i++) {
      target[2 + i] = (uint8_t)((uint64_t)length >> (56 - 8 * i));
    }
    head = 10;
  }
  memcpy(target + head, KEY, 4);
  head += 4;
  for (size_t i = 0; i < length; i++) {
    target[head + i] = payload[i] ^ KEY[i & 3];
  }
  return head + length;
}

/* ---- Messages ---- */

enum { STAMP = 16, VARIANTS = 16 };

static uint8_t *plain;    /* the message; its first bytes are the stamp of the last comparison */
static uint8_t *template; /* a masked frame of it */
static size_t template_length;
static size_t template_head;

static struct buffer variants[VARIANTS]; /* masked, compressed frames; their stamps differ */

static void write_hex(uint8_t *target, uint32_t value) {
  for (int i = 0; i < 8; i++) {
    target[i] = (uint8_t)"0123456789abcdef"[value >> (28 - 4 * i) & 15];
  }
}

static bool read_hex(const uint8_t *digits, uint32_t *value) {
  uint32_t sum = 0;
  for (int i = 0; i < 8; i++) {
    uint8_t digit = digits[i];
    bool decimal = digit >= '0' && digit <= '9';
    if (!decimal && (digit < 'a' || digit > 'f')) {
      return false;
    }
    sum = sum << 4 | (uint32_t)(decimal ? digit - '0' : digit - 'a' + 10);
  }
  *value = sum;
  return true;
}

/* With compression a message has one of a few stamps, as its frame is made beforehand. */
static void stamp(uint8_t *target, uint32_t sender, uint32_t number) {
  write_hex(target, options.deflate ? 0 : sender);
  write_hex(target + 8, options.deflate ? number % VARIANTS : number);
}

static void fill_plain(void) {
  static const char words[] = "{\"type\":\"message\",\"room\":\"general\",\"user\":\"alice\",\"text\":\"Good morning, all.\"},";
  for (int i = 0; i < options.bytes; i++) {
    plain[i] = options.binary ? (uint8_t)(i * 151 + 7) : (uint8_t)words[(size_t)i % (sizeof words - 1)];
  }
}

#ifdef WITH_DEFLATE
static z_stream deflater, inflater;
static struct buffer inflated_message;

static void compress_variant(struct buffer *frame) {
  uLong bound = deflateBound(&deflater, (uLong)options.bytes) + 16;
  uint8_t *compressed = allocate(bound);
  deflateReset(&deflater);
  deflater.next_in = plain;
  deflater.avail_in = (uInt)options.bytes;
  deflater.next_out = compressed;
  deflater.avail_out = (uInt)bound;
  if (deflate(&deflater, Z_SYNC_FLUSH) != Z_OK) {
    fail("cannot compress a message.");
  }
  size_t length = bound - deflater.avail_out - 4; /* without 00 00 ff ff: RFC 7692, section 7.2.1 */
  frame->bytes = allocate(length + 14);
  frame->length = write_frame(frame->bytes, 0xc0 | (options.binary ? BINARY : TEXT), compressed, length);
}

static void prepare_compression(void) {
  if (deflateInit2(&deflater, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK || inflateInit2(&inflater, -15) != Z_OK) {
    fail("cannot start zlib.");
  }
  inflated_message.capacity = (size_t)options.bytes + 64;
  inflated_message.bytes = allocate(inflated_message.capacity);
  for (uint32_t i = 0; i < VARIANTS; i++) {
    stamp(plain, 0, i);
    compress_variant(&variants[i]);
  }
}

uint8_t *inflate_message(const uint8_t *payload, size_t length, size_t *inflated) {
  static uint8_t tail[4] = {0, 0, 0xff, 0xff};
  inflateReset(&inflater);
  inflater.next_out = inflated_message.bytes;
  inflater.avail_out = (uInt)inflated_message.capacity;
  inflater.next_in = (uint8_t *)payload;
  inflater.avail_in = (uInt)length;
  int first = inflate(&inflater, Z_SYNC_FLUSH);
  inflater.next_in = tail;
  inflater.avail_in = 4;
  int second = first == Z_STREAM_END ? Z_OK : inflate(&inflater, Z_SYNC_FLUSH);
  bool fine = (first == Z_OK || first == Z_BUF_ERROR || first == Z_STREAM_END) && (second == Z_OK || second == Z_BUF_ERROR);
  *inflated = inflated_message.capacity - inflater.avail_out;
  return fine ? inflated_message.bytes : NULL;
}
#else
static void prepare_compression(void) {
  fail("compiled without zlib; --deflate is not available.");
}

uint8_t *inflate_message(const uint8_t *payload, size_t length, size_t *inflated) {
  (void)payload;
  (void)length;
  (void)inflated;
  return NULL;
}
#endif

void prepare_messages(void) {
  plain = allocate((size_t)options.bytes);
  template = allocate(max_message_frame());
  fill_plain();
  template_length = write_frame(template, 0x80 | (options.binary ? BINARY : TEXT), plain, (size_t)options.bytes);
  template_head = template_length - (size_t)options.bytes;
  if (options.deflate) {
    prepare_compression();
  }
}

size_t max_message_frame(void) {
  return (size_t)options.bytes * 2 + 64;
}

size_t append_message(uint8_t *target, uint32_t sender, uint32_t number) {
  if (options.deflate) {
    struct buffer *variant = &variants[number % VARIANTS];
    memcpy(target, variant->bytes, variant->length);
    return variant->length;
  }
  uint8_t digits[STAMP];
  stamp(digits, sender, number);
  memcpy(target, template, template_length);
  for (int i = 0; i < STAMP; i++) {
    target[template_head + (size_t)i] = digits[i] ^ KEY[i & 3];
  }
  return template_length;
}

bool is_message(const uint8_t *payload, size_t length, uint32_t sender, uint32_t number) {
  if (length != (size_t)options.bytes) {
    return false;
  }
  stamp(plain, sender, number);
  return memcmp(payload, plain, length) == 0;
}

bool read_stamp(const uint8_t *payload, size_t length, uint32_t *sender, uint32_t *number) {
  return length >= STAMP && read_hex(payload, sender) && read_hex(payload + 8, number);
}
